"""The demo as a first-time user finds it: open, alive, one mailing about to arrive."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from analysis.demo.loading import demo_load
from analysis.demo.workshop import SLUG
from gateway.models import Draft, Response
from ideas.models import Comment, FairOrder, Idea, Showing, Vote
from workshop.accounts.models import User
from workshop.mailings.enums import DeliveryState, MailingState
from workshop.mailings.models import Delivery, Mailing
from workshop.models import Participant, Preregistration

QUICK_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def command(name: str, *args, **options) -> str:
    out = io.StringIO()
    call_command(name, *args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo, loaded once for this module; gone afterwards."""
    quick = override_settings(DEBUG=True, PASSWORD_HASHERS=[QUICK_HASHER])
    with django_db_blocker.unblock(), quick, transaction.atomic():
        now = timezone.now()
        yield demo_load(original=False, now=now), now
        transaction.set_rollback(True)


def test_it_is_open_and_everything_happened_before_now(loaded):
    workshop, now = loaded

    assert workshop.opens_at < now < workshop.closes_at
    assert (
        max(Vote.objects.latest("cast_at").cast_at, Comment.objects.latest("created_at").created_at)
        < now
    )


def test_all_rows_are_there(loaded):
    workshop, _ = loaded

    assert workshop.participants.joined().count() == Response.objects.count() == 1061
    assert (Idea.objects.count(), Comment.objects.count(), Vote.objects.count()) == (231, 453, 2968)
    assert workshop.participants.contributors().count() == 448


def test_ideas_were_shown_to_more_people_than_voted(loaded):
    workshop, now = loaded
    shown = sorted(Idea.objects.values_list("showings", flat=True))
    voted = Vote.objects.exclude(idea=None).values_list("participant", "idea")

    assert set(voted) <= set(Showing.objects.values_list("participant", "idea"))
    assert sum(shown) == Showing.objects.count() > 4 * len(voted)
    assert 5 < shown[0] < shown[len(shown) // 2] < shown[-1] < 400
    assert all(
        moment < now for (moment,) in workshop.participants.joined().values_list("last_seen_at")
    )


def test_every_group_has_its_orders_of_the_day(loaded):
    workshop, _ = loaded

    assert FairOrder.objects.count() == 256 * workshop.groups.count()


def test_everybody_has_an_account_under_demo_invalid(loaded):
    assert not Participant.objects.filter(user=None).exists()
    assert not User.objects.exclude(email__endswith="@demo.invalid").exists()


def test_some_have_not_finished_and_some_never_came(loaded):
    workshop, _ = loaded

    assert workshop.participants.unfinished().count() == Draft.objects.count() == 24
    assert not Draft.objects.filter(answers={}).exists()
    emails = Preregistration.objects.values_list("email", flat=True)
    joined = User.objects.filter(email__in=emails)
    assert (len(emails), joined.count()) == (80, 44)


def test_past_mailings_are_recorded_as_sent_to_whom_there_was_then(loaded):
    _, now = loaded
    past = Mailing.objects.filter(send_at__lt=now)

    assert {(m.key, m.state) for m in past} == {
        (key, MailingState.DONE) for key in ("invitation", "reminder-1", "reminder-2")
    }
    assert not Delivery.objects.exclude(state=DeliveryState.SENT).exists()
    assert not Delivery.objects.filter(sent_at__gt=now).exists()
    reminder = past.get(key="reminder-1")
    there = Participant.objects.filter(joined_at__lt=reminder.send_at).count()
    assert 300 < reminder.deliveries.count() == there < 1061


def test_one_mailing_falls_due_within_two_minutes_for_a_few(loaded):
    _, now = loaded
    due = Mailing.objects.get(send_at__gt=now, send_at__lt=now + timedelta(minutes=2))

    assert (due.state, due.audience) == (MailingState.SCHEDULED, ["unfinished"])
    countdown = Mailing.objects.get(key="countdown-48h")
    assert (countdown.state, countdown.deliveries.count()) == (MailingState.SCHEDULED, 0)


def test_the_due_mailing_reaches_those_who_have_not_finished_and_nobody_else(loaded, mailoutbox):
    _, now = loaded

    command("send_due_mailings", now=now + timedelta(minutes=2))

    assert len(mailoutbox) == 24
    assert {message.to[0][:9] for message in mailoutbox} == {"newcomer-"}
    assert {message.subject for message in mailoutbox} == {"You are nearly in"}


def test_it_is_loaded_once(loaded):
    with pytest.raises(CommandError, match="already"):
        command("load_demo")


def test_people_to_sign_in_as_are_printed(loaded):
    kinds = [line.split() for line in command("demo_accounts").splitlines()[4:]]

    assert [kind for kind, _ in kinds] == ["contributor", "voter", "spectator", "unfinished"]
    for kind, address in kinds:
        person = Participant.objects.get(user__email=address)
        assert person.has_joined == (kind != "unfinished")
        assert bool(person.first_contributed_at) == (kind in ("contributor", "voter"))


def test_integrity_holds(loaded):
    assert command("check_integrity", SLUG) == ""
