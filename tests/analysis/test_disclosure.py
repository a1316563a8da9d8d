"""The rules of small numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import RULES, page_rule, parse_rule, protect_people, share
from workshop.common.errors import DomainError

ONS, NHS, OFF = RULES["ons-10-5"], RULES["nhs"], RULES["off"]
rules = st.sampled_from([ONS, NHS, parse_rule("threshold:5"), parse_rule("threshold:20")])


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # The reference results of the 10-5 table, and the edges of each range.
        (ONS, {0: 0, 1: "c", 9: "c", 10: 10, 11: 10, 12: 10, 13: 15, 14: 15, 17: 15, 18: 20}),
        (NHS, {0: 0, 1: "c", 7: "c", 8: 10, 12: 10, 13: 15, 1061: 1060}),
        (parse_rule("threshold:5"), {0: 0, 1: "c", 4: "c", 5: 5, 6: 6, 1061: 1061}),
        (parse_rule("threshold:1"), {0: 0, 1: 1, 2: 2}),
        (OFF, {0: 0, 1: 1, 9: 9, 1061: 1061}),
    ],
)
def test_counts_under_a_rule(rule, expected):
    assert {count: rule.protect(count) for count in expected} == expected


@given(rule=rules, count=st.integers(1, 5000))
def test_no_small_count_is_ever_shown(rule, count):
    shown = rule.protect(count)

    assert (shown == "c") == (count < rule.threshold)
    assert shown == "c" or abs(shown - count) <= 2


@given(rule=rules, one=st.integers(0, 500), other=st.integers(0, 500))
def test_shown_counts_keep_their_order(rule, one, other):
    shown = [rule.protect(count) for count in sorted((one, other))]

    assert "c" in shown or shown[0] <= shown[1]


@pytest.mark.parametrize("text", ["ons", "OFF", "threshold:", "threshold:0", "threshold:-3",
                                  "threshold:010", "threshold:5 ", "threshold:٣", "threshold:99999",
                                  ""])  # fmt: skip
def test_unknown_rule_is_refused_in_plain_words(text):
    with pytest.raises(DomainError) as refusal:
        parse_rule(text)

    assert refusal.value.message == (
        f"There is no disclosure rule “{text}”: "
        "it is off, ons-10-5, nhs, or threshold:N with N from 1 to 9999."
    )


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ("ons-10-5", "ons-10-5"),
        ("nhs", "nhs"),
        ("threshold:3", "threshold:3"),
        ("off", "ons-10-5"),
        ("threshold:1", "ons-10-5"),
        ("gone wrong", "ons-10-5"),
    ],
)
def test_page_never_lifts_the_rule(own, shown):
    assert page_rule(own).text == shown


def test_share_comes_from_shown_counts():
    assert share(450, 1060) == Decimal("42.45")
    assert share("c", 1060) == share(10, "c") == share(0, "c") == "c"
    assert share(0, 0) is None


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0, 19, "c"),  # nobody of a small group
        (0, 20, Decimal("0.00")),
        (19, 19, "c"),  # everybody of a small group
        (20, 20, Decimal("100.00")),
        (11, 12, "c"),  # 10 of 10 as shown: as telling as everybody
        (15, 19, Decimal("75.00")),
        (3, 40, "c"),
        (0, 0, None),
    ],
)
def test_rate_of_all_or_nobody_of_a_small_group_is_withheld(part, whole, expected):
    assert ONS.rate(part, whole) == expected


def test_rule_off_shows_every_rate():
    assert OFF.rate(1, 1) == Decimal("100.00")
    assert OFF.rate(0, 1) == Decimal("0.00")
    assert parse_rule("threshold:1").rate(1, 1) == Decimal("100.00")


@pytest.mark.parametrize(
    ("rule", "people", "contributors", "expected"),
    [
        (ONS, 1061, 448, (1061, 448, 613)),  # large: exact
        (ONS, 12, 5, (12, "c", "c")),
        (ONS, 24, 17, (25, 15, "c")),  # 24 − 17 would give the seven away
        (ONS, 24, 24, (24, 24, 0)),
        (ONS, 6, 6, ("c", "c", 0)),
        (ONS, 0, 0, (0, 0, 0)),
        (OFF, 24, 17, (24, 17, 7)),
    ],
)
def test_headline_counts_are_covered_where_small(rule, people, contributors, expected):
    assert protect_people(rule, people, contributors) == expected


@given(people=st.integers(0, 300), data=st.data())
def test_difference_of_headline_counts_gives_no_small_count_away(people, data):
    contributors = data.draw(st.integers(0, people))

    shown = protect_people(ONS, people, contributors)

    if shown.count("c") == 1 and shown[2] == "c":
        possible = {count for count in range(1, 10) if abs(shown[0] - shown[1] - count) <= 4}
        assert len(possible) >= 4
