"""What staff decide about a mailing: switch it on or off, pause, resume, cancel."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from workshop.common.errors import DomainError
from workshop.mailings.audiences import audience_check
from workshop.mailings.checks import Level, mailing_problems
from workshop.mailings.enums import PLANNED_KINDS, DeliveryState, MailingState
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.selectors.plan import may_be_edited, time_fault
from workshop.mailings.times import wall_of

CANCELLED_REASON = "The mailing was cancelled."
UNAPPROVED = (
    "A second person has not approved it as it stands. Switch it off, then ask for approval."
)
# What a decision may change.
DECIDED = [
    "state", "reason", "trouble", "paced_until", "watched_from", "send_at", "wall_time", "zone",
    "follows_dates", "asked_by", "approved_by",
]  # fmt: skip
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

    A draft may be changed, and a paused mailing of which nothing has begun. Asked of a locked row
    where a change follows: see `mailing_for_edit`.
    """
    if not may_be_edited(mailing):
        raise DomainError(NO_EDITS[mailing.state])


def mailing_for_edit(mailing: Mailing) -> Mailing:
    """Return the row as it is now, locked, if it may be changed; else raise DomainError.

    What a second person approved is another mailing then, so the approval ends.
    """
    current = _lock(mailing)
    mailing_edit_require(mailing=current)
    if current.asked_by_id or current.approved_by_id:
        current.asked_by = current.approved_by = None
        current.save(update_fields=["asked_by", "approved_by"])
    return current


def time_require(*, mailing: Mailing, send_at: datetime, now: datetime) -> None:
    """Refuse (DomainError) a time that has passed or does not fit what the mailing is for."""
    if fault := time_fault(mailing, send_at, now):
        raise DomainError(fault)


def mailing_ready_require(*, mailing: Mailing, now: datetime) -> None:
    """Refuse (DomainError) a mailing that could not be sent as it stands."""
    audience_check(workshop=mailing.workshop, words=mailing.audience)
    if not mailing.subject.strip() or not mailing.body.strip():
        raise DomainError("A mailing needs a subject and a text.")
    time_require(mailing=mailing, send_at=mailing.send_at, now=now)
    errors = [p for p in mailing_problems(mailing, now) if p.level == Level.ERROR]
    if errors:
        raise DomainError(errors[0].words)


@transaction.atomic
def mailing_schedule(*, mailing: Mailing, now: datetime | None = None) -> None:
    """Let a draft go out at its time. Raises DomainError if it could not be sent as it stands."""
    now = now or timezone.now()
    mailing = mailing_locked(mailing, MailingState.DRAFT, words="Only a draft can be switched on.")
    if mailing.workshop.approves_mailings:
        raise DomainError("In this workshop a second person approves each mailing. Ask for it.")
    mailing_ready_require(mailing=mailing, now=now)
    mailing_change(mailing, MailingState.SCHEDULED)


@transaction.atomic
def mailing_switch_off(*, mailing: Mailing) -> None:
    """Make a draft again of what has not begun; an approval ends with it. Raises DomainError."""
    mailing = mailing_locked(
        mailing,
        MailingState.SCHEDULED,
        MailingState.ASKED,
        MailingState.PAUSED,
        words="Only a mailing that has not begun can be switched off.",
    )
    if mailing.started_at:
        raise DomainError("It has begun, so it cannot be a draft again. Resume it or cancel it.")
    mailing.asked_by = mailing.approved_by = None
    mailing_change(mailing, MailingState.DRAFT)


@transaction.atomic
def mailing_pause(*, mailing: Mailing, reason: str = "") -> None:
    """Stop a scheduled or running mailing until somebody resumes it. Raises DomainError."""
    mailing = mailing_locked(
        mailing,
        MailingState.SCHEDULED,
        MailingState.SENDING,
        words="Only a mailing that is scheduled or being sent can be paused.",
    )
    mailing_change(mailing, MailingState.PAUSED, reason=reason or "Paused by a facilitator.")


@transaction.atomic
def mailing_resume(*, mailing: Mailing, now: datetime | None = None) -> None:
    """Go on where a paused mailing stopped; one that had not begun and is due begins now.

    Raises DomainError if it is not paused, or had not begun and could not be sent as it stands.
    """
    now = now or timezone.now()
    mailing = mailing_locked(mailing, MailingState.PAUSED, words="This mailing is not paused.")
    mailing.trouble = 0
    if mailing.started_at:
        mailing.paced_until = mailing.watched_from = now
        mailing_change(mailing, MailingState.SENDING)
        return
    if mailing.send_at < now:
        # It goes now, and not when the dates of the workshop say.
        mailing.send_at, mailing.follows_dates = now, False
        mailing.wall_time = wall_of(now, mailing.workshop.zone)
        mailing.zone = mailing.workshop.timezone
    if mailing.kind in PLANNED_KINDS:
        _still_stands(mailing, now)
    mailing_change(mailing, MailingState.SCHEDULED)


@transaction.atomic
def mailing_cancel(*, mailing: Mailing) -> None:
    """End a mailing for good; what has not left stays here. Raises DomainError."""
    mailing = mailing_locked(
        mailing,
        MailingState.DRAFT,
        MailingState.ASKED,
        MailingState.SCHEDULED,
        MailingState.SENDING,
        MailingState.PAUSED,
        words="This mailing is over already.",
    )
    mailing_change(mailing, MailingState.CANCELLED)
    Delivery.objects.filter(mailing=mailing, state=DeliveryState.PENDING).update(
        state=DeliveryState.SKIPPED, reason=CANCELLED_REASON
    )


def mailing_locked(mailing: Mailing, *states: MailingState, words: str) -> Mailing:
    """Return the row as it is now, locked, if it is in one of these states; else DomainError."""
    current = _lock(mailing)
    if current.state not in states:
        raise DomainError(words)
    return current


def _lock(mailing: Mailing) -> Mailing:
    row = Mailing.objects.select_for_update(of=["self"]).select_related("workshop")
    return row.get(pk=mailing.pk)


def _still_stands(mailing: Mailing, now: datetime) -> None:
    """Refuse (DomainError) what was changed while it was paused and cannot go out like that."""
    if mailing.workshop.approves_mailings and not mailing.approved_by_id:
        raise DomainError(UNAPPROVED)
    mailing_ready_require(mailing=mailing, now=now)


def mailing_change(mailing: Mailing, state: MailingState, *, reason: str = "") -> None:
    """Write the state of a locked row, and all else that a decision may change."""
    mailing.state, mailing.reason = state, reason
    mailing.save(update_fields=DECIDED)
