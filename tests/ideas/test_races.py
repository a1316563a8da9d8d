"""Two at once, in a forced order: A writes and waits, B starts and must wait, A ends."""

import threading

import pytest
from django.db import connection, transaction

from ideas.models import Comment, FairOrder, Flag, Follow, Idea, PostDraft, Showing, Vote
from ideas.services import (
    comment_add,
    comment_withdraw,
    contributions_erase,
    draft_save,
    fair_orders_prepare,
    flag_raise,
    flags_dismiss,
    flags_uphold,
    follow_set,
    idea_submit,
    showings_add,
    vote_cast,
)
from ideas.services.ideas import locked_idea
from ideas.services.limits import TooManyError
from tests.factories import (
    make_comment,
    make_flag,
    make_group,
    make_idea,
    make_participant,
    make_workshop,
)
from tests.ideas.helpers import wrong_counters
from workshop.common.errors import DomainError
from workshop.models import Participant
from workshop.privacy.services import account_erase

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL"),
]
KEY = "0123456789abcdef0123456789abcdef"
PATIENCE = 5  # seconds


def in_forced_order(first, second, then=None) -> tuple:
    """Run `first` uncommitted, start `second`, see it wait for a lock, then let `first` commit.

    The first request may do more before that (`then`), for which it must not wait.
    """
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
        if then:
            then()
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


def test_two_tabs_that_show_an_idea_at_once_count_once(scene):
    group, idea = scene
    reader = make_participant(group.workshop)
    shown = {"participant": reader, "public_ids": [idea.public_id, make_idea(group).public_id]}

    assert in_forced_order(*[lambda: showings_add(**shown)] * 2) == (2, 0)
    assert list(Idea.objects.values_list("showings", flat=True)) == [1, 1]
    assert Showing.objects.count() == 2


def test_two_people_who_are_shown_an_idea_at_once_count_as_two(scene):
    group, idea = scene
    people = [make_participant(group.workshop) for _ in range(2)]
    first, second = (
        lambda who=who: showings_add(participant=who, public_ids=[idea.public_id]) for who in people
    )

    assert in_forced_order(first, second) == (1, 1)
    assert Idea.objects.get().showings == Showing.objects.count() == 2


def test_a_vote_waits_for_a_showing_and_both_count(scene):
    group, idea = scene
    reader = make_participant(group.workshop)

    in_forced_order(
        lambda: showings_add(participant=reader, public_ids=[idea.public_id]),
        lambda: vote_cast(participant=reader, item=idea, value=1),
    )

    idea.refresh_from_db()
    assert (idea.showings, idea.up) == (1, 1)
    assert wrong_counters() == []


def test_two_workers_that_draw_a_day_at_once_leave_one_set_of_orders(scene):
    in_forced_order(fair_orders_prepare, fair_orders_prepare)

    assert FairOrder.objects.count() == 256


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


def refusal_of(act) -> str:
    """The words of a refusal, or nothing."""
    try:
        act()
    except DomainError as refusal:
        return refusal.message
    return ""


def test_of_two_facilitators_who_decide_at_once_the_second_is_told(scene):
    group, idea = scene
    make_flag(make_participant(group.workshop), idea=idea)

    _, told = in_forced_order(
        lambda: flags_dismiss(item=idea),
        lambda: refusal_of(lambda: flags_uphold(item=idea, reason="It names a colleague.")),
    )

    assert "decided on these reports already" in told
    idea.refresh_from_db()
    assert (idea.state, Flag.objects.get().state) == ("visible", "dismissed")


def test_what_is_withdrawn_while_it_is_reported_is_not_left_to_decide(scene):
    group, idea = scene
    author, reporter = (make_participant(group.workshop) for _ in range(2))
    comments = [comment_add(author=author, idea=idea, body="Yes") for _ in range(2)]

    _, told = in_forced_order(
        lambda: comment_withdraw(participant=author, comment=comments[0]),
        lambda: refusal_of(lambda: flag_raise(reporter=reporter, item=comments[0], reason="abuse")),
    )
    in_forced_order(
        lambda: flag_raise(reporter=reporter, item=comments[1], reason="abuse"),
        lambda: comment_withdraw(participant=author, comment=comments[1]),
    )

    assert "nothing to report" in told
    assert Flag.objects.get().state == "dismissed"
    assert wrong_counters() == []


