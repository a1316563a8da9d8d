from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from workshop.common.dates import age_words

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
    assert age_words(moment, zone=LONDON, now=NOW) == words
