"""Where the marks of a timeline stand. Pure: moments go in, shares of the width come out.

Drawn without a viewBox, so that the words keep their size on a phone: across in %, down in pixels.
"""

from dataclasses import dataclass, field
from datetime import datetime

# The line does not begin at the very edge, where half a mark would be cut off.
LEFT, WIDTH = 5.0, 90.0
# On a phone of 360 px a mark of 24 px takes so much of the width.
APART = 9.0
# So much of it a label takes; two that would meet stand one under the other.
LABEL_WIDTH = 30.0
ROW, TOP, LABEL = 28, 18, 20


@dataclass(frozen=True)
class Mark:
    """One mailing on the line, or above it where the line is taken."""

    number: int
    state: str
    x: str
    y: int


@dataclass(frozen=True)
class Label:
    """A word below the line."""

    words: str
    x: str
    y: int
    anchor: str


@dataclass(frozen=True)
class Timeline:
    """The drawing: the time in which the workshop is open, marks, labels, and where we are."""

    height: int
    line: int
    open_from: str
    open_width: str
    marks: list[Mark] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    now: str = ""
    now_anchor: str = "start"


def timeline(
    *,
    opens: datetime,
    closes: datetime,
    now: datetime,
    mailings: list[tuple[int, str, datetime]],
    words: tuple[str, str],
) -> Timeline:
    """Return the drawing of a workshop whose mailings are (number, state, moment), by moment.

    `words` are those of the opening and of the close.
    """
    moments = [opens, closes, *(moment for _, _, moment in mailings)]
    first, last = min(moments), max(moments)

    def place(moment: datetime) -> float:
        return LEFT + WIDTH * ((moment - first) / (last - first))

    rows = _rows([place(moment) for _, _, moment in mailings])
    line = TOP + ROW * max(rows, default=0) + ROW // 2
    begin, end = place(opens), place(closes)
    labels = _labels(words, (begin, end), line + ROW // 2 + LABEL - 4)
    return Timeline(
        height=labels[-1].y + 8,
        line=line,
        open_from=_percent(begin),
        open_width=_percent(end - begin),
        marks=[
            Mark(number, state, _percent(place(moment)), line - ROW * row)
            for (number, state, moment), row in zip(mailings, rows, strict=True)
        ],
        labels=labels,
        now=_percent(place(now)) if first <= now <= last else "",
        now_anchor=_anchor(place(now)),
    )


def _rows(places: list[float]) -> list[int]:
    """Return in which row each mark stands: the lowest in which none is too close before it."""
    ends: list[float] = []
    rows = []
    for place in places:
        free = (row for row, end in enumerate(ends) if place - end >= APART)
        row = next(free, len(ends))
        ends[row:] = [place, *ends[row + 1 :]]
        rows.append(row)
    return rows


def _labels(words: tuple[str, str], places: tuple[float, float], y: int) -> list[Label]:
    begin, end = places
    reach = begin + (LABEL_WIDTH if _anchor(begin) == "start" else 0)
    start = end - (LABEL_WIDTH if _anchor(end) == "end" else 0)
    lower = LABEL if start < reach else 0
    return [
        Label(words[0], _percent(begin), y, _anchor(begin)),
        Label(words[1], _percent(end), y + lower, _anchor(end)),
    ]


def _anchor(place: float) -> str:
    """Return from which end a label is written, so that it stays on the drawing."""
    return "end" if place > 100 - LABEL_WIDTH else "start"


def _percent(share: float) -> str:
    return f"{share:.2f}%"
