"""The summaries of the conversation plan themselves, each morning of an open workshop."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from workshop.common.dates import day_words
from workshop.mailings.enums import DeliveryState, MailingKind, MailingState
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.selectors.summaries import (
    DueSummary,
    summaries_before,
    summaries_due,
    summaries_stale,
)

OVERTAKEN = "The summary of the next day took its place."
LEFT_BEHIND = "Nothing was sent for more than two hours: the next summary tells of it."


@transaction.atomic
def summaries_plan(*, now: datetime) -> None:
    """Plan the summaries of this morning that are missing.

    Two at once plan one: the key of a mailing, here the day, is unique in its workshop. What is
    left of an earlier one does not go out beside it, and one that nobody sent for hours ends by
    itself, since it would else hold up all that follow until a person comes.
    """
    _end(summaries_stale(now), LEFT_BEHIND)
    for due in summaries_due(now):
        _end(summaries_before(due), OVERTAKEN)
        Mailing.objects.bulk_create([_summary(due)], ignore_conflicts=True)


def _end(summaries: QuerySet[Mailing], reason: str) -> None:
    """Send nothing more of these: what they would have told comes with the next."""
    pks = list(summaries.values_list("pk", flat=True))
    if not pks:
        return
    Mailing.objects.filter(pk__in=pks).update(state=MailingState.CANCELLED, reason=reason)
    waiting = Delivery.objects.filter(mailing__in=pks, state=DeliveryState.PENDING)
    waiting.update(state=DeliveryState.SKIPPED, reason=reason)


def _summary(due: DueSummary) -> Mailing:
    day = due.send_at.date()
    return Mailing(
        workshop=due.workshop,
        key=due.key,
        kind=MailingKind.DIGEST,
        audience=due.words,
        send_at=due.send_at,
        subject=f"What is new, {day_words(day, today=day)}",
        state=MailingState.SCHEDULED,
    )
