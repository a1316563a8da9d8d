"""The timeline: one row for each local day from the opening to the close."""

from datetime import UTC, datetime, timedelta

import pytest

from ideas.models import Vote
from tests.analysis.report.asking import report
from tests.factories import make_comment, make_group, make_idea, make_participant, make_vote
from workshop.models import Workshop


@pytest.fixture
def spring(db):
    """Open over the change to summer time in London, which came on 29 March 2026."""
    return Workshop.objects.create(
        slug="clocks",
        title="Clocks",
        purpose="Time",
        opens_at=datetime(2026, 3, 28, 9, tzinfo=UTC),
        closes_at=datetime(2026, 3, 30, 16, tzinfo=UTC),
    )


def days(workshop, key):
    return {day["date"]: day[key] for day in report(workshop)["timeline"]}


def test_each_local_day_is_there_both_ends_included(spring):
    assert report(spring)["timeline"] == [
        {"date": date, "joined": 0, "ideas": 0, "comments": 0, "votes": 0}
        for date in ("2026-03-28", "2026-03-29", "2026-03-30")
    ]


def test_day_is_the_workshops_own(spring):
    group = make_group(spring)
    # An hour before midnight in London is midnight there once summer time has come.
    for at in [
        datetime(2026, 3, 28, 23, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 22, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 23, 0, tzinfo=UTC),
    ]:
        make_idea(group, created_at=at)

    assert days(spring, "ideas") == {"2026-03-28": 1, "2026-03-29": 1, "2026-03-30": 1}


def test_day_of_another_zone(spring):
    spring.timezone = "Pacific/Auckland"
    spring.save()
    make_idea(make_group(spring), created_at=datetime(2026, 3, 28, 11, 0, tzinfo=UTC))

    assert days(spring, "ideas") == {"2026-03-28": 0, "2026-03-29": 1, "2026-03-30": 0,
                                     "2026-03-31": 0}  # fmt: skip


def test_each_kind_stands_in_its_column(spring):
    person, other = make_participant(spring), make_participant(spring, joined_at=None)
    idea = make_idea(make_group(spring), person, created_at=spring.opens_at)
    comment = make_comment(idea, person, created_at=spring.opens_at)
    make_vote(other, idea=idea)
    make_vote(other, comment=comment, value=-1)
    Vote.objects.update(cast_at=spring.closes_at - timedelta(hours=1))

    first, _, last = report(spring)["timeline"]

    assert first == {"date": "2026-03-28", "joined": 1, "ideas": 1, "comments": 1, "votes": 0}
    assert last == {"date": "2026-03-30", "joined": 0, "ideas": 0, "comments": 0, "votes": 2}


def test_midnight_of_the_opening_day_is_in_its_row(spring):
    make_participant(spring, joined_at=datetime(2026, 3, 28, tzinfo=UTC))

    assert days(spring, "joined")["2026-03-28"] == 1


def test_what_lies_outside_is_in_no_row(spring):
    make_participant(spring, joined_at=datetime(2026, 3, 27, 23, 59, tzinfo=UTC))
    make_idea(make_group(spring), seed=True, created_at=datetime(2026, 3, 1, tzinfo=UTC))

    told = report(spring)

    assert (told["counts"]["participants"], told["counts"]["ideas"]) == (1, 1)
    assert sum(day["joined"] + day["ideas"] for day in told["timeline"]) == 0
