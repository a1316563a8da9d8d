"""Wall times: what does not exist is refused, what comes twice is taken once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.common.errors import DomainError
from workshop.mailings.times import doubled_words, moment_of, wall_of, wall_read

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)
zones = st.sampled_from(
    ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Santiago"]
).map(ZoneInfo)
minutes = st.integers(0, 20 * 366 * 24 * 60).map(
    lambda n: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)


@pytest.mark.parametrize(
    ("wall", "moment"),
    [
        ("2026-03-29T00:59", "2026-03-29T00:59+00:00"),
        ("2026-03-29T02:00", "2026-03-29T01:00+00:00"),
        ("2026-10-25T00:59", "2026-10-24T23:59+00:00"),
        ("2026-10-25T01:00", "2026-10-25T00:00+00:00"),
        ("2026-10-25T01:30", "2026-10-25T00:30+00:00"),
        ("2026-10-25T02:00", "2026-10-25T02:00+00:00"),
        ("2026-07-01T09:00", "2026-07-01T08:00+00:00"),
    ],
)
def test_the_moment_of_a_wall_time(wall, moment):
    assert moment_of(wall_read(wall), LONDON) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("minute", ["00", "30", "59"])
def test_a_time_that_the_clocks_leave_out_is_explained(minute):
    with pytest.raises(DomainError) as refusal:
        moment_of(wall_read(f"2026-03-29T01:{minute}"), LONDON)

    assert refusal.value.message.endswith(
        "does not exist on Sunday 29 March 2026: the clocks in London go forward from 1am to 2am "
        "that night. Choose a time before 1am, or from 2am on."
    )


def test_a_gap_of_half_an_hour_is_told_as_it_is():
    with pytest.raises(DomainError, match="from 2am to 2:30am"):
        moment_of(wall_read("2026-10-04T02:15"), ZoneInfo("Australia/Lord_Howe"))


@pytest.mark.parametrize("wall", ["1999-12-31T23:59", "2100-01-01T00:00", "9999-12-31T23:59"])
def test_a_year_that_is_a_slip_is_refused(wall):
    with pytest.raises(DomainError, match="Choose a year"):
        moment_of(wall_read(wall), LONDON)


@pytest.mark.parametrize(
    ("wall", "said"),
    [
        ("2026-10-25T00:59", False),
        ("2026-10-25T01:00", True),
        ("2026-10-25T01:59", True),
        ("2026-10-25T02:00", False),
        ("2026-03-29T01:30", False),
    ],
)
def test_a_time_that_comes_twice_is_said(wall, said):
    words = doubled_words(wall_read(wall), LONDON)

    assert ("comes twice" in words and "goes out the first time" in words) == said


@given(moment=minutes, zone=zones)
def test_every_moment_comes_back_by_its_wall_time_or_as_the_first_of_two(moment, zone):
    back = moment_of(wall_read(wall_of(moment, zone)), zone)

    assert back == moment or (
        back < moment <= back + HOUR and doubled_words(wall_read(wall_of(moment, zone)), zone)
    )


@given(moment=minutes, zone=zones)
def test_every_wall_time_is_shown_at_its_moment_or_never(moment, zone):
    wall = moment.replace(tzinfo=None)
    try:
        found = moment_of(wall, zone)
    except DomainError:
        shown = {wall_of(moment + timedelta(minutes=n), zone) for n in range(-26 * 60, 26 * 60)}
        assert wall.strftime("%Y-%m-%dT%H:%M") not in shown
    else:
        assert found.astimezone(zone).replace(tzinfo=None) == wall
