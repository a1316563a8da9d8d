"""Files as people send them, with what could name their maker inside."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    DictionaryObject,
    NameObject,
    RectangleObject,
    StreamObject,
    TextStringObject,
)

SECRET = "Jane Secret of Ward 7"


def photo(size: tuple[int, int] = (80, 60)) -> bytes:
    """A JPEG whose notes name a person and a place."""
    exif = Image.Exif()
    exif[0x010E] = SECRET
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0)}
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def drawing(size: tuple[int, int] = (80, 60)) -> bytes:
    """A small PNG."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, "PNG")
    return buffer.getvalue()


def document(pages: int = 1) -> bytes:
    """A PDF with an author, a script, an attached file, a link, and a photo with notes."""
    buffer = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(buffer, "PDF", title=SECRET, author=SECRET)
    writer = PdfWriter(clone_from=io.BytesIO(buffer.getvalue()))
    for _ in range(pages - 1):
        writer.add_blank_page(100, 100)
    writer.add_attachment("names.txt", SECRET.encode())
    box = RectangleObject((0, 0, 50, 50))
    writer.add_annotation(0, Link(rect=box, url="https://secret.example.org"))
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")}
    action = DictionaryObject({NameObject(key): value for key, value in script.items()})
    writer.root_object[NameObject("/OpenAction")] = action
    picture = next(iter(writer.pages[0]["/Resources"]["/XObject"].values())).get_object()
    picture._data = photo()
    for part in (writer.root_object, picture):
        part[NameObject("/Metadata")] = writer._add_object(_particulars())
    return written(writer)


def locked() -> bytes:
    """A PDF that asks for a password."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _particulars() -> StreamObject:
    stream = StreamObject()
    stream[NameObject("/Type")] = NameObject("/Metadata")
    stream._data = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    return stream


def sent(content: bytes, name: str = "Jane's scan.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
