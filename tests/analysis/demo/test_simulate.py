"""Synthetic activity: exact sizes, right counters, the same for a seed."""

import io
import tracemalloc
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Min, Q
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.demo.simulation import Size, TooManyVotesError, conversations
from gateway.enums import QuestionKind
from gateway.models import Answer, Option, Question, Questionnaire, Response, Section
from ideas.models import Comment, Idea, Showing, Vote
from tests.factories import make_group, make_workshop
from workshop.accounts.models import User
from workshop.models import Participant


def simulate(slug: str, **options) -> str:
    out = io.StringIO()
    call_command("simulate", slug, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def hall(db):
    workshop = make_workshop("hall")
    for key in ("one", "two", "three"):
        make_group(workshop, key)
    return workshop


def everything(workshop) -> list:
    votes = Vote.objects.order_by(
        "participant__user__email", "idea__public_id", "comment__public_id"
    )
    return [
        list(Idea.objects.order_by("public_id").values_list("public_id", "title", "up", "down")),
        list(Comment.objects.order_by("public_id").values_list("public_id", "body", "handle")),
        list(votes.values_list("participant__user__email", "value", "idea__public_id")),
        list(Response.objects.order_by("id").values_list("id", "contributed")),
    ]


def test_rows_are_as_many_as_asked(hall):
    simulate("hall", participants=60, ideas=12, comments=30, votes=500)

    assert Participant.objects.filter(workshop=hall).count() == 60
    assert (Idea.objects.count(), Comment.objects.count(), Vote.objects.count()) == (12, 30, 500)


def test_whoever_votes_was_shown_the_idea(hall):
    simulate("hall", participants=60, ideas=12, comments=30, votes=500)

    voted = Vote.objects.exclude(idea=None).values_list("participant", "idea")
    assert sorted(Showing.objects.values_list("participant", "idea")) == sorted(voted)
    assert not Idea.objects.exclude(showings=F("up") + F("down")).exists()


def test_without_numbers_the_proportions_are_those_of_2017(hall):
    out = simulate("hall", participants=1061)

    assert out == "hall: 1061 participants, 231 ideas, 453 comments, 2968 votes added\n"
    assert Participant.objects.contributors().count() <= 448
    assert Vote.objects.count() == 2968


def test_counters_are_those_of_the_rows(hall):
    simulate("hall", participants=80, ideas=15, comments=60, votes=900)

    for model in (Idea, Comment):
        up, down = (Count("votes", Q(votes__value=value)) for value in (1, -1))
        assert not model.objects.annotate(u=up, d=down).exclude(u=F("up"), d=F("down")).exists()
    counted = Idea.objects.annotate(n=Count("comments")).exclude(n=F("comment_count"))
    assert not counted.exists()


def test_nobody_votes_on_their_own_and_votes_follow_their_item(hall):
    simulate("hall", participants=40, ideas=10, comments=20, votes=600)

    for item in ("idea", "comment"):
        assert not Vote.objects.filter(participant=F(f"{item}__author")).exists()
        assert not Vote.objects.filter(cast_at__lt=F(f"{item}__created_at")).exists()
    assert not Comment.objects.filter(created_at__lt=F("idea__created_at")).exists()
    assert not Comment.objects.filter(parent__created_at__gt=F("created_at")).exists()
    assert not Comment.objects.exclude(parent=None).exclude(parent__idea=F("idea")).exists()


def test_integrity_holds(hall):
    simulate("hall", participants=200)
    out = io.StringIO()

    call_command("check_integrity", "hall", stdout=out)

    assert out.getvalue() == ""


def test_activity_lies_between_the_opening_and_now(hall):
    simulate("hall", participants=50)

    moments = [*Idea.objects.values_list("created_at", flat=True)]
    moments += Vote.objects.values_list("cast_at", flat=True)
    assert hall.opens_at <= min(moments) <= max(moments) < timezone.now()


def test_stamps_are_the_first_post_and_the_first_contribution(hall):
    simulate("hall", participants=40, ideas=20, comments=20, votes=200)

    people = Participant.objects.annotate(
        idea=Min("ideas__created_at"),
        comment=Min("comments__created_at"),
        vote=Min("votes__cast_at"),
    )
    for person in people:
        posts = [moment for moment in (person.idea, person.comment) if moment]
        votes = [person.vote] if person.vote else []
        assert person.first_posted_at == min(posts, default=None)
        assert person.first_contributed_at == min(posts + votes, default=None)


def test_the_same_seed_gives_the_same_rows_and_another_gives_others(hall):
    simulate("hall", participants=30, seed=7)
    first = everything(hall)
    for model in (Vote, Comment, Idea, Participant, User, Response):
        model.objects.all().delete()

    simulate("hall", participants=30, seed=7)

    assert everything(hall) == first
    simulate("hall", participants=30, seed=8)
    assert Idea.objects.count() == 2 * len(first[0])


def test_responses_answer_what_they_are_shown(hall):
    gate = Questionnaire.objects.create(workshop=hall)
    section = Section.objects.create(questionnaire=gate)
    common = {"questionnaire": gate, "section": section}
    role = Question.objects.create(key="role", kind=QuestionKind.SINGLE, position=1, **common)
    nurse, _ = (Option.objects.create(question=role, key=key) for key in ("nurse", "clerk"))
    ward = Question.objects.create(
        key="ward", kind=QuestionKind.TEXT, position=2, show_if_question=role, **common
    )
    ward.show_if_options.add(nurse)

    simulate("hall", participants=50, ideas=5, votes=20)

    nurses = set(Answer.objects.filter(option=nurse).values_list("response", flat=True))
    assert 0 < len(nurses) < 50
    assert set(Answer.objects.filter(question=ward).values_list("response", flat=True)) == nurses
    contributors = Participant.objects.contributors().count()
    assert Response.objects.filter(contributed=True).count() == contributors


@pytest.mark.parametrize(
    ("slug", "options", "words"),
    [
        ("nowhere", {"participants": 5}, "There is no workshop 'nowhere'."),
        ("hall", {"participants": 5, "ideas": 2, "comments": 0, "votes": 9}, "too many"),
        ("hall", {"participants": 5, "ideas": 0, "comments": 3}, "Comments need ideas."),
        ("hall", {"participants": 0, "ideas": 3}, "Ideas need participants."),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_leaves_nothing(hall, slug, options, words):
    with pytest.raises(CommandError, match=words):
        simulate(slug, **options)

    assert not User.objects.exists()


def test_a_seed_fills_a_workshop_once(hall):
    simulate("hall", participants=5)

    with pytest.raises(CommandError, match="seed 1"):
        simulate("hall", participants=5)

    assert Participant.objects.count() == 5


def test_a_workshop_that_has_not_opened_stays_empty(db):
    make_workshop("later", opens_in_days=1)

    with pytest.raises(CommandError, match="has not opened"):
        simulate("later", participants=5)


def test_a_failure_half_way_leaves_nothing_behind(hall, monkeypatch):
    monkeypatch.setattr(Vote.objects, "bulk_create", lambda rows: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        simulate("hall", participants=20)

    assert not User.objects.exists()
    assert not Idea.objects.exists()


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 40), st.integers(1, 12), st.integers(0, 25), st.integers(0, 400))
def test_plan_hands_out_exactly_what_there_is(people, ideas, comments, votes):
    size = Size(people, ideas=ideas, comments=comments, votes=votes)
    try:
        made = list(conversations(size))
    except TooManyVotesError:
        assert votes > (ideas + comments) * (size.active - 1)
        return
    items = [item for idea in made for item in (idea, *idea.comments)]

    assert (len(made), len(items) - len(made)) == (ideas, comments)
    assert sum(len(item.votes) for item in items) == votes
    for item in items:
        voters = [voter for voter, _, _ in item.votes]
        assert len({*voters, item.author}) == len(voters) + 1


def test_times_stay_inside_a_workshop_that_has_closed(db):
    workshop = make_workshop("past", opens_in_days=-30, days=10)
    make_group(workshop)

    simulate("past", participants=50)

    last = Vote.objects.latest("cast_at").cast_at
    assert workshop.closes_at - timedelta(days=2) < last < workshop.closes_at


def test_ten_times_the_ideas_take_no_more_memory():
    def peak(people: int) -> int:
        tracemalloc.start()
        for _ in conversations(Size(people)):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)  # whatever is made once is made now

    assert peak(2000) < peak(200) + 50_000
