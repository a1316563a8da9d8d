"""Pictures people send are judged by their bytes and drawn again."""

import contextlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from workshop.common.errors import DomainError
from workshop.common.pictures import picture_read

LIMITS = {"most_bytes": 1_000_000, "most_pixels": 4_000_000}


def drawn(kind: str = "PNG", size=(60, 40), mode: str = "RGB", **extra) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, "teal" if mode != "CMYK" else 0).save(buffer, kind, **extra)
    return buffer.getvalue()


def sent(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refusal(content: bytes, name: str = "logo.png", **limits) -> str:
    with pytest.raises(DomainError) as caught:
        picture_read(sent(content, name), **(LIMITS | limits))
    return caught.value.message


@pytest.mark.parametrize(
    ("kind", "extension", "content_type"),
    [("PNG", "png", "image/png"), ("JPEG", "jpg", "image/jpeg")],
)
def test_a_picture_keeps_its_kind_and_size(kind, extension, content_type):
    picture = picture_read(sent(drawn(kind)), **LIMITS)

    assert (picture.width, picture.height) == (60, 40)
    assert (picture.extension, picture.content_type) == (extension, content_type)
    assert Image.open(io.BytesIO(picture.content)).format == kind


def test_the_name_of_a_file_counts_for_nothing():
    assert picture_read(sent(drawn("JPEG"), "logo.exe"), **LIMITS).extension == "jpg"


def test_notes_in_a_picture_and_what_hangs_behind_it_do_not_survive():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Dr Jane Secret")
    content = drawn(pnginfo=notes) + b"<script>alert(1)</script>"

    kept = picture_read(sent(content), **LIMITS).content

    assert b"Secret" not in kept
    assert b"script" not in kept


def test_the_place_of_a_photo_does_not_survive_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010E] = "Ward 7"
    picture = picture_read(sent(drawn("JPEG", exif=exif)), **LIMITS)

    assert (picture.width, picture.height) == (40, 60)
    assert b"Ward 7" not in picture.content
    assert not Image.open(io.BytesIO(picture.content)).getexif()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_of_a_png_can_be_read(mode):
    image = Image.new(mode, (50, 50))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")

    kept = Image.open(io.BytesIO(picture_read(sent(buffer.getvalue()), **LIMITS).content))

    assert kept.mode == ("RGBA" if mode in ("LA", "RGBA") else "RGB")


def test_a_photo_made_for_print_can_be_read():
    assert picture_read(sent(drawn("JPEG", mode="CMYK")), **LIMITS).width == 60


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "SVG drawing"),
        (b"%PDF-1.7", "not a PNG or JPEG"),
        (b"<html><script>alert(1)</script></html>", "not a PNG or JPEG"),
        (drawn("GIF", mode="P"), "not a PNG or JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"<script>" * 9, "damaged"),
        (drawn()[:60], "damaged"),
        (drawn("JPEG")[:300], "damaged"),
    ],
)
def test_what_is_no_picture_is_refused_in_plain_words(content, words):
    assert words in refusal(content)


def test_too_many_bytes_are_refused_before_they_are_read():
    assert refusal(b"x" * 300_000, most_bytes=200_000) == (
        "The file is larger than 200 KB. Choose a smaller one."
    )


def test_too_many_pixels_are_refused_before_they_are_unpacked():
    words = refusal(drawn(mode="1", size=(20_000, 10_000)))

    assert words.startswith("The picture has more than 4 million pixels.")


def test_a_picture_past_what_the_library_opens_is_refused_in_the_same_words(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)

    assert "more than 4 million pixels" in refusal(drawn())


def test_too_few_pixels_are_refused_where_a_least_side_is_asked_for():
    assert "only 60 by 39 pixels" in refusal(drawn(size=(60, 39)), least_side=40)
    assert picture_read(sent(drawn(size=(60, 40))), least_side=40, **LIMITS).height == 40


@given(st.sampled_from(["PNG", "JPEG"]), st.integers(9, 400), st.binary(max_size=40))
def test_damaged_bytes_are_read_or_refused_never_an_error(kind, at, noise):
    content = bytearray(drawn(kind))
    content[at : at + len(noise)] = noise

    with contextlib.suppress(DomainError):
        assert picture_read(sent(bytes(content)), **LIMITS).width
