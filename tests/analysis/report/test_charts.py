"""Where bars, words and shades stand, worked out by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.charts import HeatStep, bar_chart, column_chart, heat_level, heat_steps


def test_longest_bar_leaves_room_for_its_figure():
    chart = bar_chart([("Nurse", 50, "50"), ("Doctor", 25, "25"), ("Porter", 0, "0")])

    assert [bar.width for bar in chart.bars] == ["78.00%", "39.00%", "0.00%"]
    assert [(bar.lines[0].y, bar.y, bar.figure_y) for bar in chart.bars] == [
        (14, 20, 31), (54, 60, 71), (94, 100, 111),
    ]  # fmt: skip
    assert chart.height == 120


def test_withheld_figure_has_no_bar():
    chart = bar_chart([("Nurse", "c", "c"), ("Doctor", 10, "10")])

    assert [(bar.width, bar.figure, bar.withheld) for bar in chart.bars] == [
        ("0.00%", "c", True), ("78.00%", "10", False),
    ]  # fmt: skip


def test_long_label_takes_lines_and_moves_the_rest_down():
    chart = bar_chart([("word " * 12, 3, "3"), ("Short", 1, "1")])

    assert [len(line.text) <= 32 for line in chart.bars[0].lines] == [True, True]
    assert [line.y for line in chart.bars[0].lines] == [14, 32]
    assert (chart.bars[0].y, chart.bars[1].y, chart.height) == (38, 78, 98)


@pytest.mark.parametrize("values", [[], [0, 0], ["c"], [-3]])
def test_nothing_to_draw_is_no_fault(values):
    assert {bar.width for bar in bar_chart([("x", v, "") for v in values]).bars} <= {"0.00%"}


def test_columns_stand_on_one_line_and_the_tallest_says_its_figure():
    days = [(date(2026, 3, day), count) for day, count in [(1, 0), (2, 1400), (3, 700), (4, 1400)]]

    chart = column_chart(days)

    assert [(c.x, c.width, c.y, c.height, c.figure) for c in chart.columns] == [
        ("0.00%", "20.00%", 160, 0, ""),
        ("25.00%", "20.00%", 20, 140, "1,400"),
        ("50.00%", "20.00%", 90, 70, ""),
        ("75.00%", "20.00%", 20, 140, ""),
    ]
    assert (chart.base, chart.mark_y) == (160, 180)


@pytest.mark.parametrize(("days", "dated"), [(1, 1), (4, 4), (5, 3), (22, 4), (90, 4)])
def test_at_most_four_days_carry_their_date(days, dated):
    chart = column_chart([(date.fromordinal(738000 + n), 0) for n in range(days)])

    assert chart.columns[0].mark == "29 Jul"
    assert sum(bool(column.mark) for column in chart.columns) == dated
    assert {column.figure for column in chart.columns} == {""}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, None, 52, 10], [(1, 1, 10), (2, 11, 20), (3, 21, 31), (4, 32, 41), (5, 42, 52)]),
        ([1, 2, 3], [(2, 1, 1), (4, 2, 2), (5, 3, 3)]),
        ([-6, 0, 5], [(1, -6, 1), (2, 2, 2), (3, 3, 3), (4, 4, 4), (5, 5, 5)]),
        ([-6, 0], [(1, -6, 0)]),
        ([None, None], []),
        ([], []),
    ],
)
def test_steps_of_shade(values, expected):
    assert heat_steps(values) == [HeatStep(*step) for step in expected]


@given(st.lists(st.none() | st.integers(-500, 5000)))
def test_every_figure_has_one_shade_and_a_greater_one_is_no_lighter(values):
    steps = heat_steps(values)
    levels = [heat_level(steps, value) for value in sorted(v for v in values if v is not None)]

    assert levels == sorted(levels)
    assert all(1 <= level <= 5 for level in levels)
    assert heat_level(steps, None) == 0
