"""What the report says in sentences."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import RULES
from analysis.report import words
from analysis.report.model import Day, Row, Table


@pytest.mark.parametrize(
    ("value", "signed", "text"),
    [
        (2968, False, "2,968"), (2968, True, "+2,968"), (-1200, False, "−1,200"), (0, True, "0"),
        (Decimal("35.2"), False, "35.20"), (Decimal("100"), False, "100.00"),
        (None, False, "–"), ("c", True, "c"),
    ],
)  # fmt: skip
def test_figure_is_written(value, signed, text):
    assert words.figure(value, signed=signed) == text


def test_moment_is_in_the_workshops_own_time():
    zone = ZoneInfo("Europe/London")

    assert (
        words.moment_text(datetime(2026, 7, 1, 11, 5, tzinfo=UTC), zone) == "1 July 2026, 12:05pm"
    )
    assert words.moment_text(datetime(2026, 1, 1, 0, 0, tzinfo=UTC), zone) == (
        "1 January 2026, 12:00am"
    )


def table(*counts, name="gateway:role", **extra):
    rows = tuple(Row(str(n), f"Row {n}", (count,)) for n, count in enumerate(counts))
    return Table(name, "Your role?", ("participants",), ("People",), rows, (0,), **extra)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((10, 25, "c"), "“Row 1” was chosen most often"),
        ((25, 25), "Your role?"),  # a tie, or one that rounding made
        (("c", "c"), "Your role?"),
        ((0, 0), "Your role?"),
        ((), "Your role?"),
    ],
)
def test_heading_says_what_stands_out_and_nothing_else(counts, said):
    assert words.finding(table(*counts)) == said


@given(st.lists(st.integers(0, 60), min_size=1))
def test_heading_is_true_of_the_figures_behind_the_shown_ones(counts):
    rule = RULES["ons-10-5"]

    best = words.top([(n, rule.protect(count)) for n, count in enumerate(counts)])

    if best is not None:
        assert all(counts[best] > count for n, count in enumerate(counts) if n != best)


def crossed(values, measure="ideas"):
    rows = tuple(Row(key, key.title(), row) for key, row in values.items())
    return Table(
        f"crosstab:a:b:g:{measure}", "Literacy", ("x", "y", "total"), ("X", "Y", "All"), rows,
        group="At work", across="Readiness",
    )  # fmt: skip


def test_heading_of_a_crossing_names_the_one_greatest_cell_and_not_a_total():
    told = crossed({"trust": (3, None, 3), "time": (2, 2, 4)}, "net_votes")

    assert words.finding(told) == "At work: “Trust” with “X” has the most net votes"
    assert words.title(told) == "Literacy and Readiness, net votes in “At work”"


def test_heading_of_a_crossing_without_one_greatest_cell_is_neutral():
    told = crossed({"trust": (2, None, 2), "time": (None, 2, 2)})

    assert words.finding(told) == "At work: Literacy and Readiness, ideas"


def test_headings_of_the_other_kinds():
    assert words.finding(table(3, 1, name="balance")) == "“Row 0” drew the most contributions"
    assert words.finding(table(3, 1, name="codes:a:b", group="At work")) == (
        "At work: “Row 0” has the most ideas"
    )
    assert words.finding(table(1, 1, name="codes:a:b", group="At work")) == "At work: Your role?"


def test_busiest_day():
    days = [Day(date(2026, 3, n), 0, n % 3, 0, 1) for n in (1, 2, 3)]

    assert words.busiest(days) == "The busiest day was 2 March"
    assert words.busiest(days[:0]) == "Day by day"


def test_caption_says_the_base_and_what_c_means_only_where_it_stands():
    rule = RULES["nhs"]
    plain = table(10, beside={"unanswered": 0})
    small = table("c", beside={"unanswered": "c"}, several=True)

    assert words.caption(plain, rule) == (
        "0 people; 0 gave no answer here. "
        "Shares are of all of them; % contributing is of the people in the row."
    )
    assert words.caption(small, rule).endswith(
        "People could choose more than one answer, so the rows add up to more than the total. "
        "c: fewer than 8 people, not shown. Nor is a share that would tell as much."
    )


def test_rules_in_words():
    assert [RULES[name].in_words for name in ("off", "nhs")] == [
        "No count of people is withheld or rounded.",
        "Counts of people under 8 are withheld and shown as c; the rest are rounded to the "
        "nearest 5.",
    ]
