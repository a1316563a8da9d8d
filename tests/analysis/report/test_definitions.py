"""Every definition of the report, on data small enough to count by hand."""

from datetime import timedelta

import pytest

from analysis.selectors import report_moment
from ideas.models import Comment, Idea, Vote
from tests.analysis.making import leave_out, make_question, make_responses, move
from tests.analysis.report.asking import figures, report
from tests.factories import (
    make_comment,
    make_group,
    make_idea,
    make_participant,
    make_vote,
    make_workshop,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def people(workshop):
    return [make_participant(workshop) for _ in range(4)]


@pytest.fixture
def idea(group, people):
    """An idea with two votes up and one down, a comment with a vote down, and a reply."""
    idea = make_idea(group, people[0], public_id="first")
    for person, value in zip(people[1:], (1, 1, -1), strict=True):
        make_vote(person, idea=idea, value=value)
    comment = make_comment(idea, people[1], public_id="remark")
    make_vote(people[2], comment=comment, value=-1)
    make_comment(idea, people[2], public_id="reply", parent=comment)
    return idea


def test_contributions_are_ideas_comments_and_votes(workshop, idea):
    assert figures(workshop) == (1, 2, 4, 2)
    assert report(workshop)["tables"]["balance"] == {
        "columns": ["contributions", "percent"],
        "rows": [{"key": "at-work", "label": "At work", "values": [7, 100.0]}],
        "total": [7, 100.0],
    }


def test_net_votes_are_of_the_idea_alone(workshop, idea):
    (row,) = report(workshop)["ideas"]

    assert (row["up"], row["down"], row["net"], row["comments"]) == (2, 1, 1, 2)


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_idea_taken_out_counts_nowhere_nor_what_is_below_it(workshop, group, people, idea, state):
    make_idea(group, people[3], public_id="second")
    Idea.objects.filter(public_id="first").update(state=state)

    told = report(workshop)

    assert figures(workshop) == (1, 0, 0, 0)
    assert told["tables"]["balance"]["total"] == [1, 100.0]
    assert [row["idea"] for row in told["ideas"]] == ["second"]
    assert sum(d["ideas"] + d["comments"] + d["votes"] for d in told["timeline"]) == 1


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_comment_taken_out_goes_with_its_votes_and_its_replies_stay(workshop, idea, state):
    Comment.objects.filter(public_id="remark").update(state=state)

    assert figures(workshop) == (1, 1, 3, 1)
    assert report(workshop)["ideas"][0]["comments"] == 1


def test_contributor_made_something_be_it_taken_out_since(workshop, group):
    now = workshop.opens_at + HOUR
    writer = make_participant(workshop, first_contributed_at=now)
    make_participant(workshop)
    make_participant(workshop, joined_at=None)
    make_idea(group, writer, state="withdrawn")

    counts = report(workshop)["counts"]

    assert [counts[key] for key in ("participants", "contributors", "spectators")] == [2, 1, 1]
    assert counts["ideas"] == 0


def test_seed_counts_as_an_idea_even_from_before_the_opening(workshop, group):
    make_idea(group, seed=True, created_at=workshop.opens_at - timedelta(days=3))

    told = report(workshop)

    assert told["counts"]["ideas"] == told["tables"]["balance"]["total"][0] == 1
    assert told["ideas"][0]["seed"] is True
    assert sum(day["ideas"] for day in told["timeline"]) == 0


def test_excluded_idea_counts_but_for_coded_tables(workshop, idea):
    leave_out(idea, "Not about work")

    told = report(workshop)

    assert figures(workshop) == (1, 2, 4, 2)
    assert told["tables"]["balance"]["total"] == [7, 100.0]
    assert told["ideas"][0]["excluded"] == "Not about work"
    assert told["ideas"][0]["analysis_group"] == told["ideas"][0]["group"] == "at-work"


def test_moved_idea_counts_with_its_comments_and_votes_in_its_analysis_group(workshop, idea):
    home = make_group(workshop, "home", title="At home", position=1)
    move(idea, home)

    told = report(workshop)

    assert [row["values"] for row in told["tables"]["balance"]["rows"]] == [[0, 0.0], [7, 100.0]]
    assert (told["ideas"][0]["group"], told["ideas"][0]["analysis_group"]) == ("at-work", "home")


def test_balance_has_a_row_for_each_group_in_order(workshop):
    for position, key in enumerate(["zebra", "aardvark", "mole"]):
        make_group(workshop, key, title=key.upper(), position=position)

    assert report(workshop)["tables"]["balance"] == {
        "columns": ["contributions", "percent"],
        "rows": [
            {"key": "zebra", "label": "ZEBRA", "values": [0, None]},
            {"key": "aardvark", "label": "AARDVARK", "values": [0, None]},
            {"key": "mole", "label": "MOLE", "values": [0, None]},
        ],
        "total": [0, None],
    }


def test_ideas_stand_by_net_then_up_votes_then_id_as_text(workshop, group):
    people = [make_participant(workshop) for _ in range(6)]
    for public_id, up, down in [("i10", 1, 0), ("i9", 1, 0), ("I9", 1, 0), ("quarrel", 3, 2),
                                ("disliked", 0, 1), ("liked", 2, 0)]:  # fmt: skip
        idea = make_idea(group, public_id=public_id)
        for person, value in zip(people, [1] * up + [-1] * down, strict=False):
            make_vote(person, idea=idea, value=value)

    told = [row["idea"] for row in report(workshop)["ideas"]]

    assert told == ["liked", "quarrel", "I9", "i10", "i9", "disliked"]


def test_another_workshop_counts_nowhere(workshop, idea):
    other = make_workshop("autumn")
    make_responses(make_question(other), "nurse", 3)

    told = report(make_workshop("winter"))

    assert set(told["counts"].values()) == {0}
    assert (told["ideas"], list(told["tables"])) == ([], ["balance"])
    assert report(other)["counts"]["ideas"] == 0
    assert figures(workshop) == (1, 2, 4, 2)


def test_as_of_ignores_what_is_dated_later(workshop, group, people):
    early, late = workshop.opens_at + HOUR, workshop.opens_at + 3 * HOUR
    idea = make_idea(group, people[0], created_at=early)
    make_vote(people[1], idea=idea)
    Vote.objects.update(cast_at=late)
    make_comment(idea, people[1], created_at=late)
    make_idea(group, people[0], created_at=late)

    assert figures(workshop, as_of=early) == (1, 0, 0, 0)
    assert figures(workshop, as_of=late - timedelta(microseconds=1)) == (1, 0, 0, 0)
    assert figures(workshop, as_of=late) == (2, 1, 1, 0)
    assert len(report(workshop, as_of=early)["timeline"]) == 22


def test_as_of_ignores_what_is_below_a_later_idea(workshop, group, people):
    late = workshop.opens_at + 3 * HOUR
    idea = make_idea(group, people[0], created_at=late)
    comment = make_comment(idea, people[1], created_at=late)
    make_vote(people[2], idea=idea)
    make_vote(people[2], comment=comment)
    Vote.objects.update(cast_at=workshop.opens_at)

    assert figures(workshop, as_of=late - HOUR) == (0, 0, 0, 0)
    assert report(workshop, as_of=late - HOUR)["tables"]["balance"]["total"] == [0, None]


def test_as_of_counts_people_by_when_they_joined_and_first_contributed(workshop):
    joined, first = workshop.opens_at, workshop.opens_at + HOUR
    make_participant(workshop, joined_at=joined, first_contributed_at=first)
    make_participant(workshop, joined_at=first + HOUR, first_contributed_at=first)

    def people(as_of):
        return list(report(workshop, as_of=as_of)["counts"].values())[:3]

    assert people(joined) == [1, 0, 1]
    assert people(first) == [1, 1, 0]
    assert people(first + HOUR) == [2, 2, 0]


def test_as_of_leaves_the_gateway_as_it_is_now(workshop):
    make_responses(make_question(workshop), "nurse", 2)

    told = report(workshop, as_of=workshop.opens_at - HOUR)

    assert told["tables"]["gateway:role"]["total"][0] == 2
    assert told["as_of"] == (workshop.opens_at - HOUR).isoformat()


def test_report_speaks_of_now_while_open_and_of_the_close_otherwise(workshop):
    soon = workshop.opens_at + HOUR

    assert report_moment(workshop, soon) == soon
    assert report_moment(workshop, workshop.closes_at + HOUR) == workshop.closes_at
    assert report_moment(workshop, workshop.opens_at - HOUR) == workshop.closes_at


def test_disclosure_leaves_contributions_alone(workshop, idea):
    told, plain = report(workshop, "ons-10-5"), report(workshop)

    assert told["counts"] == plain["counts"] | {"participants": "c", "spectators": "c"}
    assert told["tables"] == plain["tables"]
    assert told["ideas"] == plain["ideas"]
    assert told["disclosure"] == {"rule": "ons-10-5", "suppressed_cells": 3}
