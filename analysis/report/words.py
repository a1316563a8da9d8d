"""The report's sentences: what a table found, what it counts, and how a figure is written."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from analysis.disclosure import WITHHELD, Rule
from analysis.report.model import Day, Report, Table, Value

NOTHING = "–"
PRIMARY_ONLY = (
    "Each small number is withheld on its own. Somebody could still work out a withheld number "
    "from a total or from another table: a check across all tables is to come. "
    "Until then, keep this page within the steering group."
)
ROUNDED = "Each figure is rounded on its own, so rows may not add up to their total."
BIT_UNSET = "We do not know which answers came from contributors: too few people took part."
SEVERAL = "People could choose more than one answer, so the rows add up to more than the total."


def figure(value: Value, *, signed: bool = False) -> str:
    """Write one figure: thousands parted, two decimals for a share, a dash for nothing."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    text = f"{abs(value):,.2f}" if isinstance(value, Decimal) else f"{abs(value):,}"
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{text}"


def day_text(day: date, *, year: bool = True) -> str:
    """Write a day: 22 November 2017."""
    return f"{day.day} {day:%B %Y}" if year else f"{day.day} {day:%B}"


def short_day(day: date) -> str:
    """Write a day for a table's column, which must not break it: 22 Nov."""
    return f"{day.day}\u00a0{day:%b}"


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment in the workshop's own time: 13 December 2017, 11:59pm."""
    local = moment.astimezone(zone)
    return (
        f"{day_text(local)}, {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
    )


def top(pairs: Sequence[tuple[str, Value]]) -> str | None:
    """Return the label of the one greatest figure, or None where none stands out for certain.

    Rounding keeps order and a withheld count is below every shown one, so a single greatest shown
    figure is the greatest of the true ones too.
    """
    shown = [(value, label) for label, value in pairs if isinstance(value, int) and value > 0]
    greatest = max((value for value, _ in shown), default=0)
    labels = [label for value, label in shown if value == greatest]
    return labels[0] if len(labels) == 1 else None


def finding(table: Table) -> str:
    """Return a table's heading: what it found, or what it is about where nothing stands out."""
    if table.kind == "crosstab":
        return _finding_crossed(table)
    best = top([(row.label, row.values[0]) for row in table.rows])
    if best is None:
        return f"{table.group}: {table.about}" if table.group else table.about
    if table.kind == "balance":
        return f"“{best}” drew the most contributions"
    if table.kind == "codes":
        return f"{table.group}: “{best}” has the most ideas"
    return f"“{best}” was chosen most often"


def _finding_crossed(table: Table) -> str:
    cells = [
        (f"“{row.label}” with “{heading}”", value)
        for row in table.rows
        for heading, value in zip(table.headings[:-1], row.values[:-1], strict=True)
    ]
    best = top(cells)
    if best is None:
        return f"{table.group}: {table.about} and {table.across}, {counted(table)}"
    return f"{table.group}: {best} has the most {counted(table)}"


def counted(table: Table) -> str:
    """Return what a cross-tab counts, in words."""
    return "ideas" if table.measure == "ideas" else "net votes"


def busiest(timeline: Sequence[Day]) -> str:
    """Return the timeline's heading."""
    best = top([(day_text(day.date, year=False), day.contributions) for day in timeline])
    return f"The busiest day was {best}" if best else "Day by day"


def title(table: Table) -> str:
    """Return the table's own name over its figures."""
    if table.kind == "crosstab":
        return f"{table.about} and {table.across}, {counted(table)} in “{table.group}”"
    return f"{table.about} in “{table.group}”" if table.kind == "codes" else table.about


def caption(table: Table, rule: Rule) -> str:
    """Say what a table counts, of how many, and what c means where it stands in it."""
    if table.kind == "balance":
        return f"{figure(table.total[0])} ideas, comments and votes."
    if table.kind == "codes":
        return f"Ideas with an agreed code; net votes are up minus down. {_several(table)}"
    if table.kind == "crosstab":
        return f"Number of {counted(table)}. The darker the cell, the more {counted(table)}."
    return _gateway_caption(table, rule)


def _several(table: Table) -> str:
    number = table.beside["multi_coded"]
    if not number:
        return "Each idea stands in one row."
    ideas = "1 idea has" if number == 1 else f"{figure(number)} ideas have"
    return f"{ideas} several codes, each in a row of its own, so rows must not be added up."


def _gateway_caption(table: Table, rule: Rule) -> str:
    unanswered = figure(table.beside["unanswered"])
    parts = [
        f"{figure(table.total[0])} people; {unanswered} gave no answer here.",
        "Shares are of all of them; % contributing is of the people in the row.",
    ]
    if table.several:
        parts.append(SEVERAL)
    if WITHHELD in [value for row in table.rows for value in row.values]:
        parts.append(f"{withheld_text(rule)} Nor is a share that would tell as much.")
    return " ".join(parts)


def withheld_text(rule: Rule) -> str:
    """Say what c means where it stands for a count."""
    return f"c: fewer than {rule.threshold} people, not shown."


def summary(report: Report) -> str:
    """Say up to when the report counts, and under which rule."""
    return f"Figures up to {moment_text(report.as_of, report.zone)}. {report.rule.in_words}"
