"""PDFs people send are written anew: the pages as they are drawn, and nothing else."""

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.ideas.files import document, locked, photo
from workshop.common.documents import document_made_anew
from workshop.common.errors import DomainError
from workshop.common.photos import photo_without_notes


def refusal(content: bytes) -> str:
    with pytest.raises(DomainError) as caught:
        document_made_anew(content)
    return caught.value.message


@pytest.mark.parametrize(
    "trace",
    [b"Secret", b"secret", b"JavaScript", b"OpenAction", b"EmbeddedFile", b"Metadata", b"Annots",
     b"Exif", b"Ward 7", b"pypdf", b"Producer", b"CreationDate"],
)  # fmt: skip
def test_nothing_of_the_maker_and_nothing_that_could_act_survives(trace):
    assert trace not in document_made_anew(document())


def test_the_file_of_the_test_has_what_is_to_go():
    for trace in (b"Secret", b"JavaScript", b"EmbeddedFile", b"Metadata", b"Annots", b"Exif"):
        assert trace in document()


def test_the_pages_stay_with_what_is_drawn_on_them():
    reader = PdfReader(io.BytesIO(document_made_anew(document(pages=3))))

    assert len(reader.pages) == 3
    assert reader.pages[0].images[0].image.size == (80, 60)
    assert reader.metadata is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 <html><script>alert(1)</script>", "damaged"),
        (b"%PDF-", "damaged"),
        (document()[:400], "damaged"),
        (locked(), "locked with a password"),
        (document(pages=201), "more than 200 pages"),
    ],
)
def test_what_cannot_be_read_is_refused_in_plain_words(content, words):
    assert words in refusal(content)


@given(st.integers(8, len(document()) - 1), st.binary(min_size=1, max_size=60))
def test_damaged_bytes_are_read_or_refused_never_an_error(at, noise):
    content = bytearray(document())
    content[at : at + len(noise)] = noise

    with contextlib.suppress(DomainError):
        document_made_anew(bytes(content))


def test_a_photo_keeps_what_draws_it():
    bare = photo_without_notes(photo())

    assert b"Secret" in photo()
    assert b"Secret" not in bare
    assert photo().endswith(bare[bare.index(b"\xff\xdb") :])
    assert photo_without_notes(b"no photo") == b""
