"""How many people a mailing reaches, in the words that staff may see."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Count

from workshop.common.numbers import SMALLEST_SHOWN, people_words
from workshop.mailings.audiences import (
    CHANNEL_PREFIX,
    FOLLOWERS_PREFIX,
    mixes_channel_and_deeds,
    names_channel,
    names_deeds,
    participants_reached,
    preregistrations_reached,
    threads_of,
    unmailed_days,
)
from workshop.mailings.enums import Audience, MailingKind
from workshop.mailings.models import Mailing
from workshop.models import Channel, Workshop

TENS = 10
UNCOUNTED = "uncounted"
SENTENCES = {
    Audience.PREREGISTERED: "They left their address before the opening and have not joined.",
    Audience.UNFINISHED: "They registered and have not finished the questions on the way in.",
    Audience.SPECTATORS: "They joined, and have posted and voted nothing.",
    Audience.VOTERS: "They voted, and have posted no idea and no comment.",
    Audience.CONTRIBUTORS: "They posted an idea or a comment, or voted.",
    Audience.EVERYONE: "All who finished the questions on the way in.",
}
CHANNEL_SENTENCE = "They registered through this link, whether they joined or not."
FOLLOWERS_SENTENCE = "They follow this conversation, as they chose themselves."


class Emptiness(StrEnum):
    """Whether nobody is in an audience, as far as staff may know."""

    NOBODY = "nobody"
    UNTOLD = "untold"
    SOMEBODY = "somebody"


class Apart(NamedTuple):
    """The people of an audience who are counted apart: how many, and as how many they are told."""

    number: int = 0
    told: int = 0


NOBODY_APART = Apart()


@dataclass(frozen=True)
class Choice:
    """One word of an audience: what it is called, a sentence, and how many it reaches now."""

    word: str
    label: str
    sentence: str
    size: str = ""
    is_chosen: bool = False


# Nobody else chooses who gets those.
SUMMARY_READERS = Choice(
    "", "Those who asked for summaries", "Each chose so, and gets one if something is new to them."
)


def audience_count(
    workshop: Workshop, words: list[str], *, kind: str = "", now: datetime | None = None
) -> int:
    """Return how many people an audience reaches now, each counted once."""
    people = participants_reached(workshop, words, kind=kind, now=now)
    if Audience.PREREGISTERED not in words:
        return people.count()
    waiting = preregistrations_reached(workshop, words, now=now)
    both = waiting.filter(email_key__in=people.values("user__email_key"))
    return people.count() + waiting.count() - both.count()


def mailing_recipient_count(mailing: Mailing) -> int:
    """Return how many people the audience of a mailing reaches now, each counted once."""
    return audience_count(mailing.workshop, mailing.audience, kind=mailing.kind)


def counted_apart(mailing: Mailing, words: list[str], now: datetime | None = None) -> Apart:
    """Return how many of an audience are there by words whose sizes are told as they are.

    Nobody where all of it is told in tens, or none of it tells on anybody. In an audience narrowed
    by earlier messages it is who has not joined, in tens too: how many are left tells as well.
    """

    def count(among: list[str]) -> int:
        return audience_count(mailing.workshop, among, kind=mailing.kind, now=now)

    if not unmailed_days(words):
        exact = [word for word in words if not tells_on_people([word])]
        number = count(exact) if 0 < len(exact) < len(words) else 0
        return Apart(number, number)
    among = [word for word in words if tells_on_people([word]) and not _is_choice(word)]
    told = before = 0
    for word in (Audience.UNFINISHED, Audience.PREREGISTERED):
        if word in words:
            among.append(word)
            number = count(among)
            told += (number - before) // TENS * TENS
            before = number
    return Apart(before, told)


def told_count(words: list[str], count: int, *, apart: Apart = NOBODY_APART) -> int | None:
    """Return as much of a number of people as may be told; None where nothing may.

    Of a channel together with what people did, or with whom it was written to, nothing. What tells
    of people's doings or ways in is told in tens, rounded down, and by itself: the others
    (see `counted_apart`) are added to it, so that more of them move it no further. Where neither
    is left it is 1, for none as for nine.
    """
    if mixes_channel_and_deeds(words) or (names_channel(words) and unmailed_days(words)):
        return None
    if not tells_on_people(words):
        return count
    # Nobody tells as much as one does: what all of them did not do.
    return apart.told + (count - apart.number) // TENS * TENS or 1


def tells_on_people(words: list[str]) -> bool:
    """Say whether the size of an audience tells what people did, or how they came."""
    return names_channel(words) or names_deeds(words) or bool(unmailed_days(words))


def count_words(words: list[str], count: int, *, apart: Apart = NOBODY_APART) -> str:
    """Return a number of the people of an audience, in the words that staff may see."""
    told = told_count(words, count, apart=apart)
    if told is None:
        return UNCOUNTED
    if not tells_on_people(words):
        return f"{count:,}"
    if apart.told and told < SMALLEST_SHOWN:
        return f"between {apart.told} and {apart.told + TENS - 1}"
    about = "about " if told >= SMALLEST_SHOWN else ""
    return about + people_words(told)


def emptiness_of(words: list[str], count: int, *, apart: Apart = NOBODY_APART) -> Emptiness:
    """Return whether an audience has nobody in it, as far as that may be told."""
    if not tells_on_people(words):
        return Emptiness.NOBODY if count == 0 else Emptiness.SOMEBODY
    told = told_count(words, count, apart=apart)
    is_small = told is None or told < SMALLEST_SHOWN
    return Emptiness.UNTOLD if is_small and not apart.told else Emptiness.SOMEBODY


def number_words(mailing: Mailing, count: int, *, apart: Apart = NOBODY_APART) -> str:
    """Return a number of a mailing's people or messages, in the words that staff may see."""
    # How many had news tells, in small numbers, of whom there was some.
    if mailing.kind == MailingKind.DIGEST:
        return people_words(count)
    return count_words(mailing.audience, count, apart=apart)


