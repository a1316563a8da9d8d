"""What sorts of people an audience has, in shares that tell of nobody."""

from datetime import datetime

from django.db.models import Count, Q

from workshop.common.numbers import SMALLEST_SHOWN
from workshop.mailings.audiences import (
    CHANNEL_PREFIX,
    FOLLOWERS_PREFIX,
    participants_reached,
    preregistrations_reached,
    unmailed_days,
)
from workshop.mailings.enums import Audience
from workshop.mailings.selectors.reach import TENS
from workshop.models import Workshop

WAITING, UNFINISHED = "Pre-registered, not joined", "Registered, questions not finished"
IDLE, VOTED = "Joined, nothing contributed yet", "Voted, posted nothing"
POSTED = "Posted an idea or a comment"
# The sorts of which a word may reach people: that one of them is missing would tell of all others.
SORTS = {
    Audience.PREREGISTERED: (WAITING,),
    Audience.UNFINISHED: (UNFINISHED,),
    Audience.SPECTATORS: (IDLE,),
    Audience.VOTERS: (VOTED,),
    Audience.CONTRIBUTORS: (VOTED, POSTED),
    Audience.EVERYONE: (IDLE, VOTED, POSTED),
}
FEW = "very few or none"


def kinds_of(
    workshop: Workshop, words: list[str], *, kind: str, now: datetime
) -> list[tuple[str, str]]:
    """Return what sorts of people an audience has and about how many of each in a hundred.

    Nothing of an audience with a channel or the followers of a conversation, of whom it would tell
    what they did. All of it is reckoned from numbers that may be told.
    """
    if any(word.startswith((CHANNEL_PREFIX, FOLLOWERS_PREFIX)) for word in words):
        return []
    exact = () if unmailed_days(words) else (WAITING, UNFINISHED)
    found = _numbers(workshop, words, kind, now)
    reached = {name for word in words for name in SORTS.get(word, ())}
    told = {
        name: number if name in exact else number // TENS * TENS
        for name, number in found.items()
        if name in reached
    }
    return _shares(told)


def _numbers(workshop: Workshop, words: list[str], kind: str, now: datetime) -> dict[str, int]:
    people = participants_reached(workshop, words, kind=kind, now=now)
    joined, posted = Q(joined_at__isnull=False), Q(first_posted_at__isnull=False)
    did = Q(first_contributed_at__isnull=False)
    found = people.aggregate(
        unfinished=Count("pk", filter=~joined),
        idle=Count("pk", filter=joined & ~did),
        voted=Count("pk", filter=joined & did & ~posted),
        posted=Count("pk", filter=joined & did & posted),
    )
    waiting = preregistrations_reached(workshop, words, now=now)
    both = waiting.filter(email_key__in=people.values("user__email_key"))
    return {
        WAITING: waiting.exclude(pk__in=both.values("pk")).count(),
        UNFINISHED: found["unfinished"],
        IDLE: found["idle"],
        VOTED: found["voted"],
        POSTED: found["posted"],
    }


def _shares(numbers: dict[str, int]) -> list[tuple[str, str]]:
    """Return shares in steps of five of a hundred; nothing of few, as it would tell of each."""
    total = sum(numbers.values())
    if total < 2 * SMALLEST_SHOWN:
        return []
    if total < TENS * SMALLEST_SHOWN:
        few = SMALLEST_SHOWN
        return [(name, "some" if number >= few else FEW) for name, number in numbers.items()]
    return [(name, _share_words(number / total)) for name, number in numbers.items()]


def _share_words(share: float) -> str:
    """Return a share in words that say neither none nor all."""
    percent = round(share * 20) * 5
    return {0: FEW, 100: "nearly all or all"}.get(percent, f"about {percent} %")
