"""Answers that are bands of numbers ("25-40", "Under 25"), and how they meet. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import inf

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)")
# Between the two numbers of a band; "to under 40" leaves the 40 out.
JOINED = re.compile(
    r"%?\s*[^\W\d]*\s*(?:-|\bto\b|\band\b)\s*(under\s|below\s|less than\s)?\s*[^\W\d]*\s*[£$€]?\s*"
)
# Before or after the one number of a band.
UNDER = re.compile(r"\b(?:under|below|(?:less|fewer|younger) than)\s*[£$€]?\s*$")
UP_TO = re.compile(r"\b(?:up to|at most|(?:no|not) more than)\s*[£$€]?\s*$")
OVER = re.compile(r"\b(?:over|above|(?:more|older|greater) than)\s*[£$€]?\s*$")
FROM = re.compile(r"\b(?:at least|from)\s*[£$€]?\s*$")
OR_LESS = re.compile(r"^%?\s*[^\W\d]*\s*(?:or|and)\s+(?:under|less|fewer|below|younger)\b")
OR_MORE = re.compile(
    r"^%?\s*(?:\+|[^\W\d]*\s*(?:plus\b|(?:or|and)\s+(?:over|more|above|older|up)\b))"
)
NOT_UNITS = """under below less fewer younger up to at most no not more than over above older
greater least from or and plus between of my a an the aged age"""
NO_UNIT = frozenset(NOT_UNITS.split())


@dataclass(frozen=True)
class Band:
    """What one answer takes in; `unit` is the words around its numbers."""

    label: str
    low: float
    high: float
    low_out: bool = False
    high_out: bool = False
    unit: frozenset[str] = frozenset()

    @property
    def whole(self) -> bool:
        """Say whether its ends are whole numbers."""
        return all(end in (inf, -inf) or end == int(end) for end in (self.low, self.high))

    def leaves_out(self, end: float) -> bool:
        """Say whether a number is one of its ends and not in it."""
        return (self.low_out and end == self.low) or (self.high_out and end == self.high)

    @property
    def first(self) -> float:
        """Return the first whole number in it."""
        return self.low + self.low_out

    @property
    def last(self) -> float:
        """Return the last whole number in it."""
        return self.high - self.high_out


def band_of(label: str) -> Band | None:
    """Return the band that an answer's label says, None if it says none."""
    text = re.sub(r"[‐‑–—−]", "-", label.casefold())  # noqa: RUF001
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"\b(\d+)k\b", r"\g<1>000", text)
    text = re.sub(r"\bthan an? ", "than 1 ", text)
    found = list(NUMBER.finditer(text))
    if len(found) not in (1, 2):
        return None
    before, after = text[: found[0].start()], text[found[-1].end() :]
    numbers = [float(match.group()) for match in found]
    between = text[found[0].end() : found[1].start()] if len(found) == 2 else None
    ends = _one(numbers[0], before, after) if between is None else _two(numbers, before, between)
    words = re.findall(r"[^\W\d_]+", NUMBER.sub(" ", text))
    unit = frozenset(word.removesuffix("s") for word in words if word not in NO_UNIT)
    return Band(label, *ends, unit) if ends else None


def _one(number: float, before: str, after: str) -> tuple[float, float, bool, bool]:
    """Return low, high, and whether each is left out."""
    if UNDER.search(before):
        return -inf, number, False, True
    if UP_TO.search(before) or OR_LESS.search(after):
        return -inf, number, False, False
    if OVER.search(before):
        return number, inf, True, False
    if FROM.search(before) or OR_MORE.search(after):
        return number, inf, False, False
    return number, number, False, False


def _two(numbers: list[float], before: str, between: str) -> tuple | None:
    low, high = numbers
    joined = JOINED.fullmatch(between)
    if not joined or low >= high or (re.search(r"\band\b", between) and "between" not in before):
        return None
    return low, high, bool(OVER.search(before)), bool(joined.group(1))


def overlaps(labels: Sequence[str]) -> list[str]:
    """Return a sentence for each two bands that take in the same number."""
    bands = [band for band in map(band_of, labels) if band]
    return [words for one, two in combinations(bands, 2) if (words := _overlap(one, two))]


def _comparable(one: Band, two: Band) -> bool:
    """Say whether two answers count the same: 1-2 years is not compared with 6-12 months."""
    return one.unit <= two.unit or two.unit <= one.unit


def _overlap(one: Band, two: Band) -> str | None:
    points = one.low == one.high and two.low == two.high
    if points or not _comparable(one, two) or one.label == two.label:
        return None
    if one.whole and two.whole:
        low, high = max(one.first, two.first), min(one.last, two.last)
        apart = low > high
    else:
        low, high = max(one.low, two.low), min(one.high, two.high)
        apart = low > high or (low == high and (one.leaves_out(low) or two.leaves_out(low)))
    if apart:
        return None
    fits = "fits" if low == high else "fit"
    return f"“{one.label}” and “{two.label}” overlap: {_span(low, high)} {fits} both."


def gaps(labels: Sequence[str]) -> list[str]:
    """Return a sentence for each gap between two bands of whole numbers."""
    bands = sorted((band for band in map(band_of, labels) if band), key=lambda band: band.first)
    if not all(band.whole and _comparable(band, bands[0]) for band in bands):
        return []
    found, reached = [], -inf
    for one, two in pairwise(bands):
        reached = max(reached, one.last)
        points = one.low == one.high and two.low == two.high
        if not points and two.first - reached > 1:
            missing = _span(reached + 1, two.first - 1)
            found.append(f"No answer takes in {missing}, between “{one.label}” and “{two.label}”.")
    return found


def _span(low: float, high: float) -> str:
    """Return "40", "40 to 45", "65 and over"."""
    if low == high:
        return _number(low)
    if low == -inf:
        return f"{_number(high)} and under"
    return f"{_number(low)} {'and over' if high == inf else f'to {_number(high)}'}"


def _number(value: float) -> str:
    if value != int(value):
        return str(value)
    return f"{value:,.0f}" if value >= 10_000 else f"{value:.0f}"
