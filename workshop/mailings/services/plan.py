"""What staff decide about a mailing: schedule, pause, resume, cancel."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from workshop.common.errors import DomainError
from workshop.mailings.audiences import audience_check
from workshop.mailings.enums import DeliveryState, MailingKind, MailingState
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.selectors import LATE

# These make no sense once the workshop has closed.
BEFORE_CLOSE = (MailingKind.INVITATION, MailingKind.REMINDER, MailingKind.COUNTDOWN)
CANCELLED_REASON = "The mailing was cancelled."
# Why a mailing cannot be changed as it is, with the way to change it.
NO_EDITS = {
    MailingState.ASKED: "It waits for a second person. Take it back to a draft first, then change "
    "it and ask again.",
    MailingState.SCHEDULED: "It is scheduled. Switch it off first, then change it and switch it "
    "on again.",
    MailingState.BUILDING: "It is being sent. Pause it: what has gone out cannot be changed, and "
    "what has not goes out as it stands when you resume it.",
    MailingState.SENDING: "It is being sent. Pause it: what has gone out cannot be changed, and "
    "what has not goes out as it stands when you resume it.",
    MailingState.PAUSED: "Some of it has been sent already, so everybody gets it as it stands. "
    "Resume it, or cancel it and write another.",
    MailingState.DONE: "It has been sent. Write another.",
    MailingState.CANCELLED: "It was cancelled. Write another.",
}


def mailing_edit_require(*, mailing: Mailing) -> None:
    """Refuse (DomainError) a change of a mailing that is not open to changes, with the way to it.

    A draft may be changed, and a paused mailing of which nothing has begun. Under a lock on the
    row where a change follows.
    """
    begun = mailing.started_at is not None
    if mailing.state == MailingState.DRAFT or (mailing.state == MailingState.PAUSED and not begun):
        return
    raise DomainError(NO_EDITS[mailing.state])


@transaction.atomic
def mailing_schedule(*, mailing: Mailing, now: datetime | None = None) -> None:
    """Let a draft go out at its time. Raises DomainError if it could not be sent as it stands."""
    now = now or timezone.now()
    mailing = _locked(mailing, MailingState.DRAFT, words="Only a draft can be scheduled.")
    audience_check(workshop=mailing.workshop, words=mailing.audience)
    if not mailing.subject.strip() or not mailing.body.strip():
        raise DomainError("A mailing needs a subject and a text.")
    if mailing.send_at < now - LATE:
        raise DomainError("The time of this mailing has passed. Choose a later one.")
    if mailing.kind in BEFORE_CLOSE and mailing.send_at >= mailing.workshop.closes_at:
        raise DomainError("The workshop has closed by then. Choose an earlier time.")
    _change(mailing, MailingState.SCHEDULED)


@transaction.atomic
def mailing_pause(*, mailing: Mailing, reason: str = "") -> None:
    """Stop a scheduled or running mailing until somebody resumes it. Raises DomainError."""
    mailing = _locked(
        mailing,
        MailingState.SCHEDULED,
        MailingState.SENDING,
        words="Only a mailing that is scheduled or being sent can be paused.",
    )
    _change(mailing, MailingState.PAUSED, reason=reason or "Paused by a facilitator.")


@transaction.atomic
def mailing_resume(*, mailing: Mailing, now: datetime | None = None) -> None:
    """Go on where a paused mailing stopped; one that had not begun and is due begins now.

    Raises DomainError if it is not paused.
    """
    now = now or timezone.now()
    mailing = _locked(mailing, MailingState.PAUSED, words="This mailing is not paused.")
    mailing.trouble = 0
    if mailing.started_at:
        mailing.paced_until = mailing.watched_from = now
        _change(mailing, MailingState.SENDING)
        return
    mailing.send_at = max(mailing.send_at, now)
    _change(mailing, MailingState.SCHEDULED)


@transaction.atomic
def mailing_cancel(*, mailing: Mailing) -> None:
    """End a mailing for good; what has not left stays here. Raises DomainError."""
    mailing = _locked(
        mailing,
        MailingState.DRAFT,
        MailingState.SCHEDULED,
        MailingState.SENDING,
        MailingState.PAUSED,
        words="This mailing is over already.",
    )
    _change(mailing, MailingState.CANCELLED)
    Delivery.objects.filter(mailing=mailing, state=DeliveryState.PENDING).update(
        state=DeliveryState.SKIPPED, reason=CANCELLED_REASON
    )


def _locked(mailing: Mailing, *states: MailingState, words: str) -> Mailing:
    """Return the row as it is now, locked, if it is in one of these states."""
    row = Mailing.objects.select_for_update(of=["self"]).select_related("workshop")
    current = row.get(pk=mailing.pk)
    if current.state not in states:
        raise DomainError(words)
    return current


def _change(mailing: Mailing, state: MailingState, *, reason: str = "") -> None:
    mailing.state, mailing.reason = state, reason
    mailing.save(
        update_fields=["state", "reason", "trouble", "paced_until", "watched_from", "send_at"]
    )
