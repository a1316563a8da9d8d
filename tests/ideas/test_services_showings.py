"""Whom an idea was shown to: each person once."""

import pytest
from django.utils import timezone

from ideas.models import Idea, Showing
from ideas.services import showings_add
from tests.factories import make_group, make_idea, make_participant, make_workshop
from tests.ideas.helpers import close


def shown(participant, *ideas, **extra) -> int:
    return showings_add(participant=participant, public_ids=[i.public_id for i in ideas], **extra)


def counts(*ideas) -> list[int]:
    found = Idea.objects.in_bulk([idea.pk for idea in ideas])
    return [found[idea.pk].showings for idea in ideas]


def test_a_person_counts_once(participant, other, group, idea):
    second = make_idea(group)

    assert [shown(participant, idea), shown(participant, idea, second, second)] == [1, 1]
    assert [shown(participant, idea, second), shown(make_participant(group.workshop), idea)] == [
        0,
        1,
    ]
    assert counts(idea, second) == [2, 1]
    assert Showing.objects.count() == 3


def test_ones_own_idea_does_not_count(participant, own_idea, idea):
    assert shown(participant, own_idea, idea) == 1
    assert counts(own_idea, idea) == [0, 1]


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_what_is_not_shown_does_not_count(participant, group, other, state):
    gone = make_idea(group, other, state=state)

    assert shown(participant, gone) == 0
    assert counts(gone) == [0]


def test_an_idea_of_another_workshop_does_not_count(participant):
    foreign = make_idea(make_group(make_workshop()))

    assert shown(participant, foreign) == 0


def test_after_the_close_nothing_counts(participant, workshop, idea):
    close(workshop)
    participant.workshop = workshop

    assert shown(participant, idea, now=timezone.now()) == 0
    assert not Showing.objects.exists()


def test_fifty_count_at_once(participant, group):
    ideas = [make_idea(group) for _ in range(51)]

    assert shown(participant, *ideas) == 50
    assert shown(participant, *ideas[50:]) == 1


def test_an_account_that_was_just_erased_leaves_nothing(participant, idea):
    type(participant).objects.update(user=None)

    assert shown(participant, idea) == 0
    assert (counts(idea), Showing.objects.count()) == ([0], 0)


def test_what_was_shown_stays_counted_when_the_person_goes(participant, idea):
    shown(participant, idea)

    participant.delete()

    assert counts(idea) == [Showing.objects.filter(participant=None).count()] == [1]


@pytest.mark.parametrize("hostile", ["", "\x00", "x" * 5000, "idea-1'; --", "🌟"])
def test_ids_that_are_none_count_nothing(participant, idea, hostile):
    assert showings_add(participant=participant, public_ids=[hostile, idea.public_id]) == 1


def test_being_shown_something_makes_nobody_a_contributor(participant, idea):
    shown(participant, idea)

    participant.refresh_from_db()
    assert participant.first_contributed_at is None
