"""The day's orders, drawn ahead for every group."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.utils import timezone

from ideas.fairness import order_number
from ideas.models import FairOrder, Idea
from ideas.services import fair_orders_prepare
from ideas.tasks import fair_orders_prepare as task
from tests.factories import make_group, make_idea, make_workshop

ORDERS, PAGE = 256, 20


@pytest.fixture
def ideas(group, other):
    return [make_idea(group, other) for _ in range(30)]


def stored(group) -> list[list[int]]:
    return list(group.fair_orders.order_by("number").values_list("ideas", flat=True))


def test_every_group_of_an_open_workshop_gets_its_orders_once_a_day(group, ideas):
    make_group(group.workshop, "empty")

    assert [fair_orders_prepare(), fair_orders_prepare()] == [1, 0]
    assert [sorted(order) for order in stored(group)] == [[idea.pk for idea in ideas]] * ORDERS
    assert FairOrder.objects.count() == ORDERS


def test_beat_asks_for_them(group, ideas):
    task()

    assert len(stored(group)) == ORDERS


def test_the_orders_of_earlier_days_go(group, ideas):
    now = timezone.now()
    fair_orders_prepare(now=now - timedelta(days=1))
    yesterday = stored(group)

    assert fair_orders_prepare(now=now) == 1
    assert len(stored(group)) == ORDERS
    assert stored(group) != yesterday


def test_orders_are_drawn_anew_once_more_ideas_are_new_than_known(group, other):
    make_idea(group, other)
    counts = []
    for _ in range(5):
        counts.append(fair_orders_prepare())
        make_idea(group, other)

    assert counts == [1, 0, 1, 0, 0]
    assert len(stored(group)[0]) == 3
    make_idea(group, other)
    assert (fair_orders_prepare(), len(stored(group)[0]), len(stored(group))) == (1, 7, ORDERS)


def test_a_groups_first_day_counts_what_was_shown(group, other):
    make_idea(group, other)
    fair_orders_prepare()
    new = [make_idea(group, other) for _ in range(60)]
    Idea.objects.exclude(pk__in=[idea.pk for idea in new[:10]]).update(showings=300)

    fair_orders_prepare()

    fronts = Counter(pk for order in stored(group) for pk in order[:PAGE])
    assert min(fronts[idea.pk] for idea in new[:10]) > 2 * max(fronts[i.pk] for i in new[10:])


@pytest.mark.parametrize("opens_in_days", [-30, 3])
def test_a_workshop_that_is_not_open_gets_none(db, opens_in_days):
    make_idea(make_group(make_workshop(opens_in_days=opens_in_days)), seed=True)

    assert fair_orders_prepare() == 0


def test_a_day_is_one_of_the_workshops_own_place(db):
    opens = datetime(2026, 3, 2, 9, tzinfo=UTC)
    for zone in ("Pacific/Auckland", "America/New_York"):
        workshop = make_workshop(timezone=zone)
        type(workshop).objects.filter(pk=workshop.pk).update(opens_at=opens)
        make_idea(make_group(workshop, zone[:2].lower()), seed=True)

    fair_orders_prepare(now=datetime(2026, 3, 3, 12, tzinfo=UTC))

    days = FairOrder.objects.values_list("group__key", "day").distinct()
    assert set(days) == {("pa", date(2026, 3, 4)), ("am", date(2026, 3, 3))}


def test_votes_never_move_an_idea(group, ideas):
    fair_orders_prepare()
    before = stored(group)
    FairOrder.objects.all().delete()
    for place, idea in enumerate(ideas):
        Idea.objects.filter(pk=idea.pk).update(up=place * 7 % 31, down=place * 11 % 13)

    fair_orders_prepare()

    assert stored(group) == before


def test_what_is_not_shown_has_no_place(group, ideas):
    Idea.objects.filter(pk__in=[ideas[0].pk, ideas[1].pk]).update(state="hidden")

    fair_orders_prepare()

    assert sorted(stored(group)[0]) == [idea.pk for idea in ideas[2:]]


def test_a_thousand_visits_show_every_idea_about_equally_often(group, other):
    for _ in range(70):
        make_idea(group, other)
    fair_orders_prepare()

    orders, day = stored(group), group.fair_orders.first().day
    people = Random(1).sample(range(1, 100_000), 1000)
    shown = Counter(pk for person in people for pk in orders[order_number(person, day)][:PAGE])

    assert len(shown) == 70
    assert max(shown.values()) <= 1.5 * min(shown.values())
