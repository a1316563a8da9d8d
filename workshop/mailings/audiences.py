"""Whom a mailing reaches: only by stamps of participants and pre-registrations, never by answers.

The words of an audience are joined by "or"; `unmailed:DAYS`, once at most, narrows them all.
Whoever stopped our mail, closed the account or has no address is in none. A channel reaches all
who registered through it, joined or not; it never stands beside what people did, since the size of
both together would tell who did it by channel.
"""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from workshop.accounts.models import User
from workshop.common.errors import DomainError
from workshop.mailings.enums import DEEDS, Audience, DeliveryState, MailingKind, MailingState
from workshop.mailings.models import Delivery, Mailing, StoppedKind
from workshop.models import Channel, Participant, Preregistration, Workshop

CHANNEL_PREFIX = "channel:"
# Of one conversation, by the idea it hangs on.
FOLLOWERS_PREFIX = "followers:"
UNMAILED_PREFIX = "unmailed:"
LONGEST_UNMAILED = 365
# Of summaries alone, which plan themselves: who chose them. Nobody may plan a mailing to these.
SUMMARY_PREFIX = "summary:"
MIXED = (
    "A channel cannot go together with what people did (nothing contributed yet, voted, "
    "contributed, or followed a conversation): the numbers would tell how many people of a "
    "channel did so. Write two mailings instead."
)
# On its way, as far as the ledger can tell.
UNDER_WAY = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.HANDED)


def audience_check(*, workshop: Workshop, words: list[str]) -> None:
    """Refuse (DomainError) an audience that cannot be written to.

    It may not be empty, hold an unknown word, channel or conversation, narrow nothing or twice,
    or join a channel with what people did.
    """
    narrowing = [word for word in words if _is_narrowing(word)] if isinstance(words, list) else []
    if not isinstance(words, list) or len(narrowing) == len(words):
        raise DomainError("Choose whom this mailing goes to.")
    if len(narrowing) > 1:
        raise DomainError("Say once how many days nobody was written to.")
    for word in words:
        if fault := _word_fault(workshop, word):
            raise DomainError(fault)
    if mixes_channel_and_deeds(words):
        raise DomainError(MIXED)


def names_channel(words: list[str]) -> bool:
    """Say whether an audience names a channel."""
    return any(_key(word, CHANNEL_PREFIX) is not None for word in words)


def names_deeds(words: list[str]) -> bool:
    """Say whether an audience is chosen by what people did: contribute, or follow."""
    return any(word in DEEDS or _key(word, FOLLOWERS_PREFIX) is not None for word in words)


def mixes_channel_and_deeds(words: list[str]) -> bool:
    """Say whether an audience joins a channel with what people did, as an archive's may."""
    return names_channel(words) and names_deeds(words)


def unmailed_days(words: list[str]) -> int:
    """Return for how many days nobody of the audience was written to; 0 where it is not asked."""
    found = [_days(word) for word in words if _is_narrowing(word)]
    return found[0] if found else 0


def threads_of(workshop: Workshop):
    """Return the conversations of a workshop, by the provider that the settings name."""
    return import_string(settings.MAIL_THREADS)(workshop)


def participants_reached(
    workshop: Workshop,
    words: list[str],
    *,
    kind: str = "",
    now: datetime | None = None,
    sending: Mailing | None = None,
) -> QuerySet[Participant]:
    """Return the participants whom an audience reaches now with a mailing of a kind.

    Whoever stopped that kind is left out. `sending` is the mailing whose own ledger is asked about:
    its messages, and those of others that wait like them, are no reason to leave somebody out.
    """
    everybody = Participant.objects.filter(workshop=workshop)
    parts = [_participants(workshop, everybody, word) for word in words]
    stopped_before = Preregistration.objects.filter(
        workshop=workshop, email_key=OuterRef("user__email_key"), mailings_stopped_at__isnull=False
    )
    people = (
        reduce(or_, parts, everybody.none())
        .filter(user__is_active=True, mailings_stopped_at=None)
        .exclude(user__email="")
        .filter(~Exists(stopped_before))
        .filter(~Exists(StoppedKind.objects.filter(participant=OuterRef("pk"), kind=kind)))
    )
    mailed = _mailed(workshop, words, now, sending)
    return people if mailed is None else people.filter(
        ~Exists(mailed.filter(participant=OuterRef("pk"))),
        ~Exists(mailed.filter(address_key=OuterRef("user__email_key"))),
    )  # fmt: skip


