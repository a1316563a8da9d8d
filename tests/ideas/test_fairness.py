"""The fair order as pure arithmetic, against computations of the test's own."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideas.fairness import fair_order, fair_orders, order_number, weight, with_late

DAY = date(2026, 3, 2)
PAGE, ORDERS, VISITS, MOST = 20, 64, 1000, 1.5
groups = st.dictionaries(st.integers(1, 10**6), st.integers(0, 400), max_size=60)


def visits(orders: list[list[int]], day: date, people: range) -> Counter:
    """How often each idea stood on the first page of somebody's list."""
    return Counter(idea for person in people for idea in orders[order_number(person, day)][:PAGE])


def unevenness(shown: Counter, ideas) -> float:
    return max(shown[idea] for idea in ideas) / min(shown[idea] for idea in ideas)


@given(showings=groups, number=st.integers(0, 63))
def test_an_order_holds_every_idea_once(showings, number):
    assert sorted(fair_order(showings, DAY, number)) == sorted(showings)


@settings(max_examples=30)
@given(showings=groups)
def test_all_orders_of_a_day_hold_every_idea_once(showings):
    orders = fair_orders(showings, DAY, 8)

    assert [sorted(order) for order in orders] == [sorted(showings)] * 8
    assert orders == fair_orders(dict(reversed(showings.items())), DAY, 8)


def test_orders_differ_from_each_other_and_from_day_to_day():
    showings = dict.fromkeys(range(60), 3)
    today, tomorrow = (fair_orders(showings, DAY + timedelta(days=n)) for n in range(2))

    assert len(set(map(tuple, today + tomorrow))) == 2 * ORDERS


@pytest.mark.parametrize(
    ("showings", "expected"), [(0, 9), (5, 5), (10, 3), (15, 2), (20, 1.5), (500, 1)]
)
def test_an_idea_weighs_less_the_more_people_were_shown_it(showings, expected):
    assert weight(showings) == pytest.approx(expected)


def test_ideas_are_drawn_by_their_weights():
    draws = [
        fair_order({1: 0, 2: 5}, DAY + timedelta(days=day), number)[0]
        for day in range(80)
        for number in range(ORDERS)
    ]

    assert draws.count(1) / len(draws) == pytest.approx(9 / 14, abs=0.025)


def test_every_fifth_place_goes_to_whichever_the_fewest_were_shown():
    showings = {idea: 100 + idea for idea in range(50)} | dict.fromkeys([77, 78, 79], 40)

    for number in range(ORDERS):
        order = fair_order(showings, DAY, number)
        left = showings.keys() - set(order[:4])
        assert showings[order[4]] == min(showings[idea] for idea in left)


def test_whatever_fewer_were_shown_stands_earlier_on_average():
    showings = {idea: idea % 5 * 4 for idea in range(80)}
    places = Counter()
    for order in fair_orders(showings, DAY):
        for place, idea in enumerate(order):
            places[showings[idea]] += place

    assert sorted(places, key=places.get) == [0, 4, 8, 12, 16]


@pytest.mark.parametrize("seen", [0, 200])
@pytest.mark.parametrize("ideas", [21, 60, 77, 80, 231])
def test_a_thousand_visits_show_ideas_of_one_age_equally_often(ideas, seen):
    showings = dict.fromkeys(range(1, ideas + 1), seen)
    shown = visits(fair_orders(showings, DAY), DAY, range(5000, 5000 + VISITS))

    assert sum(shown.values()) == VISITS * PAGE
    assert unevenness(shown, showings) <= MOST


def days_pass(showings: dict[int, int], first: date, days: int) -> None:
    """Let people visit, a thousand over six days, and count what each day showed."""
    for day in (first + timedelta(days=n) for n in range(days)):
        people = range(day.day * 1000, day.day * 1000 + VISITS // 6)
        for idea, times in visits(fair_orders(showings, day), day, people).items():
            showings[idea] += times


def test_days_that_feed_back_what_was_shown_stay_fair():
    showings = dict.fromkeys(range(1, 61), 0)

    days_pass(showings, DAY, 6)

    assert unevenness(Counter(showings), showings) <= MOST


def test_ideas_of_later_days_catch_up_and_are_fair_among_themselves():
    early, late = range(1, 61), range(61, 71)
    showings = dict.fromkeys(early, 0)
    days_pass(showings, DAY, 3)
    before = sum(showings.values())
    showings |= dict.fromkeys(late, 0)

    days_pass(showings, DAY + timedelta(days=3), 3)

    assert unevenness(Counter(showings), early) <= MOST
    assert unevenness(Counter(showings), late) <= MOST
    gained = sum(showings[idea] for idea in early) - before
    assert sum(showings[idea] for idea in late) / len(late) > 1.5 * gained / len(early)


@given(person=st.integers(1, 10**9), days=st.integers(0, 10_000))
def test_people_in_a_row_are_spread_evenly_over_the_orders(person, days):
    day = DAY + timedelta(days=days)
    held = Counter(order_number(person + n, day) for n in range(ORDERS))

    assert held == dict.fromkeys(range(ORDERS), 1)


@given(order=st.lists(st.integers(1, 99), unique=True), ideas=st.sets(st.integers(1, 99)))
def test_an_order_keeps_its_sequence_when_ideas_go_and_come(order, ideas):
    now = with_late(order, ideas, 7, DAY)

    assert sorted(now) == sorted(ideas)
    assert [i for i in now if i in order] == [i for i in order if i in ideas]


def test_an_idea_that_came_late_is_seen_the_same_day():
    now = with_late(range(1, 41), range(1, 43), 7, DAY)

    assert sorted([now[4], now[9]]) == [41, 42]
    assert now[:4] == [1, 2, 3, 4]


def test_ideas_that_came_late_stand_in_front_equally_often():
    firsts = Counter(
        idea
        for number in range(ORDERS)
        for idea in with_late(range(1, 41), range(1, 61), number, DAY)[:PAGE]
        if idea > 40
    )

    assert unevenness(firsts, range(41, 61)) <= MOST
