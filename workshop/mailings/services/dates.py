"""When a mailing goes: the wall time that a person chose, or the dates of the workshop.

What is kept is the time on the wall, so that another zone of the workshop moves the moment and not
the hour. A mailing of the ready-made plan follows the dates until somebody chooses its time.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from workshop.common.errors import DomainError
from workshop.mailings.enums import MailingKind, MailingState
from workshop.mailings.models import Mailing
from workshop.mailings.ready import ready_time
from workshop.mailings.services.plan import mailing_for_edit, time_require
from workshop.mailings.times import doubled_words, moment_of, wall_of, wall_read
from workshop.models import Workshop

# In these a mailing has not begun, unless it was paused in the middle.
NOT_BEGUN = (MailingState.DRAFT, MailingState.ASKED, MailingState.SCHEDULED, MailingState.PAUSED)
TOO_SHORT = "The workshop is too short for this mailing to follow its dates. Choose a time."


@transaction.atomic
def mailing_move(*, mailing: Mailing, wall: datetime, rate: int, now: datetime) -> str:
    """Let a mailing go when the workshop's clocks show a time; return what to know of that time.

    A time that stays as it was still follows the dates. Raises DomainError for a time that does
    not exist, has passed or does not fit the mailing.
    """
    mailing = mailing_for_edit(mailing)
    zone = mailing.workshop.zone
    moment = moment_of(wall, zone)
    if wall != wall_read(wall_of(mailing.send_at, zone)):
        time_require(mailing=mailing, send_at=moment, now=now)
        mailing.follows_dates, mailing.send_at = False, moment
    mailing.wall_time, mailing.zone = wall_of(mailing.send_at, zone), zone.key
    mailing.rate = rate
    mailing.save(update_fields=["send_at", "wall_time", "zone", "follows_dates", "rate"])
    return doubled_words(wall, zone)


@transaction.atomic
def mailing_follow_dates(*, mailing: Mailing) -> None:
    """Let a mailing of the ready-made plan follow the workshop's dates again. Raises DomainError.

    A time that has passed is taken too: it is refused when the mailing is to be scheduled.
    """
    mailing = mailing_for_edit(mailing)
    moment = ready_time(mailing.key, mailing.workshop)
    if moment is None:
        raise DomainError(TOO_SHORT)
    mailing.follows_dates, mailing.send_at = True, moment
    mailing.wall_time = wall_of(moment, mailing.workshop.zone)
    mailing.zone = mailing.workshop.timezone
    mailing.save(update_fields=["send_at", "wall_time", "zone", "follows_dates"])


def times_follow() -> None:
    """Move what has not begun: with its workshop's dates, its zone, and behind its opening.

    One statement, and one for each mailing whose time has moved.
    """
    early = Q(kind=MailingKind.INVITATION, state=MailingState.SCHEDULED)
    early &= Q(workshop__opens_at__gt=F("send_at"))
    elsewhere = ~Q(wall_time="") & ~Q(zone=F("workshop__timezone"))
    waiting = Mailing.objects.filter(state__in=NOT_BEGUN, started_at=None)
    moved = waiting.filter(Q(follows_dates=True) | early | elsewhere)
    for mailing in moved.select_related("workshop"):
        _follow(mailing)


def _follow(mailing: Mailing) -> None:
    workshop = mailing.workshop
    try:
        moment = _moment_now(mailing)
    except DomainError as refusal:
        _ask_a_person(mailing, refusal.message)
        return
    if mailing.kind == MailingKind.INVITATION and mailing.state == MailingState.SCHEDULED:
        moment = max(moment, workshop.opens_at)
    if moment != mailing.send_at or mailing.zone != workshop.timezone:
        _store(mailing, moment, wall_of(moment, workshop.zone))


def _moment_now(mailing: Mailing) -> datetime:
    """Return when a mailing goes by the dates and the zone that its workshop has now."""
    workshop: Workshop = mailing.workshop
    if mailing.follows_dates:
        return ready_time(mailing.key, workshop) or mailing.send_at
    if mailing.wall_time and mailing.zone != workshop.timezone:
        return moment_of(wall_read(mailing.wall_time), workshop.zone)
    return mailing.send_at


def _ask_a_person(mailing: Mailing, reason: str) -> None:
    """Keep the moment where the wall time does not exist in the new zone, and stop what was on."""
    changes = {"reason": reason}
    if mailing.state == MailingState.SCHEDULED:
        changes["state"] = MailingState.PAUSED
    _store(mailing, mailing.send_at, "", **changes)


def _store(mailing: Mailing, moment: datetime, wall: str, **changes) -> None:
    """Write a time, unless somebody has decided something else meanwhile."""
    same = Mailing.objects.filter(
        pk=mailing.pk,
        state=mailing.state,
        started_at=None,
        send_at=mailing.send_at,
        follows_dates=mailing.follows_dates,
    )
    same.update(send_at=moment, wall_time=wall, zone=mailing.workshop.timezone, **changes)
