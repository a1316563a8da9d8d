"""What went on in a workshop after a mailing, beside what went on before; without any tracking.

Nobody is looked at: the numbers are those of the whole workshop, hour by hour. That more came
after a mailing says that it helped, not whom it brought.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min
from django.db.models.functions import TruncHour
from django.utils.module_loading import import_string

from workshop.common.numbers import SMALLEST_SHOWN, tens_words
from workshop.hours import hour_of
from workshop.mailings.models import Mailing
from workshop.models import HourCount, Participant, Workshop

SPAN = timedelta(hours=48)
HOUR = timedelta(hours=1)
# The first of them are counted as they happen, the others can be counted at any time.
COUNTED_HERE = 2
MEASURES = ("Visits", "People who joined", "First contributions", "Votes")


@dataclass(frozen=True)
class Side:
    """A number before or after a mailing, in words and as the length of a bar in per cent."""

    words: str
    length: int


@dataclass(frozen=True)
class Measure:
    """One kind of happening in the hours before a mailing and in as many hours after."""

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

    Five queries, whatever the number of mailings; none where no mailing began an hour ago. Hours
    are whole: the one in which a mailing began counts as after it. Visits and who joined are left
    out where they were not counted all the while, as of an archive.
    """
    begun = {row.pk: hour_of(row.started_at) for row in mailings if row.started_at}
    begun = {pk: start for pk, start in begun.items() if start + HOUR <= now}
    if not begun:
        return {}
    since, until = min(begun.values()) - SPAN, max(begun.values()) + SPAN
    by_hour = _by_hour(workshop, since, until)
    counted_from = HourCount.objects.filter(workshop=workshop).aggregate(first=Min("hour"))["first"]
    return {
        pk: _effect(
            by_hour, start, now, counted=bool(counted_from and counted_from <= start - SPAN)
        )
        for pk, start in begun.items()
    }


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


def _effect(by_hour: list[Counter], start: datetime, now: datetime, *, counted: bool) -> Effect:
    passed = max(0, min(SPAN // HOUR, (now - start) // HOUR))
    # While they pass, as many hours stand beside each other, of the same time of day.
    so_far = passed * HOUR
    measures = [
        _measure(
            title,
            _sum(hours, start - SPAN, start - SPAN + so_far),
            _sum(hours, start, start + so_far),
        )
        for title, hours in zip(MEASURES, by_hour, strict=True)
    ]
    return Effect(measures if counted else measures[COUNTED_HERE:], passed)


def _sum(hours: Counter, since: datetime, until: datetime) -> int:
    return sum(number for hour, number in hours.items() if since <= hour < until)


def _measure(title: str, before: int, after: int) -> Measure:
    # Bars are as long as what is told, so that none can be measured for the number behind it.
    lengths = [number // SMALLEST_SHOWN for number in (before, after)]
    longest = max(*lengths, 1)
    first, second = (round(100 * length / longest) for length in lengths)
    return Measure(title, Side(tens_words(before), first), Side(tens_words(after), second))
