"""Which summaries of the conversation are due: one a day for each workshop, in its morning."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from workshop.enums import EmailChoice
from workshop.mailings.audiences import SUMMARY_PREFIX, participants_reached
from workshop.mailings.enums import MailingKind, MailingState
from workshop.mailings.models import Mailing
from workshop.models import Participant, Workshop

MORNING = time(8)
MONDAY = 0
# Whose summary could not be planned by then gets it with the next one.
MORNING_LASTS = timedelta(hours=2)
# A day of 25 hours, and some more.
LONGEST_DAY = timedelta(hours=27)
WAITING = (MailingState.SCHEDULED, MailingState.BUILDING, MailingState.SENDING)


@dataclass(frozen=True)
class DueSummary:
    """The summary of a workshop that is missing this morning."""

    workshop: Workshop
    key: str
    send_at: datetime
    words: list[str]


def morning_of(workshop: Workshop, day: date) -> datetime:
    """Return the moment at which a day's summaries go: by the wall clock of the workshop."""
    return datetime.combine(day, MORNING, tzinfo=workshop.zone)


def summaries_due(now: datetime) -> list[DueSummary]:
    """Return the summaries that are missing, at most two hours after their time.

    One query outside of those hours. The morning after the close has the last, for weekly readers
    too. Where an earlier one is paused a person should look first, so no other comes before.
    """
    wanting = Participant.objects.filter(workshop=OuterRef("pk")).exclude(
        email_choice=EmailChoice.NONE
    )
    current = Workshop.objects.filter(
        opens_at__lt=now, closes_at__gt=now - LONGEST_DAY - MORNING_LASTS
    )
    current = current.filter(Exists(wanting)).order_by("pk")
    due = [found for workshop in current if (found := _due(workshop, now))]
    theirs = Mailing.objects.filter(
        workshop__in=[each.workshop for each in due], kind=MailingKind.DIGEST
    )
    taken = set(theirs.values_list("workshop", "key")) if due else set()
    held = theirs.filter(state=MailingState.PAUSED).values_list("workshop", flat=True)
    paused = set(held) if due else set()
    return [
        each
        for each in due
        if (each.workshop.pk, each.key) not in taken
        and each.workshop.pk not in paused
        and participants_reached(each.workshop, each.words, kind=MailingKind.DIGEST).exists()
    ]


def summaries_stale(now: datetime) -> QuerySet[Mailing]:
    """Return the summaries that could not begin in their morning, or of which nothing moves."""
    ago = now - MORNING_LASTS
    return Mailing.objects.filter(
        Q(state=MailingState.SCHEDULED, send_at__lte=ago)
        | Q(state=MailingState.SENDING, paced_until__lte=ago),
        kind=MailingKind.DIGEST,
    )


def summaries_before(due: DueSummary) -> QuerySet[Mailing]:
    """Return the earlier summaries of the workshop that are still under way."""
    return Mailing.objects.filter(
        workshop=due.workshop, kind=MailingKind.DIGEST, state__in=WAITING, send_at__lt=due.send_at
    )


def _due(workshop: Workshop, now: datetime) -> DueSummary | None:
    today = now.astimezone(workshop.zone).date()
    morning = morning_of(workshop, today)
    if not morning <= now < morning + MORNING_LASTS or workshop.opens_at >= morning:
        return None
    if workshop.closes_at <= morning_of(workshop, today - timedelta(days=1)):
        return None
    choices = [EmailChoice.REPLIES, EmailChoice.DAILY]
    if today.weekday() == MONDAY or workshop.closes_at <= morning:
        choices.append(EmailChoice.WEEKLY)
    words = [f"{SUMMARY_PREFIX}{choice}" for choice in choices]
    return DueSummary(workshop, f"digest-{today}", morning, words)
