"""The arithmetic of the tables, against figures worked out by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.crosstab import CodedIdea, count_codes, cross, percent

ROWS, COLUMNS = ("learning", "tools", "trust"), ("skills", "tech")
coded_ideas = st.lists(
    st.builds(
        CodedIdea,
        net=st.integers(-50, 50),
        rows=st.sets(st.sampled_from([*ROWS, "elsewhere"])),
        columns=st.sets(st.sampled_from([*COLUMNS, "elsewhere"])),
    )
)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (21, 32, "65.63"),  # 65.625: the half goes up
        (250, 551, "45.37"),
        (1, 1061, "0.09"),
        (684, 1061, "64.47"),
        (1, 8, "12.50"),
        (1, 800, "0.13"),  # 0.125
        (1, 1600, "0.06"),  # 0.0625
        (2, 3, "66.67"),
        (0, 7, "0.00"),
        (7, 7, "100.00"),
    ],
)
def test_percent_is_rounded_half_up_to_two_decimals(part, whole, expected):
    assert percent(part, whole) == Decimal(expected)


def test_percent_of_nothing_is_null():
    assert percent(0, 0) is None


def test_percent_is_exact_where_floats_are_not():
    assert percent(2 * 10**17 + 1, 32 * 10**17) == Decimal("6.25")
    assert percent(10**30 + 1, 8 * 10**30 * 100) == Decimal("0.13")


@given(part=st.integers(0, 10**6), whole=st.integers(1, 10**6))
def test_percent_is_at_most_half_a_hundredth_away(part, whole):
    difference = percent(part, whole) * whole - part * 100

    assert -whole <= difference * 200 <= whole


def test_idea_counts_once_in_each_of_its_codes():
    ideas = [CodedIdea(12, ["learning", "tools"]), CodedIdea(-3, ["tools"]), CodedIdea(5, [])]

    counted = count_codes(ideas, ROWS)

    assert counted.by_code == {"learning": (1, 12), "tools": (2, 9), "trust": (0, 0)}
    assert counted.multi_coded == 1


def test_code_of_no_row_counts_nowhere():
    counted = count_codes([CodedIdea(4, ["learning", "heading"])], ROWS)

    assert counted.by_code == {"learning": (1, 4), "tools": (0, 0), "trust": (0, 0)}
    assert counted.multi_coded == 0


def test_crossing_by_hand():
    ideas = [
        CodedIdea(4, ["learning"], ["skills"]),
        CodedIdea(-1, ["learning"], ["skills"]),
        CodedIdea(-6, ["tools"], ["tech"]),
        CodedIdea(9, ["tools"], []),
    ]

    number, net = cross(ideas, ROWS, COLUMNS)

    assert number.cells == ((2, None), (None, 1), (None, None))
    assert (number.row_totals, number.column_totals, number.total) == ((2, 1, 0), (2, 1), 3)
    assert net.cells == ((3, None), (None, -6), (None, None))
    assert (net.row_totals, net.column_totals, net.total) == ((3, -6, 0), (3, -6), -3)


def test_idea_counts_in_each_pair_of_its_codes():
    number, net = cross([CodedIdea(7, ["learning", "trust"], ["skills", "tech"])], ROWS, COLUMNS)

    assert number.cells == ((1, 1), (None, None), (1, 1))
    assert (number.total, net.total) == (4, 28)


def test_cell_with_net_zero_is_not_blank():
    _, net = cross([CodedIdea(0, ["trust"], ["tech"])], ROWS, COLUMNS)

    assert net.cells[2] == (None, 0)


def test_crossing_of_nothing_has_blank_cells_and_zero_totals():
    for grid in cross([], ROWS, COLUMNS):
        assert grid.cells == ((None, None),) * 3
        assert (grid.row_totals, grid.column_totals, grid.total) == ((0, 0, 0), (0, 0), 0)


@given(coded_ideas)
def test_totals_are_sums_of_cells(ideas):
    for grid in cross(ideas, ROWS, COLUMNS):
        filled = [[cell or 0 for cell in row] for row in grid.cells]
        assert list(grid.row_totals) == [sum(row) for row in filled]
        assert list(grid.column_totals) == [sum(column) for column in zip(*filled, strict=True)]
        assert grid.total == sum(grid.row_totals) == sum(grid.column_totals)


@given(coded_ideas)
def test_grand_total_counts_every_pair_of_every_idea(ideas):
    pairs = [(i.net, len(i.rows & {*ROWS}) * len(i.columns & {*COLUMNS})) for i in ideas]

    number, net = cross(ideas, ROWS, COLUMNS)

    assert number.total == sum(n for _, n in pairs)
    assert net.total == sum(votes * n for votes, n in pairs)


@given(coded_ideas.flatmap(lambda ideas: st.tuples(st.just(ideas), st.permutations(ideas))))
def test_order_of_ideas_is_irrelevant(orders):
    one, other = orders

    assert cross(one, ROWS, COLUMNS) == cross(other, ROWS, COLUMNS)
    assert count_codes(one, ROWS) == count_codes(other, ROWS)


@given(coded_ideas)
def test_cells_are_blank_in_both_measures_or_in_neither(ideas):
    number, net = cross(ideas, ROWS, COLUMNS)

    assert [[c is None for c in row] for row in number.cells] == [
        [c is None for c in row] for row in net.cells
    ]
