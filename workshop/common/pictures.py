"""Pictures that people send: judged by their bytes, never by their name, and made anew.

What is kept is drawn again from the pixels, so that nothing else of a file (where a photo was
taken, a script behind the picture, a second file within it) reaches another person.
"""

import io
import struct
import zlib
from dataclasses import dataclass

from PIL import Image

from workshop.common.errors import DomainError
from workshop.common.pixels import picture_made, size_words

# How each kind begins; nothing else is opened at all.
MAGIC = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff"}
TYPES = {"PNG": ("png", "image/png"), "JPEG": ("jpg", "image/jpeg")}
# What the library raises for bytes that are no picture after all.
BROKEN = (OSError, SyntaxError, ValueError, IndexError, TypeError, struct.error, zlib.error)
TOO_VAST = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# Where the word that gives a drawing away stands at the latest.
HEAD = 4096

EMPTY = "The file is empty. Choose it again."
SVG = "This is an SVG drawing, which we do not take. Save it as PNG and choose that."
OTHER = "This is not a PNG or JPEG picture, whatever its name says. Choose a PNG or JPEG file."
DAMAGED = "This picture cannot be read: the file is damaged. Save it anew and choose it again."


@dataclass(frozen=True)
class Picture:
    """A picture made anew: its bytes, its size in pixels, and what to serve it as."""

    content: bytes
    width: int
    height: int
    extension: str
    content_type: str


def picture_read(upload, *, most_bytes: int, most_pixels: int, least_side: int = 0) -> Picture:
    """Return a PNG or JPEG that somebody sent, upright and drawn again from its pixels.

    `upload` is an open file with `size` and `read`; no side may be under `least_side` pixels.
    Raises DomainError saying in plain words what is wrong and what to do.
    """
    if upload.size > most_bytes:
        raise DomainError(
            f"The file is larger than {size_words(most_bytes)}. Choose a smaller one."
        )
    upload.seek(0)
    content = upload.read()
    kind = _kind_of(content)
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as found:
            _refuse_size(found.size, most_pixels=most_pixels, least_side=least_side)
            image, content = picture_made(found, kind, most_bytes=most_bytes)
            return Picture(content, *image.size, *TYPES[kind])
    except TOO_VAST as vast:
        raise DomainError(_too_many(most_pixels)) from vast
    except BROKEN as broken:
        raise DomainError(DAMAGED) from broken


def _kind_of(content: bytes) -> str:
    """Return PNG or JPEG by the first bytes; DomainError for anything else."""
    if not content:
        raise DomainError(EMPTY)
    for kind, magic in MAGIC.items():
        if content.startswith(magic):
            return kind
    raise DomainError(SVG if b"<svg" in content[:HEAD].lower() else OTHER)


def _refuse_size(size: tuple[int, int], *, most_pixels: int, least_side: int) -> None:
    """Raise DomainError for too many or too few pixels, before any of them is unpacked."""
    width, height = size
    if width * height > most_pixels:
        raise DomainError(f"{_too_many(most_pixels)} This one is {width} by {height}.")
    if min(size) < least_side:
        raise DomainError(
            f"The picture is only {width} by {height} pixels. "
            f"Choose one of at least {least_side} pixels on each side."
        )


def _too_many(most_pixels: int) -> str:
    return (
        f"The picture has more than {most_pixels // 1_000_000} million pixels. "
        "Make it smaller and choose it again."
    )
