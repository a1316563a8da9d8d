"""PDFs that people send: written anew page by page, without their makers' particulars.

What is kept is what would stand on paper. Names and dates of makers, places in photos, comments,
links, form fields, scripts and attached files are not carried over at all; nor are names of
layers and texts meant for readers of the file alone, as people's programs write paths and names
there. Fonts and colour profiles stay as their foundries made them.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from time import monotonic

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from workshop.common.document_parts import clear_keys, clear_texts, repack, store, unpacked
from workshop.common.drawings import TOO_VAST, drawing_without_notes
from workshop.common.errors import DomainError

MAGIC = b"%PDF-"
MOST_PAGES = 200
MOST_PARTS = 200_000
MOST_UNPACKED = 100_000_000
MOST_SECONDS = 10
# Under these names stand free names: of letters drawn by commands, and of marks within a page.
CHILDREN = {"/CharProcs": "/Commands", "/Properties": "/Mark"}
# What a page needs to be drawn; its links, fields, actions and notes are under other names.
PAGE_KEYS = {
    "/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit",
    "/Group",
}  # fmt: skip
# What the library raises for bytes that are no PDF after all.
BROKEN = (
    PyPdfError, DependencyError, ValueError, TypeError, AttributeError, LookupError, OSError,
    ArithmeticError, AssertionError, NotImplementedError, RecursionError, struct.error, zlib.error,
)  # fmt: skip

DAMAGED = "This PDF cannot be read: the file is damaged. Save it anew and choose it again."
LOCKED = "This PDF is locked with a password. Save it without one and choose it again."
TOO_LONG = f"This PDF has more than {MOST_PAGES} pages. Choose the part that matters."


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
    clearing = _Clearing()
    for page in reader.pages:
        for key in set(page) - PAGE_KEYS:
            del page[key]
        clearing.page(page)
        yield page


def _written(pages: list[PageObject]) -> bytes:
    if not pages:
        raise DomainError(DAMAGED)
    writer = PdfWriter()
    writer.metadata = None
    for page in pages:
        writer.add_page(page)
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _join_contents(page: PageObject) -> None:
    """Make one drawing of a page's pieces, so that nothing is cut where two of them meet."""
    contents = page.get("/Contents", ArrayObject()).get_object()
    if isinstance(contents, ArrayObject):
        pieces = [piece.get_object() for piece in contents]
        joined = StreamObject()
        joined._data = b"\n".join(unpacked(one) for one in pieces if isinstance(one, StreamObject))
        page[NameObject("/Contents")] = joined


class _Clearing:
    """One walk over everything that pages are drawn with, each part once."""

    def __init__(self) -> None:
        self.seen: set[tuple[int, int]] = set()
        self.parts = 0
        self.unpacked = 0
        self.until = monotonic() + MOST_SECONDS

    def page(self, page: PageObject) -> None:
        """Take what tells of makers off all that a page is drawn with."""
        _join_contents(page)
        waiting: list[tuple[PdfObject, str]] = [(page, "/Page")]
        while waiting:
            part, name = waiting.pop()
            if isinstance(part, IndirectObject):
                if (part.idnum, part.generation) in self.seen:
                    continue
                self.seen.add((part.idnum, part.generation))
                part = part.get_object()
            self._count()
            if isinstance(part, DictionaryObject):
                waiting += self._dictionary(part, name)
            elif isinstance(part, ArrayObject):
                clear_texts(part)
                waiting += [(one, name) for one in part]

    def _count(self) -> None:
        """Refuse (DomainError) what would keep the machine from everybody else."""
        self.parts += 1
        if self.parts > MOST_PARTS or self.unpacked > MOST_UNPACKED or monotonic() > self.until:
            raise DomainError(TOO_VAST)

    def _dictionary(self, part: DictionaryObject, name: str) -> list[tuple[PdfObject, str]]:
        """Clear one dictionary or stream; return what it leads to, other pages apart."""
        clear_keys(part, name)
        if isinstance(part, StreamObject):
            self._stream(part, name)
        inner = CHILDREN.get(name)
        return [(part.raw_get(key), inner or key) for key in part if key != "/Parent"]

    def _stream(self, stream: StreamObject, name: str) -> None:
        commands = name in ("/Contents", "/Commands") or stream.get("/Subtype") == "/Form"
        if commands or stream.get("/PatternType") == 1:
            data = unpacked(stream)
            self.unpacked += len(data)
            self._count()
            drawn = drawing_without_notes(data, until=self.until)
            store(stream, zlib.compress(drawn), "/FlateDecode")
        else:
            repack(stream)
            self.unpacked += len(stream._data)
