"""The ledger: who gets a mailing, who sends it, and what came of it.

Truth lives here. Each step is a conditional UPDATE that says which state it expects, so that any
number of senders may try and one succeeds. A message leaves only after its row says `handed`;
from then on doubt ends as `unknown` and is never sent again by itself.
"""

import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from workshop.common.errors import DomainError
from workshop.enums import WorkshopState
from workshop.mailings.audiences import participants_reached, preregistrations_reached
from workshop.mailings.carrier import Outcome, Reply
from workshop.mailings.enums import BEFORE_CLOSE, DeliveryState, MailingState
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.services.plan import CANCELLED_REASON

CLAIM_AT_MOST = 20
CLAIM_LEASE = timedelta(minutes=2)
# Longer than the text (30 s) and the answer (30 s) may take together.
HAND_OVER_LEASE = timedelta(seconds=90)
BACKOFF = [timedelta(seconds=s) for s in (30, 120, 600, 1800, 3600)]
ATTEMPTS = len(BACKOFF) + 1
# Servers that limit us say so to many at once: come back scattered, not together.
SCATTERED = (421, 432)
# Unused time of the rate is made up for at most this long.
CATCH_UP = timedelta(seconds=1)
NOTHING_NEW = "Nothing was new."
# So many messages in a row without an answer: the server is down, and a person should know.
TROUBLE_LIMIT = 20


@dataclass(frozen=True)
class Claim:
    """Rows that are one sender's for a while, and when the first of them may leave."""

    deliveries: list[Delivery]
    skipped: int
    starts_at: datetime


@transaction.atomic
def mailing_claim(*, mailing: Mailing, now: datetime) -> Claim | None:
    """Claim a few due rows for one sender and reserve their time; None if nothing is due.

    Whoever must not get the mailing any more is left out here, with the reason.
    """
    running = Mailing.objects.filter(pk=mailing.pk, state=MailingState.SENDING)
    mailing = running.select_for_update(of=["self"]).select_related("workshop").first()
    if mailing is None:
        return None
    starts_at = max(mailing.paced_until or now, now - CATCH_UP)
    if starts_at > now + CATCH_UP:
        return Claim([], 0, starts_at)
    rows = _claim_rows(mailing, now)
    if not rows:
        return None
    reasons = _reasons_to_skip(mailing, rows, now)
    for reason in set(reasons.values()):
        skipped = [pk for pk, why in reasons.items() if why == reason]
        Delivery.objects.filter(pk__in=skipped).update(
            state=DeliveryState.SKIPPED, reason=reason, lease_token=None, lease_until=None
        )
    wanted = [row for row in rows if row.pk not in reasons]
    mailing.paced_until = starts_at + timedelta(seconds=len(wanted) / mailing.rate)
    mailing.save(update_fields=["paced_until"])
    return Claim(wanted, len(reasons), starts_at)


def delivery_hand_over(*, delivery: Delivery, now: datetime) -> bool:
    """Commit that the text is about to leave; False if this row may no longer be sent by us.

    The last thing before the first byte. It looks once more whether the person stopped our mail
    and whether the mailing was paused or cancelled.
    """
    mine = Delivery.objects.filter(
        pk=delivery.pk, lease_token=delivery.lease_token, state=DeliveryState.SENDING
    )
    return bool(
        mine.of_running_mailings()
        .still_wanted()
        .update(state=DeliveryState.HANDED, lease_until=now + HAND_OVER_LEASE)
    )


@transaction.atomic
def delivery_record(*, delivery: Delivery, reply: Reply, now: datetime) -> DeliveryState | None:
    """Record what came of a message; return the new state, None if the row is no longer ours."""
    state, changes = _consequence(delivery, reply, now)
    mine = Delivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token)
    # An answer that comes late is still true, so a row given up as unknown takes it too.
    expected = [DeliveryState.SENDING, DeliveryState.HANDED, DeliveryState.UNKNOWN]
    if not mine.filter(state__in=expected).update(state=state, lease_until=None, **changes):
        return None
    mailing = Mailing.objects.filter(pk=delivery.mailing_id)
    if state == DeliveryState.PENDING:
        mailing.filter(state=MailingState.DONE).update(state=MailingState.SENDING)
    _count_trouble(mailing, reply.outcome)
    return state


def delivery_skip(*, delivery: Delivery) -> int:
    """Leave out a row for which there is nothing to say; return 1 if it was still ours."""
    return Delivery.objects.filter(
        pk=delivery.pk, lease_token=delivery.lease_token, state=DeliveryState.SENDING
    ).update(state=DeliveryState.SKIPPED, reason=NOTHING_NEW, lease_token=None, lease_until=None)


def deliveries_release(*, deliveries: list[Delivery]) -> None:
    """Give back rows that were claimed and not tried; they lose no attempt by it."""
    for delivery in deliveries:
        Delivery.objects.filter(
            pk=delivery.pk, lease_token=delivery.lease_token, state=DeliveryState.SENDING
        ).update(
            state=DeliveryState.PENDING,
            attempts=F("attempts") - 1,
            lease_token=None,
            lease_until=None,
        )


