"""Two at once, in a forced order: A writes and waits, B starts and must wait, A ends."""

import threading

import pytest
from django.db import connection, transaction

from ideas.models import Comment, Idea, Vote
from ideas.services import comment_add, idea_submit, vote_cast
from ideas.services.limits import TooManyError
from tests.factories import (
    make_comment,
    make_group,
    make_idea,
    make_participant,
    make_workshop,
)
from tests.ideas.helpers import wrong_counters

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL"),
]
KEY = "0123456789abcdef0123456789abcdef"
PATIENCE = 5  # seconds


def in_forced_order(first, second) -> tuple:
    """Run `first` uncommitted, start `second`, see it wait for a lock, then let `first` commit."""
    answers, started = [], threading.Event()

    def other_request() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET application_name = 'second request'")
            started.set()
            answers.append(second())
        finally:
            connection.close()

    thread = threading.Thread(target=other_request)
    with transaction.atomic():
        answer = first()
        thread.start()
        assert started.wait(PATIENCE)
        assert second_waits(), "the second request did not wait for the first"
    thread.join(PATIENCE)
    assert len(answers) == 1, "the second request failed"
    return answer, answers[0]


def second_waits() -> bool:
    """Say whether the second request waits for a lock, within the patience."""
    import time

    query = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE application_name = 'second request' AND wait_event_type = 'Lock'"
    )
    for _ in range(PATIENCE * 50):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(query)
            if cursor.fetchone()[0]:
                return True
        time.sleep(0.02)
    return False


@pytest.fixture
def scene():
    group = make_group(make_workshop())
    return group, make_idea(group, make_participant(group.workshop))


@pytest.mark.parametrize(("one", "two"), [(1, 1), (1, -1), (-1, 0)])
def test_two_votes_of_one_person_at_once_leave_one(scene, one, two):
    group, idea = scene
    voter = make_participant(group.workshop)

    in_forced_order(
        lambda: vote_cast(participant=voter, item=idea, value=one),
        lambda: vote_cast(participant=voter, item=idea, value=two),
    )

    assert list(Vote.objects.values_list("value", flat=True)) == [value for value in [two] if value]
    assert wrong_counters() == []


def test_two_people_commenting_at_once_get_two_handles(scene):
    group, idea = scene
    people = [make_participant(group.workshop) for _ in range(2)]

    comments = in_forced_order(
        lambda: comment_add(author=people[0], idea=idea, body="Yes"),
        lambda: comment_add(author=people[1], idea=idea, body="Yes"),
    )

    assert [comment.handle for comment in comments] == [2, 3]
    assert wrong_counters() == []


def test_a_comment_sent_twice_at_once_is_posted_once(scene):
    group, idea = scene
    author = make_participant(group.workshop)

    comments = in_forced_order(
        *[lambda: comment_add(author=author, idea=idea, body="Yes", key=KEY)] * 2
    )

    assert comments[0] == comments[1] == Comment.objects.get()
    assert wrong_counters() == []


def test_an_idea_sent_twice_at_once_is_posted_once(scene):
    group, _ = scene
    author = make_participant(group.workshop)
    words = {"title": "Two hours", "body": "In the rota.", "key": KEY}

    ideas = in_forced_order(*[lambda: idea_submit(author=author, group=group, **words)] * 2)

    assert ideas[0] == ideas[1] == Idea.objects.get(author=author)


@pytest.mark.parametrize("kind", ["idea", "comment"])
def test_two_at_once_cannot_both_be_the_last_of_the_hour(scene, kind):
    group, idea = scene
    author = make_participant(group.workshop)
    ideas = [idea, make_idea(group, make_participant(group.workshop))]
    for _ in range(9 if kind == "idea" else 29):
        make_idea(group, author) if kind == "idea" else make_comment(idea, author, handle=2)

    def post(number: int) -> str:
        try:
            if kind == "idea":
                idea_submit(author=author, group=group, title=f"Idea {number}", body="Yes")
            else:
                comment_add(author=author, idea=ideas[number], body="Yes")
        except TooManyError:
            return "too many"
        return "posted"

    answers = in_forced_order(lambda: post(0), lambda: post(1))

    assert answers == ("posted", "too many")
    assert (author.ideas if kind == "idea" else author.comments).count() in (10, 30)


def test_the_tenth_idea_sent_twice_at_once_is_no_idea_too_many(scene):
    group, _ = scene
    author = make_participant(group.workshop)
    for _ in range(9):
        make_idea(group, author)
    words = {"title": "Two hours", "body": "In the rota.", "key": KEY}

    ideas = in_forced_order(*[lambda: idea_submit(author=author, group=group, **words)] * 2)

    assert ideas[0] == ideas[1]
