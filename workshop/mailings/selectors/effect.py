"""What went on in a workshop after a mailing, beside what went on before; without any tracking.

Nobody is looked at: the numbers are those of the whole workshop, hour by hour. That more came
after a mailing says that it helped, not whom it brought.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncHour
from django.utils.module_loading import import_string

from workshop.common.numbers import SMALLEST_SHOWN, people_words
from workshop.hours import hour_of
from workshop.mailings.models import Mailing
from workshop.models import HourCount, Participant, Workshop

SPAN = timedelta(hours=48)
HOUR = timedelta(hours=1)
TENS = 10
MEASURES = ("Visits", "People who joined", "First contributions", "Votes")


@dataclass(frozen=True)
class Side:
    """A number before or after a mailing, in words and as the length of a bar in per cent."""

    words: str
    length: int


@dataclass(frozen=True)
class Measure:
    """One kind of happening in the 48 hours before a mailing and the 48 hours after."""

    title: str
    before: Side
    after: Side


@dataclass(frozen=True)
class Effect:
    """What happened around one mailing; `hours` are those that have passed since, at most 48."""

    measures: list[Measure]
    hours: int

    @property
    def is_whole(self) -> bool:
        """Say whether all 48 hours have passed."""
        return self.hours >= SPAN // HOUR


def effects_of(workshop: Workshop, mailings: Iterable[Mailing], now: datetime) -> dict[int, Effect]:
    """Return what happened around each mailing that has begun, by its key in the database.

    Four queries, whatever the number of mailings; none where no mailing has begun. Hours are
    whole: the one in which a mailing began counts as after it.
    """
    begun = {row.pk: hour_of(row.started_at) for row in mailings if row.started_at}
    if not begun:
        return {}
    since, until = min(begun.values()) - SPAN, max(begun.values()) + SPAN
    by_hour = _by_hour(workshop, since, until)
    return {pk: _effect(by_hour, start, now) for pk, start in begun.items()}


def told(number: int) -> str:
    """Return a number that tells what people did: in tens, and below ten not at all.

    Two mailings of one week share most of their hours; in tens nothing small can be had by taking
    the one from the other.
    """
    if number < SMALLEST_SHOWN:
        return people_words(number)
    return f"about {number // TENS * TENS:,}"


def _by_hour(workshop: Workshop, since: datetime, until: datetime) -> list[Counter]:
    """Return for each measure {hour: number}."""
    span = {"hour__gte": since, "hour__lt": until}
    rows = HourCount.objects.filter(workshop=workshop, **span)
    hours = list(rows.values_list("hour", "visits", "joins"))
    votes = import_string(settings.MAIL_ACTIVITY)(workshop, since=since, until=until)
    return [
        Counter({hour: visits for hour, visits, _ in hours}),
        Counter({hour: joins for hour, _, joins in hours}),
        _first_contributions(workshop, since, until),
        votes,
    ]


def _first_contributions(workshop: Workshop, since: datetime, until: datetime) -> Counter:
    stamped = Participant.objects.filter(
        workshop=workshop, first_contributed_at__gte=since, first_contributed_at__lt=until
    )
    hours = stamped.order_by().values_list(TruncHour("first_contributed_at", tzinfo=UTC))
    return Counter(dict(hours.annotate(n=Count("pk"))))


def _effect(by_hour: list[Counter], start: datetime, now: datetime) -> Effect:
    passed = max(0, min(SPAN // HOUR, (now - start) // HOUR))
    measures = [
        _measure(title, _sum(hours, start - SPAN, start), _sum(hours, start, start + SPAN))
        for title, hours in zip(MEASURES, by_hour, strict=True)
    ]
    return Effect(measures, passed)


def _sum(hours: Counter, since: datetime, until: datetime) -> int:
    return sum(number for hour, number in hours.items() if since <= hour < until)


def _measure(title: str, before: int, after: int) -> Measure:
    # Bars are as long as what is told, so that none can be measured for the number behind it.
    lengths = [
        number // TENS * TENS if number >= SMALLEST_SHOWN else 0 for number in (before, after)
    ]
    longest = max(*lengths, 1)
    sides = [
        Side(told(number), round(100 * length / longest))
        for number, length in zip((before, after), lengths, strict=True)
    ]
    return Measure(title, *sides)