def deliveries_sweep(*, now: datetime | None = None) -> int:
    """Settle rows whose sender is gone; return how many became unknown by it."""
    now = now or timezone.now()
    gone = Delivery.objects.lease_over(now)
    gone.filter(state=DeliveryState.SENDING, attempts__gte=ATTEMPTS).update(
        state=DeliveryState.FAILED, reason="Given up after six attempts.", lease_until=None
    )
    gone.filter(state=DeliveryState.SENDING).update(
        state=DeliveryState.PENDING, lease_token=None, lease_until=None
    )
    unknown = gone.filter(state=DeliveryState.HANDED).update(
        state=DeliveryState.UNKNOWN,
        lease_until=None,
        reason="The sender stopped before the mail server's answer was recorded.",
    )
    cancelled = Mailing.objects.filter(state=MailingState.CANCELLED).values("pk")
    Delivery.objects.filter(state=DeliveryState.PENDING, mailing__in=cancelled).update(
        state=DeliveryState.SKIPPED, reason=CANCELLED_REASON
    )
    return unknown


@transaction.atomic
def mailings_finish() -> None:
    """End the mailings of which nothing waits and nothing is on its way."""
    # Locked first, looked into second: whoever adds work to a mailing holds the same lock.
    for mailing in Mailing.objects.select_for_update().filter(state=MailingState.SENDING):
        if not Delivery.objects.filter(mailing=mailing).unfinished().exists():
            Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.DONE)


@transaction.atomic
def delivery_resend_unknown(*, mailing: Mailing, now: datetime | None = None) -> int:
    """Send again, on a person's word, what may not have arrived; return how many.

    Raises DomainError if the mailing was cancelled. Some people may get it twice: that is why
    nobody but a person decides it.
    """
    mailing = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if mailing.state == MailingState.CANCELLED:
        raise DomainError("This mailing was cancelled, so nothing of it can be sent again.")
    count = Delivery.objects.filter(mailing=mailing, state=DeliveryState.UNKNOWN).update(
        state=DeliveryState.PENDING, attempts=0, next_attempt_at=None, lease_token=None, reason=""
    )
    if count and mailing.state != MailingState.PAUSED:
        mailing.state, mailing.paced_until = MailingState.SENDING, now or timezone.now()
        mailing.save(update_fields=["state", "paced_until"])
    return count


def _claim_rows(mailing: Mailing, now: datetime) -> list[Delivery]:
    size = min(CLAIM_AT_MOST, max(1, mailing.rate * 2))
    due = Delivery.objects.filter(mailing=mailing).due(now).order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    token = uuid.uuid4()
    pks = list(due.values_list("pk", flat=True)[:size])
    Delivery.objects.filter(pk__in=pks, state=DeliveryState.PENDING).update(
        state=DeliveryState.SENDING,
        lease_token=token,
        lease_until=now + CLAIM_LEASE,
        attempts=F("attempts") + 1,
    )
    mine = Delivery.objects.filter(pk__in=pks, lease_token=token).order_by("pk")
    return list(mine.select_related("mailing__workshop", "participant__user", "preregistration"))


def _reasons_to_skip(mailing: Mailing, rows: list[Delivery], now: datetime) -> dict[int, str]:
    """Return why each row that must not be sent is left out; the others are not in it."""
    if mailing.kind in BEFORE_CLOSE and mailing.workshop.state_at(now) == WorkshopState.CLOSED:
        return {row.pk: "The workshop has closed." for row in rows}
    people = _still_reached(
        participants_reached(mailing.workshop, mailing.audience, kind=mailing.kind),
        [r.participant_id for r in rows],
    )
    waiting = _still_reached(
        preregistrations_reached(mailing.workshop, mailing.audience),
        [r.preregistration_id for r in rows],
    )
    return {
        row.pk: _why_not(row)
        for row in rows
        if row.participant_id not in people and row.preregistration_id not in waiting
    }


def _still_reached(reached: QuerySet, pks: list[int | None]) -> set[int]:
    wanted = [pk for pk in pks if pk is not None]
    return set(reached.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def _why_not(row: Delivery) -> str:
    person = row.participant or row.preregistration
    if person is None or not row.address:
        return "The account was closed."
    if person.mailings_stopped_at:
        return "Asked for no more messages."
    if row.participant and not (row.participant.user and row.participant.user.is_active):
        return "The account was closed."
    return "No longer in the audience."


def _consequence(delivery: Delivery, reply: Reply, now: datetime) -> tuple[DeliveryState, dict]:
    """Return the state that follows from a reply, and what else changes in the row."""
    if reply.outcome is Outcome.ACCEPTED:
        return DeliveryState.SENT, {"sent_at": now, "reason": ""}
    if reply.outcome is Outcome.UNCERTAIN:
        return DeliveryState.UNKNOWN, {"reason": reply.summary}
    if reply.outcome is Outcome.REFUSED or delivery.attempts >= ATTEMPTS:
        return DeliveryState.FAILED, {"reason": reply.summary}
    wait = BACKOFF[delivery.attempts - 1]
    if reply.code in SCATTERED:
        wait *= random.uniform(1, 1.5)
    return DeliveryState.PENDING, {
        "next_attempt_at": now + wait, "lease_token": None, "reason": reply.summary
    }  # fmt: skip


def _count_trouble(mailing: QuerySet[Mailing], outcome: Outcome) -> None:
    if outcome not in (Outcome.UNREACHED, Outcome.UNCERTAIN):
        mailing.filter(trouble__gt=0).update(trouble=0)
        return
    mailing.update(trouble=F("trouble") + 1)
    mailing.filter(trouble__gte=TROUBLE_LIMIT, state=MailingState.SENDING).update(
        state=MailingState.PAUSED,
        reason=f"The mail server did not answer {TROUBLE_LIMIT} times in a row.",
    )
