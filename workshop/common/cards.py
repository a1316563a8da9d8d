"""The picture that stands beside a shared link: a title, a question, a line of dates. Drawing only.

What the typeface cannot write is left out: a line of empty boxes says less than none.
"""

import io
import unicodedata
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from PIL import Image, ImageDraw, ImageFont

from workshop.common.colours import mix

# Changes with the drawing, so that kept pictures are drawn again.
DESIGN = 1
WIDTH, HEIGHT = 1200, 630
MARGIN, BAND, FOOT = 80, 20, 110
INK, QUIET, PAPER = "#1b2527", "#4a5759", "#ffffff"
# Sizes to try, largest first, until the words fit; they are cut at the smallest.
LARGE, SMALL = (76, 68, 60, 54, 48, 44), (40, 36)
FOOT_SIZE, LEADING, GAP = 32, 1.25, 20
# More than the card can hold at its smallest; the rest need not be measured.
MOST_SIGNS = 400
# Where nothing of a title can be written.
NAMELESS = "An online workshop"
# A place of Unicode that no typeface fills shows what a missing letter looks like.
NOWHERE = "\U0010fffd"


@dataclass(frozen=True)
class Block:
    """Some lines of one size."""

    lines: list[str]
    font: ImageFont.FreeTypeFont
    fill: str

    @property
    def height(self) -> float:
        """Return how much of the card it takes, in pixels."""
        return len(self.lines) * self.font.size * LEADING


def card_png(*, title: str, question: str, dates: str, accent: str) -> bytes:
    """Return the card as a PNG of 1200 by 630 pixels; without a question the title is large."""
    title, question, dates = (writable(words) for words in (title, question, dates))
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, BAND), fill=accent)
    pen.rectangle((0, HEIGHT - FOOT, WIDTH, HEIGHT), fill=mix(accent, PAPER, 0.12))
    blocks = [_fitted(question or title or NAMELESS, LARGE, INK, most=310)]
    if question and title:
        blocks.insert(0, _fitted(title, SMALL, accent, most=110))
    _write(pen, blocks)
    foot = _fitted(dates, (FOOT_SIZE,), QUIET, most=FOOT_SIZE * LEADING, weight="regular")
    pen.text((MARGIN, HEIGHT - FOOT / 2), "".join(foot.lines), QUIET, foot.font, anchor="lm")
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def writable(text: str) -> str:
    """Return what the typeface can write of a text: without its signs, or without the whole.

    Where letters or figures are missing nothing is left, since the rest would say something else.
    """
    text = " ".join(unicodedata.normalize("NFC", text[:MOST_SIGNS]).split())
    missing = {sign for sign in text if not sign.isspace() and not _is_drawn(sign)}
    if any(unicodedata.category(sign)[0] in "LMN" for sign in missing):
        return ""
    return " ".join("".join(sign for sign in text if sign not in missing).split())


@cache
def _is_drawn(sign: str) -> bool:
    if unicodedata.category(sign)[0] == "C":
        return False
    return bytes(_font("bold", 24).getmask(sign)) != bytes(_font("bold", 24).getmask(NOWHERE))


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Return the typeface that build_assets put in place, or the library's own small one."""
    name = f"fonts/{weight}.ttf"
    path = Path(finders.find(name) or staticfiles_storage.path(name))
    return ImageFont.truetype(path, size) if path.exists() else ImageFont.load_default(size)


def _fitted(text: str, sizes, fill: str, *, most: float, weight: str = "bold") -> Block:
    """Return a text as large as it fits into `most` pixels of height, cut at the smallest size."""
    for size in sizes:
        block = Block(_lines(text, _font(weight, size)), _font(weight, size), fill)
        if block.height <= most:
            return block
    lines = block.lines[: int(most // (size * LEADING))]
    lines[-1] = _shortened(lines[-1], block.font)
    return Block(lines, block.font, fill)


def _write(pen: ImageDraw.ImageDraw, blocks: list[Block]) -> None:
    """Write the blocks one under another, in the middle of what lies between band and foot."""
    height = sum(block.height for block in blocks) + GAP * (len(blocks) - 1)
    top = BAND + (HEIGHT - FOOT - BAND - height) / 2
    for block in blocks:
        for line in block.lines:
            pen.text((MARGIN, top), line, block.fill, block.font)
            top += block.font.size * LEADING
        top += GAP


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Return the lines of a text between the margins; a word that is wider is broken."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if _fits(longer, font):
            line = longer
            continue
        lines += [line] if line else []
        while not _fits(word, font):
            # Longer is never narrower, so the longest start that fits can be halved for.
            cut = bisect(range(len(word)), False, key=lambda n: not _fits(word[: n + 1], font))
            lines.append(word[:cut])
            word = word[cut:]
        line = word
    return [*lines, line] if line else lines


def _fits(text: str, font: ImageFont.FreeTypeFont) -> bool:
    return font.getlength(text) <= WIDTH - 2 * MARGIN


def _shortened(line: str, font: ImageFont.FreeTypeFont) -> str:
    """Return a line that ends in three dots and still fits."""
    while line and not _fits(f"{line.rstrip()}…", font):
        line = line[:-1]
    return f"{line.rstrip()}…"
