"""Charts as numbers: where each bar and word stands, so that a template can draw them as SVG.

Widths are percentages of the chart, heights and text are pixels: text never shrinks.
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from analysis.disclosure import WITHHELD
from analysis.report.model import Value

# A label's line fits a phone of 320 px; the longest bar leaves room for its figure.
LABEL_LENGTH, LABEL_HEIGHT, ROW_HEIGHT, LONGEST = 32, 18, 40, 78
COLUMN_HEIGHT, DATE_LABELS = 140, 4
STEPS = 5


@dataclass(frozen=True)
class Line:
    """One line of a label."""

    text: str
    y: int


@dataclass(frozen=True)
class Bar:
    """One bar with its label over it and its figure at its end."""

    lines: list[Line]
    figure: str
    width: str
    y: int
    withheld: bool

    @property
    def figure_y(self) -> int:
        """Return the baseline of the figure, in pixels."""
        return self.y + 11


@dataclass(frozen=True)
class BarChart:
    """Bars under one another."""

    bars: list[Bar]
    height: int


@dataclass(frozen=True)
class Column:
    """One upright bar; `mark` is the date below it, `figure` the number above it, or empty."""

    x: str
    width: str
    y: int
    height: int
    mark: str
    figure: str


@dataclass(frozen=True)
class ColumnChart:
    """Upright bars beside one another, one a day."""

    columns: list[Column]
    height: int = COLUMN_HEIGHT + 48

    @property
    def base(self) -> int:
        """Return where the bars stand, in pixels from the top."""
        return COLUMN_HEIGHT + 20

    @property
    def mark_y(self) -> int:
        """Return the baseline of the dates."""
        return self.base + 20


@dataclass(frozen=True)
class HeatStep:
    """One of the shades of a cross-tab: the figures from low to high."""

    level: int
    low: int
    high: int


def bar_chart(bars: Iterable[tuple[str, Value, str]]) -> BarChart:
    """Lay out (label, value, figure as shown); a withheld value has no bar."""
    bars = list(bars)
    longest = max((value for _, value, _ in bars if value != WITHHELD), default=0) or 1
    laid, top = [], 0
    for label, value, figure in bars:
        lines = textwrap.wrap(label, LABEL_LENGTH) or [""]
        bar_y = top + 2 + LABEL_HEIGHT * len(lines)
        size = 0 if value == WITHHELD else max(value, 0)
        laid.append(
            Bar(
                lines=[Line(text, top + 14 + LABEL_HEIGHT * n) for n, text in enumerate(lines)],
                figure=figure,
                width=_percent(Fraction(LONGEST * size, longest)),
                y=bar_y,
                withheld=value == WITHHELD,
            )
        )
        top += ROW_HEIGHT + LABEL_HEIGHT * (len(lines) - 1)
    return BarChart(laid, top)


def column_chart(days: Sequence[tuple[date, int]]) -> ColumnChart:
    """Lay out one column a day; the tallest carries its figure, a few carry their date."""
    highest = max((count for _, count in days), default=0)
    step = max(1, ceil(len(days) / DATE_LABELS))
    columns, told = [], False
    for place, (day, count) in enumerate(days):
        height = COLUMN_HEIGHT * count // (highest or 1)
        tallest = count == highest > 0 and not told
        told = told or tallest
        columns.append(
            Column(
                x=_percent(Fraction(100 * place, len(days))),
                width=_percent(Fraction(80, len(days))),
                y=COLUMN_HEIGHT + 20 - height,
                height=height,
                mark=f"{day.day} {day:%b}" if place % step == 0 else "",
                figure=f"{count:,}" if tallest else "",
            )
        )
    return ColumnChart(columns)


def heat_steps(values: Iterable[int | None]) -> list[HeatStep]:
    """Return up to five equal steps from the lowest figure to the highest; empty ones are left out.

    What is zero or less belongs to the lightest step.
    """
    found = [value for value in values if value is not None]
    highest = max(found, default=0)
    if highest <= 0:
        return [HeatStep(1, min(found), highest)] if found else []
    edges = [highest * n // STEPS for n in range(STEPS + 1)]
    steps = [HeatStep(n, edges[n - 1] + 1, edges[n]) for n in range(1, STEPS + 1)]
    steps = [step for step in steps if step.low <= step.high]
    if min(found) < steps[0].low:
        steps[0] = HeatStep(steps[0].level, min(found), steps[0].high)
    return steps


def heat_level(steps: Sequence[HeatStep], value: int | None) -> int:
    """Return the step of a figure, 1 to 5, or 0 for a cell without an idea."""
    if value is None:
        return 0
    return next(step.level for step in steps if step.low <= value <= step.high)


def _percent(value: Fraction) -> str:
    return f"{float(value):.2f}%"
