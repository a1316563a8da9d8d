"""Claiming: a few due rows become one sender's for a while, and their time is reserved."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, QuerySet

from workshop.enums import WorkshopState
from workshop.mailings.audiences import participants_reached, preregistrations_reached
from workshop.mailings.enums import BEFORE_CLOSE, DeliveryState, MailingState
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.services.forget import deliveries_readdress
from workshop.mailings.suppressions import suppressed_keys
from workshop.models import Participant

CLAIM_AT_MOST = 40
CLAIM_LEASE = timedelta(minutes=2)
# Unused time of the rate is made up for at most this long.
CATCH_UP = timedelta(seconds=1)
SUPPRESSED = "Messages to this address came back, or were reported as unwanted."


@dataclass(frozen=True)
class Claim:
    """Rows that are one sender's for a while, and when the first of them may leave."""

    deliveries: list[Delivery]
    skipped: int
    starts_at: datetime
    # From here on others may take what is left.
    ends_at: datetime


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
        return Claim([], 0, starts_at, now)
    rows = _claim_rows(mailing, now)
    if not rows:
        return None
    rows = _without_the_moved(rows)
    reasons = _reasons_to_skip(mailing, rows, now)
    for reason in set(reasons.values()):
        skipped = [pk for pk, why in reasons.items() if why == reason]
        Delivery.objects.filter(pk__in=skipped).update(
            state=DeliveryState.SKIPPED, reason=reason, lease_token=None, lease_until=None
        )
    wanted = [row for row in rows if row.pk not in reasons]
    mailing.paced_until = starts_at + timedelta(seconds=len(wanted) / mailing.rate)
    mailing.save(update_fields=["paced_until"])
    return Claim(wanted, len(reasons), starts_at, now + CLAIM_LEASE)


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
    rows = list(mine.select_related("participant__user", "preregistration"))
    for row in rows:
        # One for all, so that what one message tells of the mail server holds for the next.
        row.mailing = mailing
    return rows


def _without_the_moved(rows: list[Delivery]) -> list[Delivery]:
    """Return the rows but for those whose person has another address by now.

    They were being handed over when it changed, and were put off: they go to the new one next time.
    """
    moved = {row.participant_id for row in rows if row.address and _has_moved(row.participant, row)}
    for person in Participant.objects.filter(pk__in=moved).select_related("user"):
        people = Participant.objects.filter(pk=person.pk)
        deliveries_readdress(participants=people, email=person.user.email)
    return [row for row in rows if row.participant_id not in moved]


def _has_moved(person: Participant | None, row: Delivery) -> bool:
    return bool(person and person.user and person.user.email_key != row.address_key)


def _reasons_to_skip(mailing: Mailing, rows: list[Delivery], now: datetime) -> dict[int, str]:
    """Return why each row that must not be sent is left out; the others are not in it."""
    if mailing.kind in BEFORE_CLOSE and mailing.workshop.state_at(now) == WorkshopState.CLOSED:
        return {row.pk: "The workshop has closed." for row in rows}
    people = _still_reached(
        participants_reached(
            mailing.workshop, mailing.audience, kind=mailing.kind, now=now, sending=mailing
        ),
        [r.participant_id for r in rows],
    )
    waiting = _still_reached(
        preregistrations_reached(mailing.workshop, mailing.audience, now=now, sending=mailing),
        [r.preregistration_id for r in rows],
    )
    refusing = suppressed_keys(row.address_key for row in rows)
    return {
        row.pk: SUPPRESSED if row.address_key in refusing else _why_not(row)
        for row in rows
        if row.address_key in refusing
        or not row.address
        or (row.participant_id not in people and row.preregistration_id not in waiting)
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
    if row.participant and row.participant.stopped_kinds.filter(kind=row.mailing.kind).exists():
        return "Asked for no more messages of this kind."
    return "No longer in the audience."