def preregistrations_reached(
    workshop: Workshop,
    words: list[str],
    *,
    now: datetime | None = None,
    sending: Mailing | None = None,
) -> QuerySet[Preregistration]:
    """Return the pre-registrations whom an audience reaches now: those who have not joined."""
    if Audience.PREREGISTERED not in words:
        return Preregistration.objects.none()
    same_person = Participant.objects.filter(
        workshop=workshop, user__email_key=OuterRef("email_key")
    )
    closed = User.objects.filter(email_key=OuterRef("email_key"), is_active=False)
    waiting = (
        Preregistration.objects.filter(workshop=workshop, mailings_stopped_at=None)
        .exclude(email="")
        .filter(
            ~Exists(same_person.joined()),
            ~Exists(same_person.filter(mailings_stopped_at__isnull=False)),
            ~Exists(closed),
        )
    )
    mailed = _mailed(workshop, words, now, sending)
    if mailed is None:
        return waiting
    return waiting.filter(~Exists(mailed.filter(address_key=OuterRef("email_key"))))


def _participants(
    workshop: Workshop, everybody: QuerySet[Participant], word: str
) -> QuerySet[Participant]:
    key = _key(word, CHANNEL_PREFIX)
    if key is not None:
        return everybody.filter(channel__key=key)
    public_id = _key(word, FOLLOWERS_PREFIX)
    if public_id is not None:
        return everybody.joined().filter(pk__in=threads_of(workshop).followers(public_id))
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


def _mailed(
    workshop: Workshop, words: list[str], now: datetime | None, sending: Mailing | None
) -> QuerySet | None:
    """Return the messages that keep people out of a narrowed audience; None without narrowing.

    Messages that wait in another's ledger count when this one is written; once it is sent only what
    has left, or may have: else two mailings could leave somebody out for each other's sake.
    Summaries do not count: whoever asked for one each day would get nothing else.
    """
    days = unmailed_days(words)
    if not days:
        return None
    since = (now or timezone.now()) - timedelta(days=days)
    counted = Q(state=DeliveryState.SENT, sent_at__gte=since) | Q(
        state=DeliveryState.UNKNOWN, settled_at__gte=since
    )
    if sending is None:
        counted |= Q(state__in=UNDER_WAY, mailing__state=MailingState.SENDING)
    theirs = Delivery.objects.filter(counted, mailing__workshop=workshop)
    if sending is not None:
        theirs = theirs.exclude(mailing=sending)
    return theirs.exclude(mailing__kind=MailingKind.DIGEST)


def _word_fault(workshop: Workshop, word: object) -> str:
    """Return what is wrong with one word of an audience, or nothing."""
    if (key := _key(word, CHANNEL_PREFIX)) is not None:
        found = Channel.objects.filter(workshop=workshop, key=key).exists()
        return "" if found else f"This workshop has no channel called “{key}”."
    if (public_id := _key(word, FOLLOWERS_PREFIX)) is not None:
        found = threads_of(workshop).title(public_id)
        return "" if found else "A conversation that was chosen cannot be found any more."
    if _is_narrowing(word):
        longest = f"Use a whole number of days from 1 to {LONGEST_UNMAILED}."
        return "" if 1 <= _days(word) <= LONGEST_UNMAILED else longest
    return "" if word in Audience.values else f"There is no audience called “{word}”."


def _is_narrowing(word: object) -> bool:
    return _key(word, UNMAILED_PREFIX) is not None


def _days(word: str) -> int:
    """Return the days of a narrowing word, or 0 where it is none that can be read."""
    text = word.removeprefix(UNMAILED_PREFIX)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _key(word: object, prefix: str) -> str | None:
    text = str(word)
    return text.removeprefix(prefix) if text.startswith(prefix) else None
