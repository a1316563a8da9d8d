"""Whom a mailing reaches: only by stamps of participants and pre-registrations, never by answers.

The words of an audience are joined by "or". Whoever stopped our mail, closed the account or has
no address is in none. A channel reaches all who registered through it, joined or not; it never
stands beside what people did, since the size of both together would tell who did it by channel.
"""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, QuerySet

from workshop.accounts.models import User
from workshop.common.errors import DomainError
from workshop.mailings.enums import DEEDS, Audience
from workshop.mailings.models import StoppedKind
from workshop.models import Channel, Participant, Preregistration, Workshop

CHANNEL_PREFIX = "channel:"
# Of summaries alone, which plan themselves: who chose them. Nobody may plan a mailing to these.
SUMMARY_PREFIX = "summary:"
MIXED = (
    "A channel cannot go together with what people did (nothing contributed yet, voted, or "
    "contributed): the numbers would tell how many people of a channel did so. "
    "Write two mailings instead."
)


def audience_check(*, workshop: Workshop, words: list[str]) -> None:
    """Refuse (DomainError) an audience that cannot be written to.

    It may not be empty, hold an unknown word or channel, or join a channel with what people did.
    """
    if not isinstance(words, list) or not words:
        raise DomainError("Choose whom this mailing goes to.")
    for word in words:
        key = _channel_key(word)
        if key is None and word not in Audience.values:
            raise DomainError(f"There is no audience called “{word}”.")
        if key is not None and not Channel.objects.filter(workshop=workshop, key=key).exists():
            raise DomainError(f"This workshop has no channel called “{key}”.")
    if mixes_channel_and_deeds(words):
        raise DomainError(MIXED)


def names_channel(words: list[str]) -> bool:
    """Say whether an audience names a channel."""
    return any(_channel_key(word) is not None for word in words)


def mixes_channel_and_deeds(words: list[str]) -> bool:
    """Say whether an audience joins a channel with what people did, as an archive's may."""
    return names_channel(words) and any(word in DEEDS for word in words)


def participants_reached(
    workshop: Workshop, words: list[str], *, kind: str = ""
) -> QuerySet[Participant]:
    """Return the participants whom an audience reaches now with a mailing of a kind.

    Whoever stopped that kind is left out.
    """
    everybody = Participant.objects.filter(workshop=workshop)
    parts = [_participants(everybody, word) for word in words]
    stopped_before = Preregistration.objects.filter(
        workshop=workshop, email_key=OuterRef("user__email_key"), mailings_stopped_at__isnull=False
    )
    return (
        reduce(or_, parts, everybody.none())
        .filter(user__is_active=True, mailings_stopped_at=None)
        .exclude(user__email="")
        .filter(~Exists(stopped_before))
        .filter(~Exists(StoppedKind.objects.filter(participant=OuterRef("pk"), kind=kind)))
    )


def preregistrations_reached(workshop: Workshop, words: list[str]) -> QuerySet[Preregistration]:
    """Return the pre-registrations whom an audience reaches now: those who have not joined."""
    if Audience.PREREGISTERED not in words:
        return Preregistration.objects.none()
    same_person = Participant.objects.filter(
        workshop=workshop, user__email_key=OuterRef("email_key")
    )
    closed = User.objects.filter(email_key=OuterRef("email_key"), is_active=False)
    return (
        Preregistration.objects.filter(workshop=workshop, mailings_stopped_at=None)
        .exclude(email="")
        .filter(
            ~Exists(same_person.joined()),
            ~Exists(same_person.filter(mailings_stopped_at__isnull=False)),
            ~Exists(closed),
        )
    )


def _participants(everybody: QuerySet[Participant], word: str) -> QuerySet[Participant]:
    key = _channel_key(word)
    if key is not None:
        return everybody.filter(channel__key=key)
    if word.startswith(SUMMARY_PREFIX):
        return everybody.joined().filter(email_choice=word.removeprefix(SUMMARY_PREFIX))
    reads = {
        Audience.UNFINISHED: everybody.unfinished,
        Audience.SPECTATORS: everybody.spectators,
        Audience.VOTERS: everybody.voters,
        Audience.CONTRIBUTORS: everybody.contributors,
        Audience.EVERYONE: everybody.joined,
    }
    return reads.get(word, everybody.none)()


def _channel_key(word: str) -> str | None:
    text = str(word)
    return text.removeprefix(CHANNEL_PREFIX) if text.startswith(CHANNEL_PREFIX) else None
