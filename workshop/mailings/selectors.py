"""What is due, and what staff see of mailings and channels: numbers, never addresses."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from workshop.common.dates import moment_words
from workshop.common.numbers import people_words
from workshop.enums import GroupKind, WorkshopState
from workshop.mailings.audiences import (
    mixes_channel_and_deeds,
    names_channel,
    participants_reached,
    preregistrations_reached,
)
from workshop.mailings.enums import Audience, MailingKind, MailingState
from workshop.mailings.models import Mailing
from workshop.models import Channel, Preregistration, Workshop
from workshop.selectors import dates_in_words, workshop_or_404

# Later than this, a mailing waits for a person: nobody wants a reminder at three in the morning.
LATE = timedelta(hours=2)
# Of the invitation that plans itself.
INVITATION_KEY = "invitation"
# In these states an invitation reaches people, or has.
UNDER_WAY = {
    MailingState.SCHEDULED: "goes out {when}",
    MailingState.BUILDING: "is being sent",
    MailingState.SENDING: "is being sent",
    MailingState.DONE: "was sent",
}
# In these it waits for a person.
WAITING = {
    MailingState.DRAFT: "is still a draft",
    MailingState.PAUSED: "is paused",
    MailingState.CANCELLED: "was cancelled",
}


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


def mailing_recipient_count(mailing: Mailing) -> int:
    """Return how many people the audience reaches now, each counted once."""
    people = participants_reached(mailing.workshop, mailing.audience)
    waiting = preregistrations_reached(mailing.workshop, mailing.audience)
    both = waiting.filter(email_key__in=people.values("user__email_key"))
    return people.count() + waiting.count() - both.count()


def number_words(mailing: Mailing, count: int) -> str:
    """Return a number of a mailing's people or messages, in the words that staff may see.

    Small numbers of a channel stay untold; so does every number of a channel together with what
    people did, from which the contributors of the channel could be worked out.
    """
    if mixes_channel_and_deeds(mailing.audience):
        return "uncounted"
    return people_words(count) if names_channel(mailing.audience) else str(count)


def mailing_plan(now: datetime) -> Iterator[str]:
    """Yield a line for each mailing that a run at this moment would plan, start or go on with."""
    for workshop in workshops_to_invite(now):
        yield f"{workshop.slug} {INVITATION_KEY}: would be planned for the opening"
    for mailing in mailings_due(now):
        name = f"{mailing.workshop.slug} {mailing.key}"
        if is_too_late(mailing, now):
            yield f"{name}: more than two hours late, would wait for a person"
        else:
            words = number_words(mailing, mailing_recipient_count(mailing))
            yield f"{name}: would go to {words} recipients"
    running = Mailing.objects.filter(state=MailingState.SENDING).select_related("workshop")
    for mailing in running:
        words = number_words(mailing, mailing.deliveries.due(now).count())
        yield f"{mailing.workshop.slug} {mailing.key}: {words} messages due"


def channel_or_404(*, slug: str, key: str) -> Channel:
    """Return a channel with `joined`, its workshop with `question_count`; raises Http404."""
    workshop = Workshop.objects.with_question_count().filter(slug=slug).first()
    channel = workshop and workshop.channels.with_joined().filter(key=key).first()
    if channel is None:
        raise Http404("There is no channel of that name.")
    return channel


def channels_page(*, slug: str, now: datetime) -> dict:
    """Return the channels of a workshop, and what becomes of its pre-registered; raises Http404."""
    workshop = workshop_or_404(slug)
    waiting = Preregistration.objects.filter(workshop=workshop).count()
    mailings = list(Mailing.objects.filter(workshop=workshop, kind=MailingKind.INVITATION))
    plans_itself = workshops_to_invite(now).filter(pk=workshop.pk).exists()
    return {
        "workshop": workshop,
        "channels": list(workshop.channels.with_joined()),
        "preregistered": waiting,
        "invitations": [
            (mailing, _invitation_words(mailing, workshop, now)) for mailing in mailings
        ],
        "plans_itself": plans_itself,
        "warning": "" if plans_itself else _invitation_missing(workshop, mailings, waiting, now),
    }


def sheet_page(channel: Channel, now: datetime) -> dict:
    """Return what the printed sheet of a channel shows."""
    workshop = channel.workshop
    challenges = list(workshop.groups.filter(kind=GroupKind.CHALLENGE)[:2])
    return {
        "workshop": workshop,
        "channel": channel,
        "state": workshop.state_at(now),
        "dates": dates_in_words(workshop, now),
        # Several questions would be no line for a poster.
        "question": challenges[0].prompt if len(challenges) == 1 else "",
    }


def _invitation_words(mailing: Mailing, workshop: Workshop, now: datetime) -> str:
    today = now.astimezone(workshop.zone).date()
    when = moment_words(mailing.send_at, zone=workshop.zone, today=today)
    return (UNDER_WAY | WAITING)[mailing.state].format(when=when)


def _invitation_missing(
    workshop: Workshop, mailings: list[Mailing], waiting: int, now: datetime
) -> str:
    """Return why nobody who pre-registered is invited, in words, or nothing where all is well."""
    states = {mailing.state for mailing in mailings if Audience.PREREGISTERED in mailing.audience}
    closed = workshop.state_at(now) == WorkshopState.CLOSED
    if not waiting or closed or states & UNDER_WAY.keys():
        return ""
    why = next((words for state, words in WAITING.items() if state in states), "")
    return f"the invitation {why}" if why else "no invitation goes to them"
