"""Pure arithmetic of the tables: counts, net votes, crossings, percentages. No database here."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class CodedIdea:
    """What a table needs to know of one idea: its net votes and its codes on each side."""

    net: int
    rows: Collection[str]
    columns: Collection[str] = ()


@dataclass(frozen=True)
class CodeCounts:
    """Per code (ideas, net votes), and how many ideas have more than one code."""

    by_code: dict[str, tuple[int, int]]
    multi_coded: int


@dataclass(frozen=True)
class Grid:
    """One measure of a crossing; a cell without an idea is None, totals are sums of cells."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]
    total: int


def percent(part: int, whole: int) -> Decimal | None:
    """Return part of whole in percent, half up to two decimals; None where whole is 0."""
    if whole == 0:
        return None
    hundredths = Fraction(part * 100 * 100, whole) + Fraction(1, 2)
    # Floor division rounds towards minus infinity, which is "half up" for any sign.
    return Decimal(hundredths.numerator // hundredths.denominator).scaleb(-2)


def count_codes(ideas: Iterable[CodedIdea], codes: Sequence[str]) -> CodeCounts:
    """Count ideas and net votes per code of `codes`; an idea counts once in each of its codes."""
    counts = dict.fromkeys(codes, (0, 0))
    multi = 0
    for idea in ideas:
        given = set(idea.rows) & counts.keys()
        multi += len(given) > 1
        for code in given:
            number, net = counts[code]
            counts[code] = number + 1, net + idea.net
    return CodeCounts(counts, multi)


def cross(
    ideas: Iterable[CodedIdea], rows: Sequence[str], columns: Sequence[str]
) -> tuple[Grid, Grid]:
    """Cross two sets of codes; return the grid of ideas and the grid of net votes.

    An idea counts in each pair of its codes; codes that stand in no row or column count nowhere.
    """
    cells: dict[tuple[str, str], tuple[int, int]] = {}
    for idea in ideas:
        for row in set(idea.rows).intersection(rows):
            for column in set(idea.columns).intersection(columns):
                number, net = cells.get((row, column), (0, 0))
                cells[row, column] = number + 1, net + idea.net
    found = [[cells.get((row, column)) for column in columns] for row in rows]
    return _grid(found, 0, len(columns)), _grid(found, 1, len(columns))


def _grid(found: list[list[tuple[int, int] | None]], measure: int, width: int) -> Grid:
    cells = tuple(tuple(cell and cell[measure] for cell in row) for row in found)
    filled = [[cell or 0 for cell in row] for row in cells]
    row_totals = tuple(sum(row) for row in filled)
    column_totals = tuple(sum(row[n] for row in filled) for n in range(width))
    return Grid(cells, row_totals, column_totals, sum(row_totals))
