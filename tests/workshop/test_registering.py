"""Two registrations of one address leave one account and one participant, whatever the order."""

import threading

import pytest
from django.db import connection, connections, transaction

from tests.factories import make_workshop
from workshop.accounts.models import User
from workshop.accounts.services import account_for
from workshop.models import Participant
from workshop.services import participant_register


def register(workshop, email: str) -> None:
    with transaction.atomic():
        participant_register(workshop=workshop, user=account_for(email=email))


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_clear_snapshot()")  # else one look would do for all
        cursor.execute(
            "select exists(select 1 from pg_stat_activity where wait_event_type = 'Lock'"
            " and datname = current_database())"
        )
        return cursor.fetchone()[0]


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_second_registration_waits_for_the_first_and_finds_it():
    workshop, failures = make_workshop("spring"), []

    def second() -> None:
        try:
            register(workshop, "ADA+work@example.org")
        except Exception as error:  # noqa: BLE001
            failures.append(error)
        connections.close_all()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        register(workshop, "ada@example.org")
        thread.start()
        while thread.is_alive() and not waits_for_a_lock():
            thread.join(0.01)
        assert thread.is_alive(), "the second did not wait"
    thread.join()

    assert failures == []
    assert User.objects.get().email == "ada@example.org"
    assert Participant.objects.count() == 1


@pytest.mark.django_db
def test_one_after_the_other_finds_the_first():
    workshop = make_workshop("spring")

    register(workshop, "ada@example.org")
    register(workshop, "Ada@Example.ORG")

    assert Participant.objects.count() == 1
