"""Addresses and accounts go when their days are over, and not a day before."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from gateway.models import Draft
from ideas.models import Vote
from tests.factories import (
    make_group,
    make_idea,
    make_mailing,
    make_participant,
    make_preregistration,
    make_user,
    make_vote,
    make_workshop,
)
from tests.queries import counted_queries
from tests.waiting import second_waits_for_first
from workshop.accounts.models import CodeRequest, User
from workshop.hours import hour_count_add
from workshop.mailings.models import Delivery
from workshop.models import Channel, LeftAddress, Participant, Preregistration, Workshop
from workshop.privacy.services import retention_run
from workshop.privacy.tasks import retention_run as task
from workshop.services import participant_leave, participants_forget

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def past(db) -> Workshop:
    """A workshop that closed a week ago, with a participant, a newcomer and an early address."""
    workshop = make_workshop("autumn", opens_in_days=-28, days=21)
    person = make_participant(workshop, make_user("ada@example.org"))
    make_vote(person, idea=make_idea(make_group(workshop), person))
    Draft.objects.create(participant=make_participant(workshop, joined_at=None), answers={})
    make_preregistration(workshop, "early@example.org")
    mailing = make_mailing(workshop)
    Delivery.objects.create(mailing=mailing, participant=person, address="ada@example.org")
    User.objects.update(created_on=workshop.opens_at.date())
    return workshop


def seal(workshop: Workshop, when) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(sealed_at=when, secret_half="")


def what_is_left() -> tuple:
    people = User.objects.count(), Preregistration.objects.count()
    return (*people, Delivery.objects.exclude(address="").count(), Draft.objects.count())


def test_thirty_days_after_the_seal_addresses_are_gone(past):
    sealed = past.closes_at + DAY
    seal(past, sealed)

    retention_run(now=sealed + 30 * DAY - timedelta(minutes=1))
    assert what_is_left() == (2, 1, 1, 1)
    retention_run(now=sealed + 30 * DAY)

    assert what_is_left() == (0, 0, 0, 0)


def test_the_days_are_the_workshops_own(past):
    sealed = past.closes_at + DAY
    seal(past, sealed)
    Workshop.objects.update(retention_days=3)

    retention_run(now=sealed + 3 * DAY)

    assert what_is_left() == (0, 0, 0, 0)


@pytest.mark.parametrize(("days", "left"), [(364.9, 2), (365, 0)])
def test_without_a_seal_they_go_twelve_months_after_the_close(past, days, left):
    retention_run(now=past.closes_at + days * DAY)

    assert User.objects.count() == left


def test_a_late_seal_keeps_nothing_longer(past):
    seal(past, past.closes_at + 360 * DAY)

    retention_run(now=past.closes_at + 365 * DAY)

    assert User.objects.count() == 0


def test_contributions_and_counts_stay(past):
    retention_run(now=past.closes_at + 365 * DAY)

    person = Participant.objects.get()
    assert (person.user, person.channel) == (None, None)
    assert Vote.objects.get().participant == person


def test_no_time_of_day_is_left_of_anybody(past):
    now = timezone.now()
    stamps = {"first_posted_at": now, "first_contributed_at": now, "mailings_stopped_at": now}
    Participant.objects.joined().update(visits=7, **stamps)

    retention_run(now=past.closes_at + 365 * DAY)

    person = Participant.objects.get()
    moments = [person.first_posted_at, person.first_contributed_at]
    assert {m.astimezone(past.zone).time().isoformat() for m in moments} == {"00:00:00"}
    assert (person.visits, person.mailings_stopped_at, person.last_seen_at) == (0, None, None)


@pytest.mark.parametrize("count", [1, 4])
def test_channels_keep_their_numbers_whatever_their_count(past, count):
    for number in range(count):
        channel = Channel.objects.create(workshop=past, key=f"c{number}", title="C")
        Channel.objects.filter(pk=channel.pk).update(joined_before=number)
        for joined in (None, past.opens_at, past.opens_at):
            make_participant(past, channel=channel, joined_at=joined)
    other = Channel.objects.create(workshop=make_workshop("spring"), key="c0", title="C")
    make_participant(other.workshop, channel=other)

    with counted_queries() as statements:
        for _ in range(2):
            participants_forget(participants=past.participants.all())

    channels = past.channels.with_joined().order_by("key")
    assert [c.joined for c in channels] == [n + 2 for n in range(count)]
    assert not Participant.objects.filter(workshop=past).exclude(channel=None).exists()
    assert Channel.objects.with_joined().get(pk=other.pk).joined == 1
    assert sum('UPDATE "workshop_channel"' in sql for sql in statements) == 2


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("erase", ["one", "all"])
def test_whoever_goes_twice_at_once_is_counted_once(past, erase):
    channel = Channel.objects.create(workshop=past, key="press", title="Press")
    person = make_participant(past, channel=channel)

    def forget_all():
        participants_forget(participants=past.participants.all())

    second_waits_for_first(
        forget_all if erase == "all" else lambda: participant_leave(participant=person), forget_all
    )

    assert past.channels.with_joined().get().joined == 1


def test_an_account_stays_while_another_workshop_needs_it(past):
    make_participant(make_workshop("spring", days=900), User.objects.get(email="ada@example.org"))

    retention_run(now=past.closes_at + 365 * DAY)

    assert [user.email for user in User.objects.all()] == ["ada@example.org"]
    assert Participant.objects.get(workshop=past).user is None


def test_accounts_of_staff_stay(past):
    make_user("staff@example.org", is_staff=True)

    retention_run(now=past.closes_at + 365 * DAY)

    assert User.objects.get().email == "staff@example.org"


def test_an_account_that_joined_nothing_goes_after_a_day(db):
    now = timezone.now()
    make_user("new@example.org")
    User.objects.filter(pk=make_user().pk).update(created_on=(now - 3 * DAY).date())

    retention_run(now=now)

    assert User.objects.get().email == "new@example.org"


def test_hashes_of_who_left_go_at_the_close(past):
    LeftAddress.objects.create(workshop=past, address_hash="x")
    LeftAddress.objects.create(workshop=make_workshop("spring"), address_hash="y")

    retention_run()

    assert LeftAddress.objects.get().address_hash == "y"


def test_an_address_listed_while_its_person_was_erased_goes(past):
    mailing = make_mailing(past)
    stub = make_participant(past)
    Participant.objects.filter(pk=stub.pk).update(user=None)
    for person in (stub, None):
        Delivery.objects.create(mailing=mailing, participant=person, address="late@example.org")

    retention_run()

    assert not Delivery.objects.filter(address="late@example.org").exists()
    assert Delivery.objects.filter(address="ada@example.org").exists()


def test_old_sessions_and_requests_for_codes_go(past):
    now = timezone.now()
    CodeRequest.objects.create(address_hash="x", asked_at=now - 2 * DAY)
    client = Client()
    client.force_login(make_user())
    Session.objects.update(expire_date=now - DAY)

    retention_run(now=now)

    assert not CodeRequest.objects.exists()
    assert not Session.objects.exists()


def test_the_task_runs_it_and_twice_is_harmless(past):
    Workshop.objects.update(
        opens_at=past.opens_at - 400 * DAY, closes_at=past.closes_at - 400 * DAY
    )

    task()
    task()

    assert what_is_left() == (0, 0, 0, 0)


def test_what_mail_servers_said_goes_after_thirty_days(past):
    now = timezone.now()
    mailing = make_mailing(past)
    for number, (days, state) in enumerate(
        [(31, "failed"), (29, "failed"), (31, "unknown"), (31, "skipped")]
    ):
        Delivery.objects.create(
            mailing=mailing, state=state, reason="550 ada@example.org is unknown",
            address_key=str(number), settled_at=now - days * DAY,
        )  # fmt: skip

    retention_run(now=now)

    kept = mailing.deliveries.exclude(reason="").order_by("pk")
    assert list(kept.values_list("state", "address_key")) == [("failed", "1"), ("skipped", "3")]


def test_the_hours_of_a_workshop_go_with_its_people(past):
    hour_count_add(workshop=past, now=past.opens_at, visits=3)
    sealed = past.closes_at + DAY
    seal(past, sealed)

    retention_run(now=sealed + 29 * DAY)
    assert past.hour_counts.count() == 1

    retention_run(now=sealed + 31 * DAY)
    assert past.hour_counts.count() == 0
