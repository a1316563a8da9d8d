"""Dates and times in words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from workshop.common.dates import (
    clock_words,
    countdown_words,
    day_words,
    ending_words,
    moment_words,
    zone_words,
)

LONDON, TODAY = ZoneInfo("Europe/London"), date(2026, 6, 1)


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(9, 0, "9am"), (9, 30, "9:30am"), (12, 0, "midday"), (12, 5, "12:05pm"), (17, 0, "5pm"),
     (0, 5, "12:05am"), (23, 59, "11:59pm")],
)  # fmt: skip
def test_the_clock_in_words(hour, minute, words):
    assert clock_words(datetime(2026, 6, 1, hour, minute)) == words


def test_the_year_stands_unless_it_is_this_one():
    assert day_words(date(2026, 12, 4), today=TODAY) == "Friday 4 December"
    assert day_words(date(2027, 1, 1), today=TODAY) == "Friday 1 January 2027"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 7, 3, 16, 0, tzinfo=UTC), "Friday 3 July, 5pm"),
        (datetime(2026, 12, 4, 16, 0, tzinfo=UTC), "Friday 4 December, 4pm"),
        (datetime(2026, 7, 3, 23, 0, tzinfo=UTC), "the end of Friday 3 July"),
    ],
)
def test_a_moment_stands_in_the_zone_and_its_summer_time(moment, words):
    assert moment_words(moment, zone=LONDON, today=TODAY) == words


def test_a_zone_is_named_by_its_place():
    assert zone_words(ZoneInfo("America/New_York")) == "New York"
    assert zone_words(ZoneInfo("UTC")) == "UTC"


def london(text: str) -> datetime:
    """A time of a day in June 2026, as "8 09:00"."""
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-06-{day:0>2}T{clock}").replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "opens", "words"),
    [
        ("1 10:00", "6 09:00", "in 5 days"),
        ("1 00:01", "3 00:00", "in 2 days"),
        ("1 23:00", "2 09:00", "tomorrow at 9am"),
        ("1 08:00", "2 00:00", "tomorrow"),
        ("1 06:10", "1 09:00", "in 3 hours"),
        ("1 08:00", "1 09:00", "in 1 hour"),
        ("1 08:01", "1 09:00", "in less than an hour"),
        ("1 23:30", "2 00:00", "in less than an hour"),
    ],
)
def test_the_way_to_an_opening_in_words(now, opens, words):
    assert countdown_words(london(opens), zone=LONDON, now=london(now)) == words


@pytest.mark.parametrize(
    ("now", "closes", "words"),
    [
        ("1 10:00", "3 17:00", ""),
        ("1 00:00", "2 17:00", "tomorrow at 5pm"),
        ("2 00:00", "2 17:00", "today at 5pm"),
        ("2 16:30", "2 17:00", "in less than an hour, at 5pm"),
        ("1 12:00", "3 00:00", "at the end of tomorrow"),
        ("2 12:00", "3 00:00", "at the end of today"),
        ("2 23:30", "3 00:00", "in less than an hour, at midnight"),
    ],
)
def test_an_end_that_is_near_in_words(now, closes, words):
    assert ending_words(london(closes), zone=LONDON, now=london(now)) == words


def test_days_are_counted_in_the_zone_when_the_clocks_change():
    noon = datetime(2026, 3, 28, 12, 0, tzinfo=LONDON)

    assert countdown_words(noon + timedelta(days=1), zone=LONDON, now=noon) == "tomorrow at midday"
