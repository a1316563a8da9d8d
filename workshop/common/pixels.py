"""A picture's pixels as a fresh file, in the colours and at about the size it came with."""

import io
import math

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import get_sampling

from workshop.common.errors import DomainError

# A picture that has grown is made smaller, to this many pixels on its longer side at the least.
LEAST_LONG_SIDE = 2560
# One that is below already may lose a quarter of its sides.
LEAST_SHARE = 0.75
TRIES = 4
QUALITIES = (88, 80, 70)
KEPT_MODES = {"PNG": {"1", "L", "LA", "P", "RGB", "RGBA"}, "JPEG": {"L", "RGB"}}


def picture_made(found: Image.Image, kind: str, *, most_bytes: int) -> tuple[Image.Image, bytes]:
    """Return an open picture upright, and its bytes as a fresh PNG or JPEG of `most_bytes` at most.

    Raises DomainError where that takes more pixels away than a reader would forgive.
    """
    ways = _ways(found, kind)
    upright = ImageOps.exif_transpose(found)
    image = _plain(upright, kind)
    for way in ways:
        content = _saved(image, kind, way)
        if len(content) <= most_bytes:
            return image, content
    return _scaled_down(image, kind, content, most_bytes)


def size_words(count: int) -> str:
    """Return a number of bytes as people read it: 5 MB, 200 KB."""
    return f"{count // 1_000_000} MB" if count >= 1_000_000 else f"{count // 1000} KB"


def _ways(found: Image.Image, kind: str) -> list[dict]:
    """Return how to save the picture, best first: a JPEG as finely as it came, then less so."""
    if kind == "PNG":
        return [{}]
    rougher = [{"quality": quality} for quality in QUALITIES]
    if found.mode not in KEPT_MODES["JPEG"]:
        return rougher
    tables = [list(table) for _, table in sorted(found.quantization.items())]
    return [{"qtables": tables, "subsampling": get_sampling(found)}, *rougher]


def _plain(upright: Image.Image, kind: str) -> Image.Image:
    """Return the pixels alone: the library would write notes and profiles again."""
    mode = upright.mode
    if mode.startswith("I;16"):
        # 16 bits of grey to 8: the library would cut what is above 255 rather than scale it.
        upright, mode = upright.point(lambda grey: grey * (1 / 256)).convert("L"), "L"
    clear = mode != "P" and "transparency" in upright.info
    if clear or mode not in KEPT_MODES[kind]:
        upright = upright.convert(
            "RGBA" if kind == "PNG" and upright.has_transparency_data else "RGB"
        )
    plain = Image.new(upright.mode, upright.size)
    if upright.mode == "P":
        plain.putpalette(upright.getpalette())
        if "transparency" in upright.info:
            plain.info["transparency"] = upright.info["transparency"]
    plain.paste(upright)
    return plain


def _saved(image: Image.Image, kind: str, way: dict) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, optimize=True, **way)
    return buffer.getvalue()


def _scaled_down(
    image: Image.Image, kind: str, content: bytes, most_bytes: int
) -> tuple[Image.Image, bytes]:
    longest = max(image.size)
    least = LEAST_LONG_SIDE if longest > LEAST_LONG_SIDE else math.ceil(longest * LEAST_SHARE)
    way = {"quality": QUALITIES[-1]} if kind == "JPEG" else {}
    side = longest
    for _ in range(TRIES):
        side = max(least, int(side * min(0.95, 0.95 * math.sqrt(most_bytes / len(content)))))
        smaller = _resized(image, side / longest)
        content = _saved(smaller, kind, way)
        if len(content) <= most_bytes:
            return smaller, content
        if side == least:
            break
    raise DomainError(
        f"Made anew without its hidden notes, this picture takes more than "
        f"{size_words(most_bytes)}. Save it with fewer pixels, or as JPEG, and choose it again."
    )


def _resized(image: Image.Image, share: float) -> Image.Image:
    """Return a smaller picture; one of few colours has as few afterwards."""
    size = [max(1, round(side * share)) for side in image.size]
    if image.mode != "P":
        return image.resize(size, Image.Resampling.LANCZOS)
    clear = "transparency" in image.info
    smooth = image.convert("RGBA" if clear else "RGB").resize(size, Image.Resampling.LANCZOS)
    return smooth.quantize(256, method=Image.Quantize.FASTOCTREE)
