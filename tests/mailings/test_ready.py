"""The ready-made plan: times by a workshop's dates."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.mailings.enums import BEFORE_CLOSE
from workshop.mailings.placeholders import PLACEHOLDERS
from workshop.mailings.ready import READY, ready_time
from workshop.models import Workshop

LONDON = ZoneInfo("Europe/London")
NAMES = ["invitation", "reminder-1", "reminder-2", "countdown", "thanks", "report"]


def workshop_of(opens: str, closes: str) -> Workshop:
    moments = [datetime.fromisoformat(text).replace(tzinfo=LONDON) for text in (opens, closes)]
    opens_at, closes_at = (moment.astimezone(UTC) for moment in moments)
    return Workshop(timezone="Europe/London", opens_at=opens_at, closes_at=closes_at)


def times(workshop: Workshop) -> dict[str, str]:
    found = {key: ready_time(key, workshop) for key in READY}
    return {
        key: moment and moment.astimezone(LONDON).strftime("%a %d %b %H:%M")
        for key, moment in found.items()
    }


def test_the_workshop_of_2017_has_its_four_mails_and_two_more():
    plan = times(workshop_of("2017-11-22T09:00", "2017-12-13T17:00"))

    assert plan == {
        "invitation": "Wed 22 Nov 09:00",
        "reminder-1": "Wed 29 Nov 10:00",
        "reminder-2": "Wed 06 Dec 10:00",
        "countdown": "Mon 11 Dec 17:00",
        "thanks": "Wed 13 Dec 17:00",
        "report": "Wed 10 Jan 10:00",
    }


def test_nothing_leaves_at_night_and_the_opening_waits_for_nothing():
    plan = times(workshop_of("2026-03-02T00:00", "2026-03-23T00:00"))

    assert (plan["invitation"], plan["countdown"], plan["thanks"]) == (
        "Mon 02 Mar 00:00", "Fri 20 Mar 17:00", "Mon 23 Mar 08:00"
    )  # fmt: skip


def test_two_days_to_go_are_48_hours_though_the_clocks_change():
    workshop = workshop_of("2026-03-02T09:00", "2026-03-30T12:00")

    assert workshop.closes_at - ready_time("countdown", workshop) == timedelta(hours=48)
    assert times(workshop)["countdown"] == "Sat 28 Mar 11:00"


def test_reminders_go_on_working_days():
    plan = times(workshop_of("2026-03-07T09:00", "2026-03-29T09:00"))  # thirds: Saturday, Sunday

    assert (plan["reminder-1"], plan["reminder-2"]) == ("Fri 13 Mar 10:00", "Mon 23 Mar 10:00")


@pytest.mark.parametrize(
    ("closes", "missing"),
    [
        ("2026-03-04T09:00", {"reminder-1", "reminder-2", "countdown"}),
        ("2026-03-07T09:00", {"reminder-1", "reminder-2"}),
        ("2026-03-30T09:00", set()),
    ],
)
def test_a_short_workshop_has_fewer(closes, missing):
    plan = times(workshop_of("2026-03-02T10:00", closes))

    assert {key for key, time in plan.items() if time is None} == missing


def test_no_other_mailing_follows_the_dates():
    assert ready_time("own-1", workshop_of("2026-03-02T10:00", "2026-03-30T09:00")) is None


@given(start=st.integers(0, 365 * 24 * 60), minutes=st.integers(60, 120 * 24 * 60))
def test_the_plan_is_in_order_and_within_the_time_of_the_workshop(start, minutes):
    opens = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    closes = opens + timedelta(minutes=minutes)
    workshop = Workshop(timezone="Europe/London", opens_at=opens, closes_at=closes)

    plan = [(ready.kind, ready.when(workshop)) for ready in READY.values()]
    moments = [moment for _, moment in plan if moment]

    assert moments == sorted(moments)
    assert len(set(moments)) == len(moments)
    assert all(
        (opens <= moment < closes) if kind in BEFORE_CLOSE else moment >= closes
        for kind, moment in plan
        if moment
    )


def test_its_words_hold_what_there_is_to_hold():
    assert list(READY) == NAMES
    for ready in READY.values():
        text = f"{ready.subject} {ready.body}"
        for name in PLACEHOLDERS:
            text = text.replace(f"{{{name}}}", "")
        assert "{" not in text
        assert "{link}" in ready.body
