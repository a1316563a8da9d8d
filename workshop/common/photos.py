"""Packed photos within a PDF: their notes taken out, what draws them left as it is."""

import re

# Applications' notes apart, a JPEG's head says how its colours are to be read in these two.
JFIF, ADOBE = b"JFIF\x00", b"Adobe"
# Within a JPEG's drawing FF stands before 00 or a restart; anything else begins a segment.
SEGMENT = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
# The boxes of a JPEG 2000 file that draw it (ISO/IEC 15444-1, annex I).
OUTER = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}
INNER = {b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res "}
CODESTREAM = b"\xff\x4f\xff\x51"


def photo_without_notes(data: bytes) -> bytes:
    """Return a JPEG without notes of its camera and its place; what draws it stays untouched.

    It is a row of segments (ITU-T T.81, annex B): FF, a kind, and a length that counts itself.
    Kinds E0 to EF are applications' notes, FE a remark, DA begins a drawing, D9 is the end.
    What is no JPEG comes back empty.
    """
    begin = data.find(b"\xff\xd8\xff")
    if begin < 0:
        return b""
    kept, at = [b"\xff\xd8"], begin + 2
    while found := SEGMENT.search(data, at):
        kind, at = found[1][0], found.end()
        if kind == 0xD9:
            break
        end = at + int.from_bytes(data[at : at + 2], "big")
        if kind == 0xDA:
            end = _drawing_end(data, end)
        kept.append(_segment(kind, data[at:end]))
        at = end
    return b"".join([*kept, b"\xff\xd9"])


def _drawing_end(data: bytes, at: int) -> int:
    found = SEGMENT.search(data, at)
    return found.start() if found else len(data)


def _segment(kind: int, body: bytes) -> bytes:
    """Return one segment as it is kept: notes not at all, the two on colours in brief."""
    if kind == 0xE0 and body[2:].startswith(JFIF) and len(body) >= 14:
        return b"\xff\xe0\x00\x10" + body[2:14] + b"\x00\x00"
    if kind == 0xEE and body[2:].startswith(ADOBE) and len(body) >= 14:
        return b"\xff\xee\x00\x0e" + body[2:14]
    if kind == 0xFE or 0xE0 <= kind <= 0xEF:
        return b""
    return bytes([0xFF, kind]) + body


def jpeg_2000_without_notes(data: bytes) -> bytes:
    """Return a JPEG 2000 picture with what draws it alone; what is none comes back empty."""
    if data.startswith(CODESTREAM):
        return _codestream(data)
    kept = []
    for kind, body in _boxes(data):
        if kind == b"jp2h":
            body = b"".join(_box(*one) for one in _boxes(body) if one[0] in INNER)
        if kind == b"jp2c":
            body = _codestream(body)
        if kind in OUTER:
            kept.append(_box(kind, body))
    return b"".join(kept) if any(one[4:8] == b"jp2c" for one in kept) else b""


def _boxes(data: bytes):
    """Yield kind and content of each box; a length of 0 reaches to the end, 1 stands behind."""
    at = 0
    while at + 8 <= len(data):
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        end = at + size if size else len(data)
        if end < at + head or end > len(data):
            return
        yield kind, data[at + head : end]
        at = end


def _box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def _codestream(data: bytes) -> bytes:
    """Blank the remarks (FF 64) in the heads; their length stays, as others count on it."""
    blank, at, part_end = bytearray(data), 2, len(data)
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if kind == 0x93:
            at = part_end
            continue
        if kind == 0xD9 or size < 2:
            break
        if kind == 0x90:
            length = int.from_bytes(data[at + 6 : at + 10], "big")
            part_end = at + length if length > 12 else len(data)
        if kind == 0x64:
            end = min(at + 2 + size, len(data))
            blank[at + 6 : end] = bytes(max(0, end - at - 6))
        at += 2 + size
    return bytes(blank[: max(data.rfind(b"\xff\xd9") + 2, 2)])
