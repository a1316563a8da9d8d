from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from workshop.common.times import clock_words, day_words, moment_words

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 7, 8, 12, 0, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 7, 8, 0, 5, tzinfo=UTC), "Today"),
        # 23:30 in UTC is half past midnight of the next day in a London summer.
        (datetime(2026, 7, 7, 23, 30, tzinfo=UTC), "Today"),
        (datetime(2026, 7, 7, 12, 0, tzinfo=UTC), "Yesterday"),
        (datetime(2026, 7, 6, 12, 0, tzinfo=UTC), "Monday"),
        (datetime(2026, 7, 2, 12, 0, tzinfo=UTC), "Thursday"),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), "1 July"),
        (datetime(2025, 11, 22, 12, 0, tzinfo=UTC), "22 November 2025"),
        (datetime(2026, 7, 9, 12, 0, tzinfo=UTC), "9 July"),
    ],
)
def test_a_day_is_named_as_people_name_it(moment, words):
    assert day_words(moment, zone=LONDON, now=NOW) == words


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(0, 0, "midnight"), (0, 5, "12.05am"), (9, 0, "9am"), (12, 0, "midday"), (16, 30, "4.30pm")],
)
def test_a_time_of_day_is_said_without_a_colon(hour, minute, words):
    assert clock_words(datetime(2026, 12, 4, hour, minute, tzinfo=LONDON), zone=LONDON) == words


def test_a_moment_has_its_day_and_time():
    moment = datetime(2026, 12, 4, 17, 0, tzinfo=UTC)

    assert moment_words(moment, zone=LONDON) == "Friday 4 December at 5pm"
