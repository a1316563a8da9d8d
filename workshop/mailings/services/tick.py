"""What happens every half minute: settle what hangs, plan, start what is due, send a slice."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from workshop.mailings import locks
from workshop.mailings.clock import clock_is_steady, database_now
from workshop.mailings.enums import DeliveryState, MailingState
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.selectors import LATE, is_too_late, mailings_due
from workshop.mailings.services.building import mailing_build
from workshop.mailings.services.invitations import invitations_plan
from workshop.mailings.services.ledger import deliveries_sweep, mailings_finish
from workshop.mailings.services.sending import Clock, Sender
from workshop.mailings.services.summaries import summaries_plan

logger = logging.getLogger(__name__)
LATE_REASON = "It was more than two hours late. Resume it if it should still go out."
STALLED_REASON = "Sending stopped for more than two hours. Resume it if the rest should go out."


@dataclass
class Tally:
    """What one tick did."""

    # False where other senders had every place: then there was nothing for us to do.
    had_a_place: bool = True
    # True where the slice ended before the work did.
    more: bool = False
    started: int = 0
    counts: Counter = field(default_factory=Counter)


def mailings_tick(
    *,
    now: datetime | None = None,
    slice_seconds: float | None = None,
    progress: Callable[[Tally], None] | None = None,
) -> Tally:
    """Do what is due at `now`, sending for at most `slice_seconds` (None: until nothing is due).

    Without `now` the one clock counts (see `clock`). `progress` is told of the tally after each
    message. Any number of ticks may run at once: each step is safe by itself (see `ledger`).
    """
    is_real, now = now is None, now or database_now()
    clock = _clock_from(now)
    deadline = clock() + timedelta(seconds=slice_seconds) if slice_seconds is not None else None
    tally = Tally(started=_decide(clock, is_real=is_real))
    with locks.sending() as tally.had_a_place:
        if tally.had_a_place:
            tell = (lambda: progress(tally)) if progress else None
            sender = Sender(clock=clock, deadline=deadline, counts=tally.counts, progress=tell)
            tally.more = sender.run()
            mailings_finish()
    return tally


def _decide(clock: Clock, *, is_real: bool) -> int:
    """Sweep, plan and start, unless somebody else is doing so; return how many mailings began.

    Nothing begins while the real clock cannot be trusted.
    """
    with locks.deciding() as mine:
        if not mine:
            return 0
        now = clock()
        if is_real and not clock_is_steady(now):
            return 0
        deliveries_sweep(now=now)
        summaries_plan(now=now)
        _pause_stalled(now)
        invitations_plan(now=now)
        return sum(_start(mailing, now) for mailing in mailings_due(now))


def _start(mailing: Mailing, now: datetime) -> bool:
    if is_too_late(mailing, now):
        _pause(mailing, MailingState.SCHEDULED, LATE_REASON)
        return False
    return mailing_build(mailing=mailing, now=now)


def _pause_stalled(now: datetime) -> None:
    """Pause mailings that nobody has worked on for hours though rows were due all the while."""
    long_ago = now - LATE
    waiting = Delivery.objects.filter(state=DeliveryState.PENDING).filter(
        Q(next_attempt_at=None) | Q(next_attempt_at__lte=long_ago)
    )
    for mailing in Mailing.objects.filter(state=MailingState.SENDING, paced_until__lte=long_ago):
        if waiting.filter(mailing=mailing).exists():
            _pause(mailing, MailingState.SENDING, STALLED_REASON)


def _pause(mailing: Mailing, state: MailingState, reason: str) -> None:
    Mailing.objects.filter(pk=mailing.pk, state=state).update(
        state=MailingState.PAUSED, reason=reason
    )
    logger.warning("Mailing %d waits for a person: %s", mailing.pk, reason)


def _clock_from(now: datetime) -> Clock:
    """Return a clock that starts at `now` and runs with the machine's, unmoved by time changes."""
    began = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - began)