def chosen_words(workshop: Workshop, words: list[str]) -> list[Choice]:
    """Return an audience as it is chosen, each word with its sentence and without sizes."""
    titles = dict(Channel.objects.filter(workshop=workshop).values_list("key", "title"))
    threads = threads_of(workshop)
    return [_choice(word, titles, threads) for word in words if _is_choice(word)]


def narrowing_words(words: list[str]) -> str:
    """Return in a sentence whom an audience leaves out; nothing where it leaves out nobody."""
    days = unmailed_days(words)
    if not days:
        return ""
    span = "day" if days == 1 else f"{days} days"
    return f"Left out is who got a message of this workshop in the last {span}, summaries apart."


def who_shown(mailing: Mailing, count: int | None) -> dict:
    """Return the audience of a mailing in sentences, how many it reaches now, whether anybody."""
    if mailing.kind == MailingKind.DIGEST:
        chosen = [SUMMARY_READERS]
    else:
        chosen = chosen_words(mailing.workshop, mailing.audience)
    apart = NOBODY_APART if count is None else counted_apart(mailing, mailing.audience)
    empty = "" if count is None else emptiness_of(mailing.audience, count, apart=apart)
    return {
        "emptiness": empty,
        "chosen": chosen,
        "narrowing": narrowing_words(mailing.audience),
        "reaches": "" if count is None else number_words(mailing, count, apart=apart),
    }


def words_offered(workshop: Workshop, chosen: list[str], threads=None) -> list[str]:
    """Return the words that may be ticked: all there are, and what is chosen already."""
    keys = Channel.objects.filter(workshop=workshop).values_list("key", flat=True)
    discussed = (threads or threads_of(workshop)).to_choose()
    words = [*Audience.values, *(CHANNEL_PREFIX + key for key in keys)]
    words += [FOLLOWERS_PREFIX + public_id for public_id, _title in discussed]
    return [*words, *(word for word in chosen if _is_choice(word) and word not in words)]


def choices_of(
    workshop: Workshop, *, kind: str, chosen: list[str], now: datetime
) -> dict[str, list[Choice]]:
    """Return what an audience may be chosen from, each with its size now.

    A query or two for each of the six, one for all channels, one for each conversation.
    """
    threads = threads_of(workshop)
    titles = dict(Channel.objects.filter(workshop=workshop).values_list("key", "title"))
    words = words_offered(workshop, chosen, threads)
    sizes = _channel_sizes(workshop, [w for w in words if w.startswith(CHANNEL_PREFIX)], kind, now)

    def sized(word: str) -> Choice:
        known = sizes.get(word)
        size = audience_count(workshop, [word], kind=kind, now=now) if known is None else known
        return _choice(word, titles, threads, size=count_words([word], size), chosen=chosen)

    return {
        "people": [sized(word) for word in words if word in Audience.values],
        "channels": [sized(word) for word in words if word.startswith(CHANNEL_PREFIX)],
        "threads": [sized(word) for word in words if word.startswith(FOLLOWERS_PREFIX)],
    }


def _channel_sizes(workshop: Workshop, words: list[str], kind: str, now: datetime) -> dict:
    people = participants_reached(workshop, words, kind=kind, now=now).order_by()
    counted = people.values_list("channel__key").annotate(n=Count("pk"))
    return dict.fromkeys(words, 0) | {CHANNEL_PREFIX + key: number for key, number in counted}


def _choice(word: str, titles: dict, threads, *, size: str = "", chosen=()) -> Choice:
    """Return a word with its name and its sentence."""
    if word.startswith(CHANNEL_PREFIX):
        key = word.removeprefix(CHANNEL_PREFIX)
        label, sentence = f"Came through {titles.get(key, key)}", CHANNEL_SENTENCE
    elif word.startswith(FOLLOWERS_PREFIX):
        title = threads.title(word.removeprefix(FOLLOWERS_PREFIX))
        label = f"Follow “{title}”" if title else "Follow a conversation that cannot be read now"
        sentence = FOLLOWERS_SENTENCE
    else:
        label, sentence = Audience(word).label, SENTENCES[Audience(word)]
    return Choice(word, label, sentence, size, word in chosen)


def _is_choice(word: str) -> bool:
    named = (CHANNEL_PREFIX, FOLLOWERS_PREFIX)
    return word in Audience.values or word.startswith(named)
