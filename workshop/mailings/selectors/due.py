"""What is due, and what a run at a moment would do."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from workshop.mailings.enums import MailingKind, MailingState
from workshop.mailings.models import Mailing
from workshop.mailings.ready import INVITATION_KEY
from workshop.mailings.selectors.reach import (
    counted_apart,
    mailing_recipient_count,
    number_words,
)
from workshop.mailings.selectors.summaries import summaries_due
from workshop.models import Preregistration, Workshop

# Later than this, a mailing waits for a person: nobody wants a reminder at three in the morning.
LATE = timedelta(hours=2)


def mailings_due(now: datetime) -> QuerySet[Mailing]:
    """Return the scheduled mailings whose time has come, those that are too late among them.

    No invitation is due before the opening, whatever its time says.
    """
    due = Mailing.objects.filter(state=MailingState.SCHEDULED, send_at__lte=now)
    due = due.exclude(kind=MailingKind.INVITATION, workshop__opens_at__gt=now)
    return due.select_related("workshop").order_by("send_at", "pk")


def workshops_to_invite(now: datetime) -> QuerySet[Workshop]:
    """Return the workshops, not open for long, with pre-registrations and without an invitation."""
    waiting = Preregistration.objects.filter(workshop=OuterRef("pk"))
    theirs = Mailing.objects.filter(workshop=OuterRef("pk"))
    invitation = theirs.filter(Q(kind=MailingKind.INVITATION) | Q(key=INVITATION_KEY))
    current = Workshop.objects.filter(opens_at__gte=now - LATE, closes_at__gt=now)
    return current.filter(Exists(waiting), ~Exists(invitation)).order_by("pk")


def is_too_late(mailing: Mailing, now: datetime) -> bool:
    """Say whether a scheduled mailing must wait for a person's word."""
    return mailing.send_at < now - LATE


def mailing_plan(now: datetime) -> Iterator[str]:
    """Yield a line for each mailing that a run at this moment would plan, start or go on with."""
    for workshop in workshops_to_invite(now):
        yield f"{workshop.slug} {INVITATION_KEY}: would be planned for the opening"
    for due in summaries_due(now):
        yield f"{due.workshop.slug} {due.key}: would be planned for this morning"
    for mailing in mailings_due(now):
        name = f"{mailing.workshop.slug} {mailing.key}"
        if is_too_late(mailing, now):
            yield f"{name}: more than two hours late, would wait for a person"
        else:
            apart = counted_apart(mailing, mailing.audience)
            words = number_words(mailing, mailing_recipient_count(mailing), apart=apart)
            yield f"{name}: would go to {words} recipients"
    running = Mailing.objects.filter(state=MailingState.SENDING).select_related("workshop")
    for mailing in running:
        words = number_words(mailing, mailing.deliveries.due(now).count())
        yield f"{mailing.workshop.slug} {mailing.key}: {words} messages due"