def test_a_report_sent_twice_at_once_is_one(scene):
    group, idea = scene
    reporter = make_participant(group.workshop)

    flags = in_forced_order(*[lambda: flag_raise(reporter=reporter, item=idea, reason="abuse")] * 2)

    assert flags[0] == flags[1] == Flag.objects.get()


def test_following_twice_at_once_is_once(scene):
    group, idea = scene
    person = make_participant(group.workshop)

    in_forced_order(*[lambda: follow_set(participant=person, idea=idea, following=True)] * 2)

    assert Follow.objects.get().participant == person


def test_a_vote_and_the_first_saving_of_a_comment_do_not_wait_in_a_circle(scene):
    group, idea = scene
    person = make_participant(group.workshop)

    in_forced_order(
        lambda: draft_save(participant=person, place=idea, body="Ye", key=KEY),
        lambda: vote_cast(participant=person, item=idea, value=1),
    )

    assert (Vote.objects.count(), PostDraft.objects.count()) == (1, 1)


def test_a_vote_and_the_first_saving_of_a_reply_do_not_wait_in_a_circle(scene):
    group, idea = scene
    person, other = (make_participant(group.workshop) for _ in range(2))
    comment = comment_add(author=other, idea=idea, body="Yes")

    in_forced_order(
        lambda: draft_save(participant=person, place=comment, body="Ye", key=KEY),
        lambda: vote_cast(participant=person, item=comment, value=1),
    )

    assert (Vote.objects.count(), PostDraft.objects.count()) == (1, 1)


def test_a_comment_is_posted_while_its_draft_is_saved_first(scene):
    group, idea = scene
    person = make_participant(group.workshop)

    in_forced_order(
        lambda: draft_save(participant=person, place=idea, body="Ye", key=KEY),
        lambda: comment_add(author=person, idea=idea, body="Yes", key=KEY, draft_version=0),
    )

    assert (Comment.objects.get().body, PostDraft.objects.count()) == ("Yes", 0)


def test_a_vote_and_following_do_not_wait_in_a_circle(scene):
    group, idea = scene
    person = make_participant(group.workshop)

    in_forced_order(
        lambda: follow_set(participant=person, idea=idea, following=True),
        lambda: vote_cast(participant=person, item=idea, value=1),
    )

    assert (Vote.objects.count(), Follow.objects.count()) == (1, 1)


def test_an_account_is_erased_while_its_owner_comments_on_their_own_idea(scene):
    _, idea = scene
    person = idea.author

    in_forced_order(
        lambda: locked_idea(idea.pk),
        lambda: account_erase(user=person.user),
        lambda: comment_add(author=person, idea=idea, body="Yes"),
    )

    assert set(Comment.objects.values_list("author")) == {(None,)}


def test_what_a_person_gave_is_erased_while_a_draft_of_theirs_is_saved(scene):
    group, idea = scene
    person = idea.author
    draft_save(participant=person, place=group, body="Ye", key=KEY)

    in_forced_order(
        lambda: Participant.objects.held(person).get(),
        lambda: contributions_erase(participant=person, with_text=True),
        lambda: draft_save(participant=person, place=group, body="Yes", key=KEY),
    )

    assert not PostDraft.objects.exists()


def test_what_a_person_gave_is_erased_while_others_are_shown_it(scene):
    group, first = scene
    second, reader = make_idea(group), make_participant(group.workshop)
    vote_cast(participant=first.author, item=second, value=1)
    shown = [first.public_id, second.public_id]

    in_forced_order(
        lambda: locked_idea(first.pk),
        lambda: contributions_erase(participant=first.author, with_text=True),
        lambda: showings_add(participant=reader, public_ids=shown),
    )

    assert (Vote.objects.count(), Showing.objects.count()) == (0, 2)
    assert wrong_counters() == []
