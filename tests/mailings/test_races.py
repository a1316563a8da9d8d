"""Two at once, in forced order: A has written and not committed, B comes and waits, A commits."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.factories import (
    make_mailing,
    make_participant,
    make_preregistration,
    make_user,
    make_workshop,
)
from workshop.mailings import locks
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.services import (
    deliveries_sweep,
    delivery_hand_over,
    invitations_plan,
    mailing_build,
    mailing_cancel,
    mailing_claim,
    mailing_pause,
    mailings_tick,
)
from workshop.mailings.services.claiming import CLAIM_AT_MOST

NOW = timezone.now()
PEOPLE = CLAIM_AT_MOST + 10
LEASE_OVER = NOW + timedelta(minutes=5)
pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def only_on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


@pytest.fixture
def mailing():
    workshop = make_workshop("spring")
    for n in range(PEOPLE):
        make_participant(workshop, make_user(f"p{n}@example.org"))
    return make_mailing(workshop)


@contextmanager
def other_session():
    """A function that runs another in a thread with a connection of its own."""

    def with_own_connection(work: Callable):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        yield lambda work: pool.submit(with_own_connection, work)


def wait_until_it_waits(future: Future) -> None:
    """Return once the other session waits for a lock of ours."""
    query = "SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(query)
            if cursor.fetchone()[0]:
                return
        assert not future.done(), "it did not wait"
        time.sleep(0.01)
    raise AssertionError("it neither waits nor ends")


def first_a_then_b(a: Callable, b: Callable):
    """Run A in an open transaction, let B begin and wait, commit A; return both results."""
    with other_session() as run:
        with transaction.atomic():
            result = a()
            future = run(b)
            wait_until_it_waits(future)
        return result, future.result(10)


def test_two_builds_leave_one_ledger(mailing):
    def build():
        return mailing_build(mailing=mailing, now=NOW)

    assert first_a_then_b(build, build) == (True, False)
    assert Delivery.objects.count() == PEOPLE


def test_two_plans_leave_one_invitation():
    make_preregistration(make_workshop("spring", opens_in_days=3))

    def plan():
        return invitations_plan(now=NOW)

    first_a_then_b(plan, plan)

    assert list(Mailing.objects.values_list("key", "state")) == [("invitation", "scheduled")]


def test_a_pause_keeps_the_time_it_fixed_from_a_plan_that_waited():
    workshop = make_workshop("spring", opens_in_days=3)
    early = make_mailing(workshop, kind="invitation", send_at=NOW)

    first_a_then_b(lambda: mailing_pause(mailing=early), lambda: invitations_plan(now=NOW))

    early.refresh_from_db()
    assert (early.state, early.send_at) == ("paused", NOW)


def test_a_build_that_fails_leaves_the_other_to_do_it(mailing):
    with other_session() as run:
        with transaction.atomic():
            mailing_build(mailing=mailing, now=NOW)
            future = run(lambda: mailing_build(mailing=mailing, now=NOW))
            wait_until_it_waits(future)
            transaction.set_rollback(True)
        assert future.result(10)

    assert Delivery.objects.count() == PEOPLE


def test_a_tick_leaves_the_decisions_to_the_one_that_makes_them(mailing):
    with locks.deciding() as mine, other_session() as run:
        tally = run(lambda: mailings_tick(now=NOW)).result(10)

    assert (mine, tally.started, Delivery.objects.count()) == (True, 0, 0)


def test_there_are_as_many_senders_as_the_setting_says(mailing, settings):
    settings.MAIL_SENDERS = 1
    with locks.sending() as mine, other_session() as run:
        tally = run(lambda: mailings_tick(now=NOW)).result(10)

    assert (mine, tally.had_a_place) == (True, False)
    with other_session() as run:
        assert run(lambda: mailings_tick(now=NOW)).result(20).had_a_place


def test_two_claims_share_no_row(mailing):
    mailing_build(mailing=mailing, now=NOW)

    def claim():
        found = mailing_claim(mailing=mailing, now=NOW)
        return {row.pk for row in found.deliveries}

    first, second = first_a_then_b(claim, claim)

    assert (len(first), len(second), first & second) == (CLAIM_AT_MOST, 10, set())


def test_a_row_taken_back_can_no_longer_be_handed_over(mailing):
    mailing_build(mailing=mailing, now=NOW)
    mine = mailing_claim(mailing=mailing, now=NOW).deliveries[0]

    _, handed = first_a_then_b(
        lambda: deliveries_sweep(now=LEASE_OVER),
        lambda: delivery_hand_over(delivery=mine, now=NOW),
    )

    assert not handed
    assert Delivery.objects.get(pk=mine.pk).state == "pending"


def test_a_row_being_handed_over_is_not_taken_back(mailing):
    mailing_build(mailing=mailing, now=NOW)
    mine = mailing_claim(mailing=mailing, now=NOW).deliveries[0]

    handed, _ = first_a_then_b(
        lambda: delivery_hand_over(delivery=mine, now=LEASE_OVER),
        lambda: deliveries_sweep(now=LEASE_OVER),
    )

    assert handed
    assert Delivery.objects.get(pk=mine.pk).state == "handed"


def test_a_cancellation_waits_for_no_sender_and_stops_the_next_one(mailing):
    mailing_build(mailing=mailing, now=NOW)

    _, claim = first_a_then_b(
        lambda: mailing_cancel(mailing=mailing),
        lambda: mailing_claim(mailing=mailing, now=NOW),
    )

    assert claim is None
    assert set(Delivery.objects.values_list("state", flat=True)) == {"skipped"}
