"""Each table of the report as a CSV file for spreadsheets."""

from collections.abc import Iterable, Sequence

from analysis.report.model import Report, Table
from workshop.common.csv import write_csv

IDEA_COLUMNS = (
    "idea", "group", "analysis_group", "excluded", "seed", "title", "up", "down", "net",
    "comments", "codes",
)  # fmt: skip


def table_names(report: Report) -> list[str]:
    """Return the name of every table that can be had, in the order of the report."""
    return ["counts", *report.tables, "timeline", "ideas"]


def render(report: Report, name: str) -> bytes | None:
    """Return a table of the report as a CSV file, or None where there is no such table."""
    if name == "counts":
        return write_csv(("key", "count"), report.counts.items())
    if name == "timeline":
        days = ((d.date, d.joined, d.ideas, d.comments, d.votes) for d in report.timeline)
        return write_csv(("date", "joined", "ideas", "comments", "votes"), days)
    if name == "ideas":
        return write_csv(IDEA_COLUMNS, _ideas(report))
    table = report.tables.get(name)
    return write_csv(("key", "label", *table.columns), _rows(table)) if table else None


def _rows(table: Table) -> Iterable[Sequence[object]]:
    """Return rows, who gave no answer, and the total; blanks where nothing can be said."""
    for row in table.rows:
        yield row.key, row.label, *row.values
    if "unanswered" in table.beside:
        yield "unanswered", "No answer", table.beside["unanswered"]
    if table.total is not None:
        yield "total", "Total", *table.total


def _ideas(report: Report) -> Iterable[Sequence[object]]:
    for idea in report.ideas:
        codes = ";".join(f"{frame}:{code}" for frame, given in idea.codes.items() for code in given)
        yield (
            idea.idea, idea.group, idea.analysis_group, idea.excluded, int(idea.seed), idea.title,
            idea.up, idea.down, idea.net, idea.comments, codes,
        )  # fmt: skip
