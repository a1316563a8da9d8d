"""Dates and times in words."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from workshop.common.dates import clock_words, day_words, moment_words, zone_words

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
