"""What is due, and what staff see of a mailing: numbers, never addresses."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet

from workshop.mailings.audiences import participants_reached, preregistrations_reached
from workshop.mailings.enums import MailingState
from workshop.mailings.models import Mailing

# Later than this, a mailing waits for a person: nobody wants a reminder at three in the morning.
LATE = timedelta(hours=2)


def mailings_due(now: datetime) -> QuerySet[Mailing]:
    """Return the scheduled mailings whose time has come, those that are too late among them."""
    due = Mailing.objects.filter(state=MailingState.SCHEDULED, send_at__lte=now)
    return due.select_related("workshop").order_by("send_at", "pk")


def is_too_late(mailing: Mailing, now: datetime) -> bool:
    """Say whether a scheduled mailing must wait for a person's word."""
    return mailing.send_at < now - LATE


def mailing_recipient_count(mailing: Mailing) -> int:
    """Return how many people the audience reaches now, each counted once."""
    people = participants_reached(mailing.workshop, mailing.audience)
    waiting = preregistrations_reached(mailing.workshop, mailing.audience)
    both = waiting.filter(email_key__in=people.values("user__email_key"))
    return people.count() + waiting.count() - both.count()


def mailing_plan(now: datetime) -> Iterator[str]:
    """Yield a line for each mailing that a run at this moment would start or go on with."""
    for mailing in mailings_due(now):
        name = f"{mailing.workshop.slug} {mailing.key}"
        if is_too_late(mailing, now):
            yield f"{name}: more than two hours late, would wait for a person"
        else:
            yield f"{name}: would go to {mailing_recipient_count(mailing)} recipients"
    running = Mailing.objects.filter(state=MailingState.SENDING).select_related("workshop")
    for mailing in running:
        due = mailing.deliveries.due(now).count()
        yield f"{mailing.workshop.slug} {mailing.key}: {due} messages due"
