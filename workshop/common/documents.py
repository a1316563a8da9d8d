"""PDFs that people send: written anew page by page, without their makers' particulars.

What is kept is what would stand on paper. Names and dates of makers, places in photos, comments,
links, form fields, scripts and attached files are not carried over at all.
"""

import io
import struct
import zlib
from collections.abc import Iterator

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    StreamObject,
)

from workshop.common.errors import DomainError

MAGIC = b"%PDF-"
MOST_PAGES = 200
MOST_PARTS = 200_000
# What a page needs to be drawn; its links, fields, actions and notes are under other names.
PAGE_KEYS = {
    "/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit",
    "/Group",
}  # fmt: skip
# What tells of makers, or hides a second file, on any part of a page.
TELLING_KEYS = {"/Metadata", "/PieceInfo", "/LastModified", "/AF", "/EF", "/OPI", "/Alternates"}
# What the library raises for bytes that are no PDF after all.
BROKEN = (
    PyPdfError, DependencyError, ValueError, TypeError, AttributeError, LookupError, OSError,
    ArithmeticError, AssertionError, NotImplementedError, RecursionError, struct.error, zlib.error,
)  # fmt: skip

DAMAGED = "This PDF cannot be read: the file is damaged. Save it anew and choose it again."
LOCKED = "This PDF is locked with a password. Save it without one and choose it again."
TOO_LONG = f"This PDF has more than {MOST_PAGES} pages. Choose the part that matters."
TOO_VAST = "This PDF has too many parts. Print it into a new PDF and choose that."


def document_made_anew(content: bytes) -> bytes:
    """Return a PDF with the same pages as they are drawn, and nothing else of the file.

    Raises DomainError saying in plain words what is wrong and what to do.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise DomainError(LOCKED)
        return _written(list(_pages(reader)))
    except BROKEN as broken:
        raise DomainError(DAMAGED) from broken


def _pages(reader: PdfReader) -> Iterator[PageObject]:
    """Yield the pages, cleared of what is not drawn."""
    if len(reader.pages) > MOST_PAGES:
        raise DomainError(TOO_LONG)
    seen: set[tuple[int, int]] = set()
    for page in reader.pages:
        for key in set(page) - PAGE_KEYS:
            del page[key]
        _clear(page, seen)
        yield page


def _written(pages: list[PageObject]) -> bytes:
    if not pages:
        raise DomainError(DAMAGED)
    writer = PdfWriter()
    writer.metadata = None
    for page in pages:
        writer.add_page(page)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _clear(page: PageObject, seen: set[tuple[int, int]]) -> None:
    """Take what tells of makers off everything that a page is drawn with."""
    waiting: list[PdfObject] = [page]
    while waiting:
        part = waiting.pop()
        if isinstance(part, IndirectObject):
            if (part.idnum, part.generation) in seen:
                continue
            seen.add((part.idnum, part.generation))
            if len(seen) > MOST_PARTS:
                raise DomainError(TOO_VAST)
            part = part.get_object()
        if isinstance(part, DictionaryObject):
            waiting += _cleared(part)
        elif isinstance(part, ArrayObject):
            waiting += part


def _cleared(part: DictionaryObject) -> list[PdfObject]:
    """Clear one dictionary or stream; return what it leads to, other pages apart."""
    for key in TELLING_KEYS & set(part):
        del part[key]
    if isinstance(part, StreamObject) and part.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        part._data = photo_without_notes(part._data)
    return [part.raw_get(key) for key in part if key != "/Parent"]


def photo_without_notes(data: bytes) -> bytes:
    """Return a JPEG without notes of its camera and its place; what draws it stays untouched.

    Its head is a row of segments (ITU-T T.81, annex B): FF, a kind, and a length that counts
    itself. Kinds E1 and E3 to ED are applications' notes, FE a remark.
    """
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        kind, end = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if not (kind in (0xE1, 0xFE) or 0xE3 <= kind <= 0xED):
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])
