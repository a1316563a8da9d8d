"""The QR code of a link, read back by other means than it was drawn with."""

import pytest

from tests.qr_reader import drawn, read
from workshop.common.qr import qr_svg

LINKS = [
    "https://example.org/w/spring/from/carers/",
    "http://127.0.0.1:8000/w/digital-2017/from/royal-college-of-physicians-health-informatics/",
    "https://workshops.example.org/w/" + "s" * 50 + "/from/" + "k" * 50 + "/",
]


@pytest.mark.parametrize("link", LINKS)
def test_the_code_reads_as_exactly_the_link(link):
    assert read(qr_svg(link)) == link


def test_a_damaged_code_is_not_taken_for_whole():
    svg = qr_svg(LINKS[0])
    half = len(svg) // 2

    with pytest.raises(AssertionError):
        read(svg[:half] + svg[half:].replace(b"h1m1", b"h2m0", 1))


def test_the_picture_is_black_on_white_with_four_modules_of_quiet():
    svg = qr_svg(LINKS[0])
    grid = drawn(svg)

    assert len(grid) == 29 + 2 * 4  # version 3
    assert not any(any(grid[n]) for n in (0, 1, 2, 3, -1, -2, -3, -4))
    assert not any(row[n] for row in grid for n in (0, 1, 2, 3, -1, -2, -3, -4))
    assert b'<path fill="#fff" d="M0 0h37v37h-37z"/>' in svg
    assert b"style" not in svg
    assert b"script" not in svg
