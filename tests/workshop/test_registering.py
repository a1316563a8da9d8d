"""Two registrations of one address leave one account and one participant, whatever the order."""

import pytest
from django.db import transaction

from tests.factories import make_workshop
from tests.waiting import second_waits_for_first
from workshop.accounts.models import User
from workshop.accounts.services import account_for
from workshop.models import Participant
from workshop.services import participant_register


def register(workshop, email: str) -> None:
    with transaction.atomic():
        participant_register(workshop=workshop, user=account_for(email=email))


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_second_registration_waits_for_the_first_and_finds_it():
    workshop = make_workshop("spring")

    second_waits_for_first(
        lambda: register(workshop, "ada@example.org"),
        lambda: register(workshop, "ADA+work@example.org"),
    )

    assert User.objects.get().email == "ada@example.org"
    assert Participant.objects.count() == 1


@pytest.mark.django_db
def test_one_after_the_other_finds_the_first():
    workshop = make_workshop("spring")

    register(workshop, "ada@example.org")
    register(workshop, "Ada@Example.ORG")

    assert Participant.objects.count() == 1
