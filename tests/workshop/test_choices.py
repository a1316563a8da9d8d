"""What a person chooses to hear of a workshop, and how they read it."""

from datetime import timedelta

import pytest

from tests.factories import make_participant
from workshop.common.errors import DomainError
from workshop.models import Participant
from workshop.services import participant_email_choose, participant_keys_set, participant_leave

# who may choose, and in which states of the workshop
ROLES = {"joined": True, "unfinished": False}
STATES = {"upcoming": False, "open": True, "closed": True}


def choose(person: Participant, email_choice: str = "daily", **extra) -> bool:
    """Whether the choice was taken."""
    try:
        participant_email_choose(participant=person, email_choice=email_choice, **extra)
    except DomainError:
        return False
    return True


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_who_may_choose_when(workshop, role, state):
    joined_at = workshop.opens_at if role == "joined" else None
    person = make_participant(workshop, joined_at=joined_at)
    moments = {
        "upcoming": workshop.opens_at - timedelta(minutes=1),
        "open": workshop.opens_at,
        "closed": workshop.closes_at,
    }

    taken = choose(person, now=moments[state])

    assert taken == (ROLES[role] and STATES[state])
    person.refresh_from_db()
    assert person.email_choice == ("daily" if taken else "none")
    assert choose(person, "none", now=moments[state])


def test_nonsense_changes_nothing(participant):
    assert not choose(participant, "hourly")
    participant.refresh_from_db()
    assert participant.email_choice == "none"


def test_the_same_choice_twice_is_one_choice(participant):
    assert choose(participant)
    assert choose(participant)
    assert Participant.objects.get(pk=participant.pk).email_choice == "daily"


def test_who_erased_the_account_meanwhile_leaves_no_choice(participant):
    same = Participant.objects.select_related("workshop").get(pk=participant.pk)
    participant_leave(participant=participant)

    choose(same)
    participant_keys_set(participant=same, uses_keys=True)

    same.refresh_from_db()
    assert (same.email_choice, same.uses_keys) == ("none", False)
