"""The invitation that pre-registration promises: it plans itself, and follows the opening."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories import (
    make_mailing,
    make_participant,
    make_preregistration,
    make_user,
    make_workshop,
)
from tests.queries import counted_queries
from workshop.mailings import services
from workshop.mailings.enums import MailingState
from workshop.mailings.models import Mailing
from workshop.mailings.services import (
    invitations_plan,
    mailing_cancel,
    mailing_move,
    mailing_pause,
    mailing_resume,
    mailing_schedule,
    mailing_switch_off,
    mailings_stop,
    mailings_tick,
)

NOW = timezone.now()
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def upcoming():
    """A workshop that opens in three days, with one address left."""
    workshop = make_workshop("spring", opens_in_days=3)
    make_preregistration(workshop, "ann@example.org")
    return workshop


def opens(workshop, moment) -> None:
    workshop.opens_at = moment
    workshop.save()


def invitation() -> Mailing:
    return Mailing.objects.get(kind="invitation")


def recipients(mailoutbox) -> list[str]:
    return sorted(message.to[0] for message in mailoutbox)


def test_an_invitation_plans_itself_for_the_opening(upcoming):
    invitations_plan(now=NOW)

    planned = invitation()
    assert (planned.key, planned.state, planned.audience) == (
        "invitation", "scheduled", ["preregistered"]
    )  # fmt: skip
    assert planned.send_at == upcoming.opens_at


def test_planning_again_changes_nothing(upcoming):
    invitations_plan(now=NOW)
    before = list(Mailing.objects.values())

    invitations_plan(now=NOW + HOUR)
    mailings_tick(now=NOW + HOUR)

    assert list(Mailing.objects.values()) == before


def test_nobody_pre_registered_so_nothing_is_planned():
    make_workshop("spring", opens_in_days=3)

    invitations_plan(now=NOW)

    assert not Mailing.objects.exists()


@pytest.mark.parametrize(("hours", "planned"), [(1.9, True), (2.1, False)])
def test_it_is_planned_until_two_hours_after_the_opening(upcoming, hours, planned):
    opens(upcoming, NOW - hours * HOUR)

    invitations_plan(now=NOW)

    assert Mailing.objects.exists() == planned


def test_a_workshop_that_has_closed_invites_nobody(upcoming):
    upcoming.closes_at = NOW - timedelta(minutes=1)
    opens(upcoming, NOW - HOUR)

    invitations_plan(now=NOW)

    assert not Mailing.objects.exists()


@pytest.mark.parametrize("state", MailingState.values)
def test_an_invitation_in_any_state_is_left_to_the_facilitators(upcoming, state):
    mailing = make_mailing(
        upcoming, "come-and-see", kind="invitation", state=state, send_at=upcoming.opens_at + HOUR
    )

    invitations_plan(now=NOW)

    assert list(Mailing.objects.values_list("pk", "state", "send_at")) == [
        (mailing.pk, state, upcoming.opens_at + HOUR)
    ]


def test_a_mailing_of_another_kind_under_the_same_key_stays_as_it_is(upcoming):
    make_mailing(upcoming, "invitation", kind="other", state="draft", body="Something else")

    invitations_plan(now=NOW)

    assert Mailing.objects.get().body == "Something else"


def test_somebody_else_planning_at_the_same_moment_is_no_fault(upcoming, monkeypatch):
    def both_saw_none_missing(now):
        make_mailing(upcoming, "invitation", kind="invitation", body="The other one's")
        return [upcoming]

    monkeypatch.setattr(services.invitations, "workshops_to_invite", both_saw_none_missing)

    invitations_plan(now=NOW)

    assert Mailing.objects.get().body == "The other one's"


def test_it_reaches_exactly_who_pre_registered_and_has_not_joined_once(upcoming, mailoutbox):
    make_participant(upcoming, make_user("bob@example.org"))
    make_participant(upcoming, make_user("cleo@example.org"), joined_at=None)
    for name in ("bob", "cleo+early"):
        make_preregistration(upcoming, f"{name}@example.org")
    mailings_stop(person=make_preregistration(upcoming, "dora@example.org"))
    make_preregistration(make_workshop("autumn", opens_in_days=9), "ella@example.org")
    make_participant(upcoming, make_user("finn@example.org"))

    for minutes in (0, 1, 60):
        mailings_tick(now=upcoming.opens_at + timedelta(minutes=minutes))

    assert recipients(mailoutbox) == ["ann@example.org", "cleo+early@example.org"]


def test_its_words_name_the_workshop_and_lead_to_it(upcoming, mailoutbox, settings):
    settings.SITE_URL = "https://example.org"

    mailings_tick(now=upcoming.opens_at)

    assert mailoutbox[0].subject == "Skills for everyone is open"
    assert "https://example.org/w/spring/" in mailoutbox[0].body
    assert "{" not in mailoutbox[0].body


def test_an_address_left_in_the_last_minute_is_invited(upcoming, mailoutbox):
    mailings_tick(now=NOW)
    make_preregistration(upcoming, "late@example.org")

    mailings_tick(now=upcoming.opens_at + timedelta(seconds=20))

    assert recipients(mailoutbox) == ["ann@example.org", "late@example.org"]


@pytest.mark.parametrize("days", [-2, 2])
def test_one_that_planned_itself_follows_the_opening(upcoming, days, mailoutbox):
    mailings_tick(now=NOW)
    opens(upcoming, upcoming.opens_at + timedelta(days=days))

    mailings_tick(now=upcoming.opens_at - HOUR)
    assert (invitation().send_at, mailoutbox) == (upcoming.opens_at, [])

    mailings_tick(now=upcoming.opens_at)
    assert recipients(mailoutbox) == ["ann@example.org"]


def test_an_opening_moved_to_now_takes_the_invitation_along(upcoming, mailoutbox):
    mailings_tick(now=NOW)
    opens(upcoming, NOW - timedelta(minutes=5))

    mailings_tick(now=NOW)

    assert recipients(mailoutbox) == ["ann@example.org"]


def test_an_opening_moved_to_days_ago_asks_a_person(upcoming, mailoutbox):
    mailings_tick(now=NOW)
    opens(upcoming, NOW - timedelta(days=2))

    mailings_tick(now=NOW)

    assert (invitation().state, mailoutbox) == ("paused", [])
    assert "more than two hours late" in invitation().reason


def test_no_invitation_leaves_before_the_opening_whoever_planned_it(upcoming, mailoutbox):
    mailing = make_mailing(upcoming, kind="invitation", audience=["preregistered"], send_at=NOW)

    mailings_tick(now=NOW + HOUR)

    mailing.refresh_from_db()
    assert (mailing.state, mailing.send_at) == ("scheduled", upcoming.opens_at)
    assert mailoutbox == []


def test_a_reminder_before_the_opening_is_nobodys_business(upcoming, mailoutbox):
    make_mailing(upcoming, kind="other", audience=["preregistered"], send_at=NOW)

    mailings_tick(now=NOW)

    assert recipients(mailoutbox) == ["ann@example.org"]


def test_a_later_time_that_a_person_chose_is_kept(upcoming):
    mailings_tick(now=NOW)
    later = (upcoming.opens_at + HOUR).replace(second=0, microsecond=0)
    wall = later.astimezone(upcoming.zone).replace(tzinfo=None)
    mailing_switch_off(mailing=invitation())
    mailing_move(mailing=invitation(), wall=wall, rate=10, now=NOW)
    mailing_schedule(mailing=invitation(), now=NOW)

    mailings_tick(now=NOW)

    assert (invitation().state, invitation().send_at) == ("scheduled", later)
    assert not invitation().follows_dates


def test_one_that_was_paused_and_not_moved_still_follows_the_opening(upcoming):
    mailings_tick(now=NOW)
    mailing_pause(mailing=invitation())
    opens(upcoming, upcoming.opens_at + 5 * HOUR)
    mailings_tick(now=NOW)

    mailing_resume(mailing=invitation(), now=NOW)

    assert (invitation().state, invitation().send_at) == ("scheduled", upcoming.opens_at)


def test_where_a_second_person_approves_it_is_planned_as_a_draft(upcoming, mailoutbox):
    upcoming.approves_mailings = True
    upcoming.save()

    for moment in (NOW, upcoming.opens_at):
        mailings_tick(now=moment)

    assert (invitation().state, mailoutbox) == ("draft", [])


def test_one_resumed_long_after_the_opening_leaves_then(upcoming, mailoutbox):
    mailings_tick(now=NOW)
    late = upcoming.opens_at + 5 * HOUR
    mailings_tick(now=late)
    assert (invitation().state, mailoutbox) == ("paused", [])
    mailing_resume(mailing=invitation(), now=late)

    mailings_tick(now=late)

    assert recipients(mailoutbox) == ["ann@example.org"]


def test_a_cancelled_invitation_does_not_come_back(upcoming, mailoutbox):
    mailings_tick(now=NOW)
    mailing_cancel(mailing=invitation())

    mailings_tick(now=upcoming.opens_at)

    assert (Mailing.objects.count(), mailoutbox) == (1, [])


def test_planning_costs_the_same_for_any_number_of_workshops(upcoming):
    def statements() -> int:
        with counted_queries() as asked:
            invitations_plan(now=NOW)
        return len(asked)

    assert (statements(), statements()) == (3, 2)
    for n in range(3):
        make_preregistration(make_workshop(f"w{n}", opens_in_days=n + 1))
    assert (statements(), statements()) == (3, 2)


def test_a_dry_run_names_what_would_be_planned_and_plans_nothing(upcoming):
    make_mailing(upcoming, "early", kind="other", send_at=NOW)
    out = StringIO()

    call_command("send_due_mailings", dry_run=True, now=NOW + timedelta(minutes=1), stdout=out)

    assert out.getvalue() == (
        "spring invitation: would be planned for the opening\n"
        "spring early: would go to 0 recipients\n"
    )
    assert not Mailing.objects.filter(kind="invitation").exists()


def test_a_dry_run_starts_no_invitation_before_the_opening(upcoming):
    make_mailing(upcoming, "early", kind="invitation", send_at=NOW)
    out = StringIO()

    call_command("send_due_mailings", dry_run=True, now=NOW, stdout=out)

    assert out.getvalue() == "Nothing is due.\n"
