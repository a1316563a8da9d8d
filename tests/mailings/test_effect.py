"""What went on before and after a mailing: counted for the whole workshop, and told in tens."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import (
    make_group,
    make_idea,
    make_mailing,
    make_participant,
    make_vote,
    make_workshop,
)
from tests.queries import query_budget
from workshop.common.numbers import tens_words
from workshop.hours import hour_count_add, hour_of
from workshop.mailings.selectors.effect import HOUR, SPAN, _effect, effects_of
from workshop.models import HourCount, Participant
from workshop.services import participant_join, participant_mark_seen

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)
START = hour_of(NOW - 3 * DAY)


@pytest.fixture
def mailing(workshop):
    """A reminder that went out three days ago."""
    return make_mailing(workshop, state="done", started_at=START + timedelta(minutes=20))


def measures(workshop, mailing, now=NOW) -> dict[str, tuple[str, str]]:
    effect = effects_of(workshop, [mailing], now)[mailing.pk]
    return {m.title: (m.before.words, m.after.words) for m in effect.measures}


def visits(workshop, at, number: int) -> None:
    hour_count_add(workshop=workshop, now=at, visits=number)


def test_visits_and_joins_are_counted_by_the_hour_as_they_happen(workshop):
    ann = make_participant(workshop, joined_at=None)

    participant_join(participant=ann, now=NOW)
    participant_join(participant=ann, now=NOW)
    for minutes in (0, 10, 50):
        participant_mark_seen(participant=ann, now=NOW + timedelta(minutes=minutes))
        ann.refresh_from_db()

    total = Counter()
    for row in HourCount.objects.filter(workshop=workshop):
        assert row.hour == hour_of(row.hour)
        total += Counter(visits=row.visits, joins=row.joins)
    assert total == Counter(visits=2, joins=1)


def test_forty_eight_hours_stand_beside_forty_eight(workshop, mailing):
    visits(workshop, START - SPAN - HOUR, 1000)
    visits(workshop, START - SPAN, 30)
    visits(workshop, START - HOUR, 10)
    visits(workshop, START, 100)
    visits(workshop, START + SPAN - HOUR, 27)
    visits(workshop, START + SPAN, 1000)

    assert measures(workshop, mailing)["Visits"] == ("about 40", "about 120")


def test_first_contributions_and_votes_are_those_of_their_time(workshop, mailing):
    idea = make_idea(make_group(workshop))
    for number in range(24):
        after = number < 13
        at = START + HOUR if after else START - 3 * HOUR
        person = make_participant(workshop)
        Participant.objects.filter(pk=person.pk).update(first_contributed_at=at)
        vote = make_vote(person, idea=idea)
        type(vote).objects.filter(pk=vote.pk).update(cast_at=at)

    found = measures(workshop, mailing)

    assert found["First contributions"] == ("about 10", "about 10")
    assert found["Votes"] == ("about 10", "about 10")


def test_what_happens_elsewhere_is_no_effect(workshop, mailing):
    visits(make_workshop("elsewhere"), START + HOUR, 500)
    visits(workshop, START - SPAN, 0)

    assert measures(workshop, mailing)["Visits"] == ("0", "0")


@given(st.integers(min_value=0, max_value=10**6))
def test_no_small_number_is_tens_words(number):
    words = tens_words(number)

    if 0 < number < 10:
        assert words == "fewer than 10"
    else:
        shown = int(re.sub(r"\D", "", words))
        assert shown % 10 == 0
        assert shown <= number < shown + 10


@given(st.dictionaries(st.integers(-60, 60), st.integers(0, 5000)))
def test_sides_add_up_what_an_independent_sum_does(by_hour):
    hours = Counter({START + n * HOUR: count for n, count in by_hour.items()})

    first = _effect([hours] * 4, START, NOW, counted=True).measures[0]

    before = sum(count for n, count in by_hour.items() if -48 <= n < 0)
    after = sum(count for n, count in by_hour.items() if 0 <= n < 48)
    assert (first.before.words, first.after.words) == (tens_words(before), tens_words(after))
    assert 0 <= first.before.length <= 100
    assert 0 <= first.after.length <= 100


def test_the_plan_shows_it_beside_the_mailing(workshop, mailing, staff_client):
    visits(workshop, START - SPAN, 0)
    visits(workshop, START + HOUR, 55)
    client = staff_client("facilitator")
    address = f"/w/{workshop.slug}/mailings/"
    client.get(address)

    with query_budget(12):
        page = client.get(address).content.decode()

    assert "about 50" in page
    assert "no message of ours is tracked" in page
    assert "so far" not in page


def test_the_plan_says_how_far_it_has_come(workshop, staff_client):
    make_mailing(workshop, state="sending", started_at=NOW - 5 * HOUR)

    page = staff_client("facilitator").get(f"/w/{workshop.slug}/mailings/").content.decode()

    assert re.search(r"so far: [56] of 48 hours", page)


def test_what_was_not_counted_all_the_while_is_not_told(workshop, mailing):
    visits(workshop, START - SPAN + HOUR, 40)

    assert list(measures(workshop, mailing)) == ["First contributions", "Votes"]


def test_within_the_first_hour_there_is_nothing_to_tell(workshop):
    fresh = make_mailing(workshop, state="sending", started_at=NOW)

    assert effects_of(workshop, [fresh], NOW) == {}
