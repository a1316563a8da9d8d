"""The one model of the report: every format renders it, and none computes a figure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from analysis.disclosure import WITHHELD, Count, Rule

Value = int | Decimal | str | None
SHARES = ("percent", "participants_percent", "contributors_percent", "contribution_rate")


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    key: str
    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """One table: its name in the contract, what it is about in words, and its figures.

    `beside` holds what stands beside the rows ("unanswered", "multi_coded").
    """

    name: str
    about: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    total: tuple[Value, ...] | None = None
    beside: dict[str, Count] = field(default_factory=dict)
    group: str = ""
    across: str = ""
    # People could choose more than one of the options.
    several: bool = False

    @property
    def kind(self) -> str:
        """Return "balance", "gateway", "codes" or "crosstab"."""
        return self.name.partition(":")[0]

    @property
    def measure(self) -> str:
        """Return what a cross-tab counts: "ideas" or "net_votes"."""
        return self.name.rpartition(":")[2]

    def column(self, key: str) -> list[Value]:
        """Return one column's values, without the total."""
        place = self.columns.index(key)
        return [row.values[place] for row in self.rows]

    def counts(self) -> Iterator[Value]:
        """Return every value that is a count, the total and what stands beside included."""
        for values in [*(row.values for row in self.rows), self.total or ()]:
            yield from (v for c, v in zip(self.columns, values, strict=False) if c not in SHARES)
        yield from self.beside.values()


@dataclass(frozen=True)
class Day:
    """What happened on one local day of the workshop."""

    date: date
    joined: Count
    ideas: int
    comments: int
    votes: int

    @property
    def contributions(self) -> int:
        """Return ideas, comments and votes together."""
        return self.ideas + self.comments + self.votes


@dataclass(frozen=True)
class RankedIdea:
    """One idea in the report's list."""

    idea: str
    group: str
    analysis_group: str
    excluded: str | None
    seed: bool
    title: str
    up: int
    down: int
    comments: int
    codes: dict[str, list[str]]

    @property
    def net(self) -> int:
        """Return up minus down."""
        return self.up - self.down


@dataclass(frozen=True)
class Report:
    """Everything the report says, already under its disclosure rule."""

    workshop: str
    title: str
    zone: ZoneInfo
    as_of: datetime
    rule: Rule
    counts: dict[str, Count]
    tables: dict[str, Table]
    timeline: tuple[Day, ...]
    ideas: tuple[RankedIdea, ...]
    # The people who contributed are known, the responses' bit was never set (too few people).
    bit_unset: bool = False

    @property
    def suppressed_cells(self) -> int:
        """Return how many counts are withheld (percentages of them are not counted)."""
        counts = [*self.counts.values(), *(day.joined for day in self.timeline)]
        for table in self.tables.values():
            counts.extend(table.counts())
        return counts.count(WITHHELD)
