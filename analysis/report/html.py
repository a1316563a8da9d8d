"""The report as a page: sections with a heading, a table and its chart, and as one file."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string

from analysis.report import words
from analysis.report.charts import (
    BarChart,
    ColumnChart,
    HeatStep,
    bar_chart,
    column_chart,
    heat_level,
    heat_steps,
)
from analysis.report.model import Report, Row, Table, Value

CHAPTERS = {
    "balance": "Where people contributed",
    "timeline": "Day by day",
    "gateway": "Who took part",
    "codes": "What the ideas are about",
    "crosstab": "Two sets of codes crossed",
}
COUNT_WORDS = {
    "participants": "people joined",
    "contributors": "of them contributed",
    "ideas": "ideas",
    "comments": "comments",
    "votes": "votes",
}
SIGNED = ("net_votes",)
SHORTLIST = 10


@dataclass(frozen=True)
class Cell:
    """One figure of a table as it is written; `heat` 1 to 5 in a cross-tab, 0 without shade."""

    text: str
    heat: int = 0


@dataclass(frozen=True)
class Line:
    """One row of a table as it is written."""

    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class Section:
    """One table with what is said about it and its chart."""

    number: int
    name: str
    heading: str
    title: str
    caption: str
    first: str
    headings: tuple[str, ...]
    lines: list[Line]
    total: Line | None = None
    note: str = ""
    bars: BarChart | None = None
    columns: ColumnChart | None = None
    key: list[HeatStep] = field(default_factory=list)

    @property
    def is_crossed(self) -> bool:
        """Say whether the table is its own chart."""
        return self.bars is None and self.columns is None

    @property
    def is_wide(self) -> bool:
        """Say whether a phone has to scroll the table sideways."""
        return len(self.headings) > 3


@dataclass(frozen=True)
class Chapter:
    """Sections of one kind under one heading."""

    kind: str
    title: str
    sections: list[Section]


def page(report: Report) -> dict:
    """Return what the templates need to show a report."""
    return {
        "report": report,
        "summary": words.summary(report),
        "warning": words.PRIMARY_ONLY,
        "numbers": [(word, words.figure(report.counts[key])) for key, word in COUNT_WORDS.items()],
        "chapters": chapters(report),
        "shortlist": report.ideas[:SHORTLIST],
    }


def render(report: Report) -> str:
    """Return the report as one HTML file that stands alone."""
    return render_to_string("analysis/report_file.html", page(report) | {"style": _style()})


def _style() -> str:
    """Return the site's own stylesheet as base64, or nothing where it was never built."""
    path = Path(finders.find("app.css") or staticfiles_storage.path("app.css"))
    return b64encode(path.read_bytes()).decode("ascii") if path.exists() else ""


def chapters(report: Report) -> list[Chapter]:
    """Return the sections in order, numbered through, by chapter; empty chapters are left out."""
    found: dict[str, list[Section]] = {kind: [] for kind in CHAPTERS}
    by_kind: dict[str, list[Table]] = {kind: [] for kind in CHAPTERS}
    for table in report.tables.values():
        by_kind[table.kind].append(table)
    number = 0
    for kind in CHAPTERS:
        for make in _makers(kind, by_kind[kind], report):
            number += 1
            found[kind].append(make(number))
    return [Chapter(kind, CHAPTERS[kind], made) for kind, made in found.items() if made]


def _makers(kind: str, tables: list[Table], report: Report) -> Iterator:
    if kind == "timeline":
        yield lambda number: _timeline(report, number)
    for table in tables:
        yield lambda number, table=table: _section(table, report, number)


def _section(table: Table, report: Report, number: int) -> Section:
    crossed = table.kind == "crosstab"
    key = heat_steps(v for row in table.rows for v in row.values[:-1]) if crossed else []
    return Section(
        number=number,
        name=table.name,
        heading=words.finding(table),
        title=words.title(table),
        caption=words.caption(table, report.rule),
        first=_first_heading(table),
        headings=table.headings,
        lines=[_line(table, row, key) for row in table.rows],
        total=_total(table),
        note=_note(table, report),
        bars=None if crossed else _bars(table),
        key=key,
    )


def _first_heading(table: Table) -> str:
    return {"balance": "Group", "gateway": "Answer"}.get(table.kind, "Code")


def _note(table: Table, report: Report) -> str:
    if table.kind != "gateway":
        return ""
    notes = [words.BIT_UNSET] if report.bit_unset else []
    return " ".join([*notes, *([words.ROUNDED] if report.rule.base > 1 else [])])


def _line(table: Table, row: Row, key: list[HeatStep]) -> Line:
    cells = [_cell(table, column, v) for column, v in zip(table.columns, row.values, strict=True)]
    if key:
        shaded = zip(cells[:-1], row.values[:-1], strict=True)
        cells = [Cell(cell.text, heat_level(key, v)) for cell, v in shaded] + cells[-1:]
    return Line(row.label, cells)


def _cell(table: Table, column: str, value: Value) -> Cell:
    signed = column in SIGNED or (table.kind == "crosstab" and table.measure in SIGNED)
    return Cell(words.figure(value, signed=signed))


def _total(table: Table) -> Line | None:
    if table.total is None:
        return None
    pairs = zip(table.columns, table.total, strict=True)
    return Line("All", [_cell(table, column, value) for column, value in pairs])


def _bars(table: Table) -> BarChart:
    counts = ((row.label, row.values[0]) for row in table.rows)
    return bar_chart((label, value, words.figure(value)) for label, value in counts)


def _timeline(report: Report, number: int) -> Section:
    days = report.timeline
    lines = [
        Line(words.short_day(day.date), [Cell(words.figure(value)) for value in _of_day(day)])
        for day in days
    ]
    withheld = any(day.joined == words.WITHHELD for day in days)
    return Section(
        number=number,
        name="timeline",
        heading=words.busiest(days),
        title="What happened each day",
        caption=f"{words.day_text(days[0].date)} to {words.day_text(days[-1].date)}, "
        "in the workshop's own time."
        + (f" {words.withheld_text(report.rule)}" if withheld else ""),
        first="Day",
        headings=("Joined", "Ideas", "Comments", "Votes"),
        lines=lines,
        columns=column_chart([(day.date, day.contributions) for day in days]),
    )


def _of_day(day) -> tuple[Value, ...]:
    return day.joined, day.ideas, day.comments, day.votes
