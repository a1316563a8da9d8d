"""The commands that draw a page of a PDF: without remarks, marks for readers, and photos' notes.

Only what bears such things is looked at (ISO 32000-1, chapters 7.8 and 8.9.7); the rest is copied.
"""

import io
import re
from time import monotonic

from pypdf.generic import DictionaryObject, NameObject, StreamObject

from workshop.common.document_parts import repack
from workshop.common.errors import DomainError

MOST_DEPTH = 100
TOO_VAST = "This PDF has too many parts. Print it into a new PDF and choose that."
# What is copied as it stands: all but remarks, dictionaries, pictures and texts with brackets.
PLAIN = re.compile(
    rb"(?:[^%<(B/]++|/[^\s\x00()<>\[\]{}/%]*+|\([^()\\]*+\)|<(?!<)|B(?!I[\s\x00/]))*+"
)
BRACKETS = re.compile(rb"\\.|[()]", re.DOTALL)
MARKS = re.compile(rb"<<|>>|\(|%[^\r\n]*")
# A picture's bytes end at EI, where what follows reads as commands once more.
PICTURE_HEAD = re.compile(rb"BI(?P<keys>.{0,500}?)[\s\]>]ID[\s\x00]", re.DOTALL)
PICTURE_END = re.compile(
    rb"[\s\x00]?EI(?=(?:[\s\x00][\s\x20-\x7e]{0,12})?\Z|[\s\x00][\s\x20-\x7e]{12})"
)

LONG_KEYS = {
    "/BPC": "/BitsPerComponent", "/CS": "/ColorSpace", "/D": "/Decode", "/DP": "/DecodeParms",
    "/F": "/Filter", "/H": "/Height", "/IM": "/ImageMask", "/I": "/Interpolate", "/W": "/Width",
}  # fmt: skip
LONG_FILTERS = {
    "/AHx": "/ASCIIHexDecode", "/A85": "/ASCII85Decode", "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode", "/RL": "/RunLengthDecode", "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}  # fmt: skip
PICTURE_KEYS = {*LONG_KEYS.values(), "/Intent"}


def drawing_without_notes(data: bytes, *, until: float) -> bytes:
    """Return the commands of a page without what only a reader of the file would see.

    Raises DomainError where that is not done by the time `until` of the monotonic clock.
    """
    kept, at = [], 0
    while monotonic() < until:
        end = PLAIN.match(data, at).end()
        kept.append(data[at:end])
        if end >= len(data):
            return b"".join(kept)
        piece, at = _stop(data, end)
        kept.append(piece)
    raise DomainError(TOO_VAST)


def _stop(data: bytes, at: int) -> tuple[bytes, int]:
    """Return what is kept of one place to look at, and where it ends."""
    if data.startswith(b"%", at):
        return b"", MARKS.match(data, at).end()
    if data.startswith(b"<<", at):
        # Marks for readers: alternative texts, languages, numbers in a structure now gone.
        return b"<<>>", _dictionary_end(data, at)
    if data.startswith(b"(", at):
        end = _text_end(data, at)
        return data[at:end], end
    return _picture(data, at)


def _text_end(data: bytes, at: int) -> int:
    depth = 0
    for found in BRACKETS.finditer(data, at):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
        _refuse_depth(depth)
    return len(data)


def _dictionary_end(data: bytes, at: int) -> int:
    depth = 0
    while found := MARKS.search(data, at):
        at = found.end()
        if found[0] == b"(":
            at = _text_end(data, found.start())
        depth += {b"<<": 1, b">>": -1}.get(found[0], 0)
        if not depth:
            return at
        _refuse_depth(depth)
    return len(data)


def _refuse_depth(depth: int) -> None:
    """Raise DomainError for brackets within brackets that no program writes."""
    if depth > MOST_DEPTH:
        raise DomainError(TOO_VAST)


def _picture(data: bytes, at: int) -> tuple[bytes, int]:
    """Return a picture amid the commands, written anew, and where it ends."""
    head = PICTURE_HEAD.match(data, at)
    end = PICTURE_END.search(data, head.end()) if head else None
    if not end:
        return data[at : at + 2], at + 2
    keys = io.BytesIO(b"<<" + head["keys"] + data[head.end("keys") : head.end("keys") + 1] + b">>")
    found = DictionaryObject.read_from_stream(keys, None)
    picture = StreamObject()
    for key, value in found.items():
        if (long := LONG_KEYS.get(key, key)) in PICTURE_KEYS:
            picture[NameObject(long)] = value
    _lengthen(picture)
    picture._data = data[head.end() : end.start()]
    repack(picture)
    return _written(picture), end.end()


def _lengthen(picture: StreamObject) -> None:
    """Give the filters of a picture amid the commands the names they have elsewhere."""
    names = picture.get("/Filter", [])
    many = isinstance(names, list)
    for at, name in enumerate(names if many else [names]):
        long = NameObject(LONG_FILTERS.get(name, name))
        if many:
            names[at] = long
        else:
            picture[NameObject("/Filter")] = long


def _written(picture: StreamObject) -> bytes:
    head = io.BytesIO()
    for key, value in picture.items():
        key.write_to_stream(head)
        head.write(b" ")
        value.write_to_stream(head)
        head.write(b"\n")
    return b"BI\n" + head.getvalue() + b"ID " + picture._data + b"\nEI"
