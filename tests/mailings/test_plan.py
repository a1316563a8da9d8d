from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_mailing, make_participant
from workshop.common.errors import DomainError
from workshop.mailings.enums import MailingState
from workshop.mailings.models import Delivery
from workshop.mailings.services import (
    mailing_build,
    mailing_cancel,
    mailing_claim,
    mailing_pause,
    mailing_resume,
    mailing_schedule,
    mailing_switch_off,
)
from workshop.models import Channel

NOW = timezone.now()
STATES = MailingState.values
# Which decision is possible in which state, and what comes of it.
POSSIBLE = {
    mailing_schedule: {"draft": "scheduled"},
    mailing_pause: {"scheduled": "paused", "sending": "paused"},
    mailing_resume: {"paused": "scheduled"},
    mailing_switch_off: dict.fromkeys(["asked", "scheduled", "paused"], "draft"),
    mailing_cancel: dict.fromkeys(
        ["draft", "asked", "scheduled", "sending", "paused"], "cancelled"
    ),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("decide", POSSIBLE, ids=lambda decide: decide.__name__)
def test_decisions_are_possible_in_their_states_alone(workshop, decide, state):
    mailing = make_mailing(workshop, state=state)
    expected = POSSIBLE[decide].get(state)

    if expected:
        decide(mailing=mailing)
    else:
        with pytest.raises(DomainError):
            decide(mailing=mailing)

    mailing.refresh_from_db()
    assert mailing.state == (expected or state)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"audience": []}, "Choose whom this mailing goes to."),
        ({"audience": ["channel:none"]}, "This workshop has no channel called “none”."),
        ({"audience": ["voters", "channel:library"]}, "A channel cannot go together"),
        ({"subject": "  "}, "A mailing needs a subject and a text."),
        ({"body": ""}, "A mailing needs a subject and a text."),
        ({"send_at": NOW - timedelta(hours=3)}, "The time of this mailing has passed."),
        ({"send_at": NOW + timedelta(days=15)}, "The workshop has closed by then."),
    ],
)
def test_a_draft_that_cannot_be_sent_is_not_scheduled(workshop, words, message):
    Channel.objects.create(workshop=workshop, key="library", title="Library")
    mailing = make_mailing(workshop, state="draft", **words)

    with pytest.raises(DomainError, match=message):
        mailing_schedule(mailing=mailing, now=NOW)

    mailing.refresh_from_db()
    assert mailing.state == "draft"


def test_thanks_may_be_scheduled_for_after_the_close(workshop):
    mailing = make_mailing(workshop, state="draft", kind="thanks", send_at=NOW + timedelta(days=15))

    mailing_schedule(mailing=mailing, now=NOW)

    mailing.refresh_from_db()
    assert mailing.state == "scheduled"


def test_resuming_a_mailing_that_had_begun_goes_on_with_its_ledger(workshop):
    make_participant(workshop)
    mailing = make_mailing(workshop)
    mailing_build(mailing=mailing, now=NOW)
    mailing_pause(mailing=mailing)
    assert mailing_claim(mailing=mailing, now=NOW) is None

    mailing_resume(mailing=mailing, now=NOW)

    assert len(mailing_claim(mailing=mailing, now=NOW).deliveries) == 1


def test_resuming_a_late_mailing_sends_it_now_and_an_early_one_at_its_time(workshop):
    late = make_mailing(workshop, state="paused", send_at=NOW - timedelta(days=1))
    early = make_mailing(workshop, state="paused", send_at=NOW + timedelta(days=1))

    for mailing in (late, early):
        mailing_resume(mailing=mailing, now=NOW)
        mailing.refresh_from_db()

    assert (late.state, late.send_at) == ("scheduled", NOW)
    assert (early.state, early.send_at) == ("scheduled", NOW + timedelta(days=1))


def test_cancelling_leaves_nothing_to_send(workshop):
    for _ in range(3):
        make_participant(workshop)
    mailing = make_mailing(workshop)
    mailing_build(mailing=mailing)

    mailing_cancel(mailing=mailing)

    rows = Delivery.objects.values_list("state", "reason")
    assert set(rows) == {("skipped", "The mailing was cancelled.")}


def test_a_pause_says_why(workshop):
    mailing = make_mailing(workshop)

    mailing_pause(mailing=mailing, reason="A wrong date in the text.")

    mailing.refresh_from_db()
    assert mailing.reason == "A wrong date in the text."
