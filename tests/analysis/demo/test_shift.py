"""The demo on other dates: open on the day, its activity past, its order and days kept."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from analysis.demo.generator import demo_tables
from analysis.demo.shift import shifted
from analysis.demo.workshop import OPENS_AT, demo_workshop

ZONE = ZoneInfo("Europe/London")
NOWS = [
    datetime(2026, 11, 22, 15, 30, tzinfo=UTC),
    datetime(
        2026, 4, 3, 0, 2, tzinfo=UTC
    ),  # a few minutes into the day, five days into summer time
]


@pytest.fixture(scope="module")
def before():
    return demo_tables()


@pytest.fixture(scope="module", params=NOWS, ids=["winter", "night"])
def moved(request, before):
    workshop, tables = shifted(demo_workshop(), before, request.param)
    return request.param, workshop, tables


def test_the_workshop_is_open_with_days_on_both_sides(moved):
    now, workshop, _ = moved
    opens, closes = (datetime.fromisoformat(workshop[key]) for key in ("opens_at", "closes_at"))

    assert opens.astimezone(ZONE).time() == time(9, 0)
    assert timedelta(days=14) < now - opens < timedelta(days=16)
    assert timedelta(days=5) < closes - now < timedelta(days=7)


def test_everything_happened_between_the_opening_and_now(moved):
    now, workshop, tables = moved
    opens = datetime.fromisoformat(workshop["opens_at"])
    posts = [row for row in tables["ideas"] + tables["comments"] if not row.get("seed")]
    moments = [row["created_at"] for row in posts] + [row["cast_at"] for row in tables["votes"]]

    assert opens <= min(moments)  # noqa: SIM300 - reads in the order of time
    assert max(moments) < now


def test_order_is_kept(moved, before):
    _, _, tables = moved
    for table, column in (
        ("ideas", "created_at"),
        ("comments", "created_at"),
        ("votes", "cast_at"),
    ):
        old = sorted(range(len(before[table])), key=lambda n: before[table][n][column])
        new = [tables[table][n][column] for n in old]
        assert new == sorted(new)


def test_votes_and_comments_still_follow_their_item_and_people_joined_before(moved):
    _, _, tables = moved
    made = {row["idea"]: row["created_at"] for row in tables["ideas"]}
    made |= {row["comment"]: row["created_at"] for row in tables["comments"]}
    joined = {row["participant"]: row["joined_at"] for row in tables["participants"]}

    assert all(row["created_at"] >= made[row["idea"]] for row in tables["comments"])
    assert all(row["cast_at"] >= made[row["idea"] or row["comment"]] for row in tables["votes"])
    assert all(row["cast_at"] >= joined[row["voter"]] for row in tables["votes"])
    assert {moment.astimezone(ZONE).time() for moment in joined.values()} == {time()}


def test_three_mailings_are_past_and_the_countdown_comes_two_days_before_the_close(moved):
    now, workshop, _ = moved
    sent = [datetime.fromisoformat(mailing["send_at"]) for mailing in workshop["mailings"]]
    opens, closes = (datetime.fromisoformat(workshop[key]) for key in ("opens_at", "closes_at"))

    assert opens == sent[0] < sent[1] < sent[2] < now < sent[3]
    assert timedelta(days=2) < closes - sent[3] < timedelta(days=3)


def test_what_is_not_a_date_stays(moved, before):
    _, workshop, tables = moved

    assert tables["gateway"] == before["gateway"]
    assert workshop["questionnaire"] == demo_workshop()["questionnaire"]
    assert [row["body"] for row in tables["ideas"]] == [row["body"] for row in before["ideas"]]
    assert min(row["created_at"] for row in before["ideas"]) < OPENS_AT
