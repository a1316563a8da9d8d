"""What facilitators see of a workshop's channels: numbers, never addresses."""

from datetime import datetime

from django.http import Http404

from workshop.common.dates import moment_words
from workshop.enums import GroupKind, WorkshopState
from workshop.mailings.enums import Audience, MailingKind, MailingState
from workshop.mailings.models import Mailing
from workshop.mailings.selectors.due import workshops_to_invite
from workshop.models import Channel, Preregistration, Workshop
from workshop.selectors import dates_in_words, workshop_or_404

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
    warning = invitation_warning(workshop, mailings, waiting, now)
    return {
        "workshop": workshop,
        "channels": list(workshop.channels.with_joined()),
        "preregistered": waiting,
        "invitations": [
            (mailing, _invitation_words(mailing, workshop, now)) for mailing in mailings
        ],
        "plans_itself": plans_itself,
        "warning": "" if plans_itself else warning,
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


def invitation_warning(
    workshop: Workshop, mailings: list[Mailing], waiting: int, now: datetime
) -> str:
    """Return why nobody who pre-registered is invited, in words, or nothing where all is well."""
    states = {mailing.state for mailing in mailings if Audience.PREREGISTERED in mailing.audience}
    closed = workshop.state_at(now) == WorkshopState.CLOSED
    if not waiting or closed or states & UNDER_WAY.keys():
        return ""
    why = next((words for state, words in WAITING.items() if state in states), "")
    return f"the invitation {why}" if why else "no invitation goes to them"
