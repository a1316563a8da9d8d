from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories import (
    make_mailing,
    make_participant,
    make_preregistration,
    make_user,
    make_workshop,
)
from workshop.common.errors import DomainError
from workshop.mailings.carrier import Outcome, Reply
from workshop.mailings.models import Delivery
from workshop.mailings.services import (
    deliveries_sweep,
    delivery_hand_over,
    delivery_record,
    delivery_resend_unknown,
    mailing_build,
    mailing_cancel,
    mailing_claim,
    mailing_pause,
    mailings_stop,
)
from workshop.mailings.services.ledger import deliveries_release, mailings_finish

NOW = timezone.now()
OK = Reply(Outcome.ACCEPTED, 250)


@pytest.fixture
def mailing(workshop):
    """A built mailing to two people."""
    for name in ("ann", "bob"):
        make_participant(workshop, make_user(f"{name}@example.org"))
    mailing = make_mailing(workshop)
    mailing_build(mailing=mailing, now=NOW)
    mailing.refresh_from_db()
    return mailing


def claim(mailing, now=NOW) -> list[Delivery]:
    found = mailing_claim(mailing=mailing, now=now)
    return found.deliveries if found else []


def row_of(delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def states(mailing) -> list[str]:
    return list(mailing.deliveries.order_by("pk").values_list("state", flat=True))


def test_building_lists_each_person_once_and_starts(workshop):
    make_participant(workshop, make_user("Ann@example.org"))
    make_participant(workshop, make_user("bob@example.org"), joined_at=None)
    make_preregistration(workshop, "BOB+early@example.org")
    make_preregistration(workshop, "cleo@example.org")
    mailing = make_mailing(workshop, audience=["everyone", "unfinished", "preregistered"])

    assert mailing_build(mailing=mailing, now=NOW)

    rows = mailing.deliveries.order_by("address_key")
    assert [(row.address, row.address_key) for row in rows] == [
        ("Ann@example.org", "ann@example.org"),
        ("bob@example.org", "bob@example.org"),
        ("cleo@example.org", "cleo@example.org"),
    ]
    assert len({row.message_id for row in rows}) == 3
    mailing.refresh_from_db()
    assert (mailing.state, mailing.started_at) == ("sending", NOW)


@pytest.mark.parametrize("state", ["draft", "building", "sending", "paused", "done", "cancelled"])
def test_only_a_scheduled_mailing_is_built(workshop, state):
    make_participant(workshop)
    mailing = make_mailing(workshop, state=state)

    assert not mailing_build(mailing=mailing)

    assert Delivery.objects.count() == 0


def test_building_takes_the_same_number_of_queries_for_any_number_of_people(
    workshop, django_assert_max_num_queries
):
    for _ in range(30):
        make_participant(workshop)
    mailing = make_mailing(workshop)

    with django_assert_max_num_queries(9):
        mailing_build(mailing=mailing)

    assert mailing.deliveries.count() == 30


def test_the_database_refuses_a_second_row_for_a_person_or_an_address(mailing):
    row = mailing.deliveries.first()

    for same in ({"participant": row.participant}, {"address_key": row.address_key}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.create(mailing=mailing, **same)


def test_a_claim_is_one_senders_alone(mailing):
    first = claim(mailing)

    assert [row.state for row in first] == ["sending", "sending"]
    assert [row.attempts for row in first] == [1, 1]
    assert claim(mailing) == []


def test_a_claim_is_small_where_the_rate_is_low_and_reserves_its_time(mailing):
    mailing.rate = 1
    mailing.save()

    first = mailing_claim(mailing=mailing, now=NOW)
    second = mailing_claim(mailing=mailing, now=NOW)

    assert (len(first.deliveries), first.starts_at) == (2, NOW)
    assert (second.deliveries, second.starts_at) == ([], NOW + timedelta(seconds=2))


def test_the_fence_opens_once_and_for_the_holder_of_the_lease_alone(mailing):
    mine, _ = claim(mailing)
    other = row_of(mine)
    other.lease_token = None

    assert not delivery_hand_over(delivery=other, now=NOW)
    assert delivery_hand_over(delivery=mine, now=NOW)
    assert not delivery_hand_over(delivery=mine, now=NOW)
    assert row_of(mine).state == "handed"


@pytest.mark.parametrize("event", ["pause", "cancel", "stop"])
def test_the_fence_stays_shut_after_a_pause_a_cancellation_or_a_stop(mailing, event):
    mine, _ = claim(mailing)
    {
        "pause": lambda: mailing_pause(mailing=mailing),
        "cancel": lambda: mailing_cancel(mailing=mailing),
        "stop": lambda: mailings_stop(person=mine.participant),
    }[event]()

    assert not delivery_hand_over(delivery=mine, now=NOW)


CASES = [
    (Reply(Outcome.ACCEPTED, 250), "sent", None),
    (Reply(Outcome.REFUSED, 550, "no such user"), "failed", None),
    (Reply(Outcome.DEFERRED, 451, "later"), "pending", 30),
    (Reply(Outcome.UNREACHED, 0, "refused"), "pending", 30),
    (Reply(Outcome.UNCERTAIN, 0, "gone"), "unknown", None),
]


@pytest.mark.parametrize(("reply", "state", "wait"), CASES, ids=lambda case: str(case))
def test_each_answer_has_its_consequence(mailing, reply, state, wait):
    mine, _ = claim(mailing)
    delivery_hand_over(delivery=mine, now=NOW)

    assert delivery_record(delivery=mine, reply=reply, now=NOW) == state

    row = row_of(mine)
    assert row.state == state
    assert row.next_attempt_at == (NOW + timedelta(seconds=wait) if wait else None)
    assert row.sent_at == (NOW if state == "sent" else None)
    assert row.reason == ("" if state == "sent" else reply.summary)


def test_deferred_messages_are_tried_six_times_with_growing_waits(mailing):
    now, waits = NOW, []
    mailing.deliveries.last().delete()

    for _ in range(6):
        (mine,) = claim(mailing, now)
        delivery_record(delivery=mine, reply=Reply(Outcome.DEFERRED, 450), now=now)
        row = row_of(mine)
        if row.state == "pending":
            waits.append((row.next_attempt_at - now).total_seconds())
            assert claim(mailing, row.next_attempt_at - timedelta(seconds=1)) == []
            now = row.next_attempt_at

    assert waits == [30, 120, 600, 1800, 3600]
    assert (row.state, row.attempts) == ("failed", 6)


def test_a_limit_of_the_server_scatters_the_next_attempts(mailing):
    for mine in claim(mailing):
        delivery_record(delivery=mine, reply=Reply(Outcome.DEFERRED, 421), now=NOW)

    waits = {(row.next_attempt_at - NOW).total_seconds() for row in mailing.deliveries.all()}
    assert len(waits) == 2
    assert all(30 <= wait <= 45 for wait in waits)


def test_a_sender_that_died_before_the_fence_loses_nothing(mailing):
    first, _ = claim(mailing)

    deliveries_sweep(now=NOW + timedelta(seconds=119))
    assert row_of(first).state == "sending"
    deliveries_sweep(now=NOW + timedelta(seconds=121))

    assert states(mailing) == ["pending", "pending"]
    assert not delivery_hand_over(delivery=first, now=NOW)


def test_a_message_that_kills_its_sender_is_given_up_after_six_attempts(mailing):
    now = NOW
    for _ in range(6):
        claim(mailing, now)
        now += timedelta(minutes=3)
        deliveries_sweep(now=now)

    assert states(mailing) == ["failed", "failed"]


def test_a_sender_that_died_behind_the_fence_leaves_a_question_and_no_second_message(mailing):
    first, second = claim(mailing)
    delivery_hand_over(delivery=first, now=NOW)
    delivery_record(delivery=second, reply=OK, now=NOW)

    assert deliveries_sweep(now=NOW + timedelta(seconds=91)) == 1
    mailings_finish()

    assert row_of(first).state == "unknown"
    assert claim(mailing, NOW + timedelta(days=1)) == []
    mailing.refresh_from_db()
    assert mailing.state == "done"


def test_an_answer_that_comes_after_the_lease_is_still_recorded(mailing):
    first, _ = claim(mailing)
    delivery_hand_over(delivery=first, now=NOW)
    deliveries_sweep(now=NOW + timedelta(minutes=5))

    assert delivery_record(delivery=first, reply=OK, now=NOW) == "sent"
    assert row_of(first).state == "sent"


def test_a_late_refusal_reopens_a_mailing_that_had_ended(mailing):
    first, second = claim(mailing)
    delivery_hand_over(delivery=first, now=NOW)
    delivery_record(delivery=second, reply=OK, now=NOW)
    deliveries_sweep(now=NOW + timedelta(minutes=5))
    mailings_finish()

    delivery_record(delivery=first, reply=Reply(Outcome.DEFERRED, 452), now=NOW)

    mailing.refresh_from_db()
    assert (mailing.state, row_of(first).state) == ("sending", "pending")


def test_rows_given_back_lose_no_attempt(mailing):
    rows = claim(mailing)

    deliveries_release(deliveries=rows)

    assert states(mailing) == ["pending", "pending"]
    assert [row.attempts for row in claim(mailing)] == [1, 1]


def test_resending_is_a_persons_decision_and_touches_the_unknown_alone(mailing):
    first, second = claim(mailing)
    delivery_hand_over(delivery=first, now=NOW)
    delivery_record(delivery=first, reply=Reply(Outcome.UNCERTAIN), now=NOW)
    delivery_record(delivery=second, reply=OK, now=NOW)
    mailings_finish()

    assert delivery_resend_unknown(mailing=mailing, now=NOW) == 1

    (again,) = claim(mailing)
    assert (again.pk, again.message_uuid) == (first.pk, first.message_uuid)
    assert delivery_record(delivery=first, reply=OK, now=NOW) is None


def test_nothing_of_a_cancelled_mailing_is_sent_again(mailing):
    mailing_cancel(mailing=mailing)

    with pytest.raises(DomainError, match="was cancelled"):
        delivery_resend_unknown(mailing=mailing)


def test_rows_given_back_after_a_cancellation_are_left_out(mailing):
    rows = claim(mailing)
    mailing_cancel(mailing=mailing)

    deliveries_release(deliveries=rows)
    deliveries_sweep(now=NOW)

    assert states(mailing) == ["skipped", "skipped"]


def change_user(**changes):
    def change(person):
        user = person.user
        for name, value in changes.items():
            setattr(user, name, value)
        user.save()

    return change


def change_person(**changes):
    return lambda person: type(person).objects.filter(pk=person.pk).update(**changes)


@pytest.mark.parametrize(
    ("audience", "change", "reason"),
    [
        ("everyone", change_person(mailings_stopped_at=NOW), "Asked for no more messages."),
        ("everyone", change_user(is_active=False), "The account was closed."),
        ("everyone", lambda person: person.user.delete(), "The account was closed."),
        ("everyone", lambda person: person.delete(), "The account was closed."),
        ("spectators", change_person(first_contributed_at=NOW), "No longer in the audience."),
        ("unfinished", change_person(joined_at=NOW), "No longer in the audience."),
    ],
)
def test_whoever_must_not_get_it_any_more_is_left_out_at_the_claim(
    workshop, audience, change, reason
):
    joined = None if audience == "unfinished" else NOW
    person = make_participant(workshop, joined_at=joined)
    mailing = make_mailing(workshop, audience=[audience])
    mailing_build(mailing=mailing, now=NOW)
    change(person)

    found = mailing_claim(mailing=mailing, now=NOW)

    assert (found.deliveries, found.skipped) == ([], 1)
    row = mailing.deliveries.get()
    assert (row.state, row.reason) == ("skipped", reason)


def test_a_preregistered_person_who_joined_meanwhile_gets_no_invitation(workshop):
    make_preregistration(workshop, "ann@example.org")
    mailing = make_mailing(workshop, audience=["preregistered"], kind="invitation")
    mailing_build(mailing=mailing, now=NOW)
    make_participant(workshop, make_user("ann@example.org"))

    assert claim(mailing) == []
    assert mailing.deliveries.get().reason == "No longer in the audience."


@pytest.mark.parametrize(
    ("kind", "goes"),
    [
        ("invitation", False),
        ("reminder", False),
        ("countdown", False),
        ("thanks", True),
        ("report", True),
        ("other", True),
    ],
)
@pytest.mark.django_db
def test_after_the_close_nobody_is_called_to_take_part(kind, goes):
    workshop = make_workshop(opens_in_days=-30)
    make_participant(workshop)
    mailing = make_mailing(workshop, kind=kind)
    mailing_build(mailing=mailing, now=NOW)

    assert len(claim(mailing)) == goes
    assert mailing.deliveries.get().reason == ("" if goes else "The workshop has closed.")
