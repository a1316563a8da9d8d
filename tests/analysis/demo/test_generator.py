"""The demo's rows keep every promise of an archive, and look like people at work."""

import hashlib
import json
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from analysis.demo.generator import activity, demo_tables
from analysis.demo.workshop import CLOSES_AT, JOINED, OPENS_AT, demo_workshop


@pytest.fixture(scope="module")
def tables():
    return demo_tables()


@pytest.fixture(scope="module")
def items(tables):
    ideas = {row["idea"]: row for row in tables["ideas"]}
    return ideas | {row["comment"]: row for row in tables["comments"]}


def digest(value) -> str:
    return hashlib.sha256(json.dumps(value, default=str).encode()).hexdigest()


def test_rows_are_the_same_each_time(tables):
    assert digest(demo_tables()) == digest(tables)


def test_rows_stand_in_the_order_of_the_archive(tables):
    keys = {
        "participants": ["participant"], "gateway": ["response"], "ideas": ["idea"],
        "comments": ["comment"], "votes": ["voter", "idea", "comment"],
        "codings": ["idea", "comment", "frame", "code", "coder"],
    }  # fmt: skip

    for table, columns in keys.items():
        order = [tuple(row[column] for column in columns) for row in tables[table]]
        assert order == sorted(set(order))


def test_nothing_but_seeds_lies_outside_the_workshop(tables):
    posts = [row for row in tables["ideas"] + tables["comments"] if not row.get("seed")]
    moments = [row["created_at"] for row in posts] + [row["cast_at"] for row in tables["votes"]]

    assert min(moments) >= OPENS_AT
    assert max(moments) < CLOSES_AT


def test_seeds_have_no_author_and_most_lie_before_the_opening(tables):
    seeds = [row for row in tables["ideas"] if row["seed"]]

    assert {row["author"] for row in seeds} == {""}
    assert sum(row["created_at"] < OPENS_AT for row in seeds) == 9


def test_each_comment_follows_what_it_answers(tables, items):
    for row in tables["comments"]:
        above = items[row["parent"] or row["idea"]]
        assert row["created_at"] > above["created_at"]
        assert not row["parent"] or (above["idea"], above["parent"]) == (row["idea"], "")


def test_nobody_replies_to_themselves(tables, items):
    replies = [row for row in tables["comments"] if row["parent"]]

    assert [row for row in replies if items[row["parent"]]["author"] == row["author"]] == []


def test_votes_follow_their_item_once_a_person_and_never_on_ones_own(tables, items):
    pairs = [(row["voter"], row["idea"] or row["comment"]) for row in tables["votes"]]

    assert len(set(pairs)) == len(pairs)
    for row in tables["votes"]:
        item = items[row["idea"] or row["comment"]]
        assert bool(row["idea"]) != bool(row["comment"])
        assert row["voter"] != item["author"]
        assert row["cast_at"] > item["created_at"]


def test_people_join_by_the_day_before_they_contribute(tables):
    joined = {row["participant"]: row["joined_at"] for row in tables["participants"]}
    zone = ZoneInfo("Europe/London")

    assert {moment.astimezone(zone).hour for moment in joined.values()} == {0}
    assert all(joined[row["voter"]] <= row["cast_at"] for row in tables["votes"])


def test_most_authors_write_one_idea_and_some_several(tables):
    per_person = Counter(row["author"] for row in tables["ideas"] if row["author"])
    ideas = Counter(per_person.values())

    assert ideas[1] > sum(count for many, count in ideas.items() if many > 1) > 20
    assert max(ideas) <= 5


def test_mail_days_are_busy_and_weekends_quiet(tables):
    days = activity(tables)
    mailed = {demo["send_at"][:10] for demo in demo_workshop()["mailings"][1:]}
    weekend = [n for day, n in days.items() if day.weekday() >= 5]

    assert {str(day) for day, _ in days.most_common(3)} == mailed
    assert max(weekend) < min(n for day, n in days.items() if str(day) in mailed) / 4


def test_answers_keep_to_the_options_and_only_the_place_may_be_blank(tables):
    sections = demo_workshop()["questionnaire"]["sections"]
    questions = [question for section in sections for question in section["questions"]]

    for question in questions:
        allowed = {option["key"] for option in question["options"]}
        given = Counter(row[question["key"]] for row in tables["gateway"])
        assert given.pop("", 0) == (0 if question["required"] else 14)
        assert set(given) <= allowed
    assert [question["key"] for question in questions if not question["required"]] == ["location"]


def test_channels_bring_no_more_people_than_took_part():
    assert len(JOINED) == 26
    assert sum(JOINED) <= 1061
