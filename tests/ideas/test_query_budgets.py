"""How many questions a page asks of the database, whatever its size."""

import gzip
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection
from django.utils import timezone

from ideas.enums import ListFilter, ListOrder
from ideas.models import Comment, FairOrder, Idea, Vote
from ideas.selectors.comments import REPLIES_SHOWN_IN_LONG
from tests.factories import make_comment, make_idea, make_participant, make_vote
from tests.ideas.helpers import HTMX, group_url, url
from tests.queries import query_budget
from workshop.hours import hour_count_add
from workshop.models import Participant

BUDGET = 8


@pytest.fixture
def seen(participant):
    """In the middle of a visit: the presence stamp is up to date."""
    Participant.objects.filter(pk=participant.pk).update(last_seen_at=timezone.now())


def fill(group, participant, ideas: int) -> None:
    """Ideas of others and of one's own, with votes of the reader."""
    author = make_participant(group.workshop)
    for number in range(ideas):
        idea = make_idea(group, participant if number % 5 == 4 else author)
        if idea.author == author and number % 2:
            make_vote(participant, idea=idea)


def fill_at_once(group, participant, ideas: int) -> list[int]:
    """Of each kind a fifth: one's own, voted on, commented on, and two that are neither."""
    author = make_participant(group.workshop)
    made = Idea.objects.bulk_create(
        Idea(
            workshop=group.workshop,
            group=group,
            author=participant if number % 5 == 0 else author,
            title=f"Idea {number}",
            body="In the rota.",
        )
        for number in range(ideas)
    )
    voted = (Vote(participant=participant, idea=idea, value=1) for idea in made[1::5])
    Vote.objects.bulk_create(voted)
    handled = {"workshop": group.workshop, "author": participant, "handle": 2, "body": "Yes"}
    Comment.objects.bulk_create(Comment(idea=idea, **handled) for idea in made[2::5])
    stamps = {"seen_before_at": group.workshop.opens_at, "last_seen_at": timezone.now()}
    Participant.objects.filter(pk=participant.pk).update(**stamps)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # which it does by itself within a minute
    return [idea.pk for idea in made]


@pytest.mark.parametrize("ideas", [0, 1, 25])
@pytest.mark.parametrize("query", ["", "?page=2", "?sort=top&page=2", "?sort=discussed"])
def test_a_list_asks_no_more_for_more_ideas(
    participant_client, participant, group, seen, ideas, query
):
    fill(group, participant, ideas)

    with query_budget(BUDGET):
        response = participant_client.get(group_url("list", group) + query)

    last_page = ideas == 25 and "page=2" in query
    assert response.content.count(b'class="ws-idea"') == (5 if last_page else min(ideas, 20))


@pytest.mark.slow
def test_ten_thousand_ideas_ask_no_more_in_any_order_or_filter(
    participant_client, participant, group
):
    ideas = fill_at_once(group, participant, 10_000)
    wanted = [("", ""), *product(ListOrder.values, ["all"]), *product(["for-you"], ListFilter)]
    for order, show in wanted:
        with query_budget(BUDGET):
            path = group_url("list", group) + f"?sort={order}&show={show}&page=2"
            response = participant_client.get(path)
        assert response.content.count(b'class="ws-idea"') == 20
        if not order:  # which was drawn on the way; the others find the day's
            rows = [
                FairOrder(group=group, day=date(2026, 3, 2), number=n, ideas=ideas)
                for n in range(256)
            ]
            FairOrder.objects.bulk_create(rows)


@pytest.mark.parametrize("ideas", [0, 1, 25])
def test_the_hall_asks_no_more_for_more_ideas(participant_client, participant, group, seen, ideas):
    fill(group, participant, ideas)

    with query_budget(BUDGET):
        participant_client.get(f"/w/{group.workshop.slug}/groups/")


@pytest.mark.parametrize("comments", [0, 1, 30, 60])
def test_a_thread_asks_no_more_for_more_comments(
    participant_client, participant, idea, seen, comments
):
    for number in range(comments):
        who = participant if number % 3 == 0 else idea.author
        comment = make_comment(idea, who, handle=2)
        reply = make_comment(idea, idea.author, parent=comment, handle=1)
        make_vote(participant, comment=reply)

    with query_budget(BUDGET):
        response = participant_client.get(url("thread", idea))

    assert response.content.count(b'<li id="comment-') == 2 * min(comments, 50)


@pytest.fixture
def crowd(idea):
    """A thread of a thousand: 200 comments, and 800 replies of which most are to the first."""
    since = timezone.now() - timedelta(days=2)
    rows = {"workshop_id": idea.workshop_id, "idea": idea, "author": idea.author, "handle": 1}
    make = Comment.objects.bulk_create
    tops = make([Comment(body=f"c{n}", created_at=since, **rows) for n in range(200)])
    make([Comment(body="r", parent=tops[n % 20 * (n > 500)], **rows) for n in range(800)])
    Idea.objects.filter(pk=idea.pk).update(comment_count=1000)
    stamps = {"seen_before_at": timezone.now() - timedelta(days=1)}
    Participant.objects.filter(last_seen_at__isnull=False).update(**stamps)


@pytest.mark.parametrize("query", ["", "?sort=best", "?page=3", "?sort=best&page=4"])
def test_a_thread_of_a_thousand_stays_in_the_budget_and_light(
    participant_client, seen, idea, crowd, query
):
    with query_budget(BUDGET):
        response = participant_client.get(url("thread", idea) + query)

    shown = response.content.count(b'<li id="comment-')
    assert 50 <= shown <= 50 * (1 + REPLIES_SHOWN_IN_LONG)
    assert b"800 new comments since your last visit" in response.content
    assert len(gzip.compress(response.content)) < 20_000


def test_asking_for_news_of_a_thousand_costs_no_more(participant_client, idea, crowd):
    with query_budget(4):
        response = participant_client.get(url("news", idea))

    assert b"1000 new comments" in response.content


@pytest.mark.parametrize("page", ["", "?page=2"])
def test_a_page_of_replies_stays_in_the_budget(participant_client, seen, idea, crowd, page):
    top = idea.comments.oldest_first().first()

    with query_budget(BUDGET):
        response = participant_client.get(url("comment_replies", top) + page)

    assert response.content.count(b'<li id="comment-') == 51


@pytest.mark.parametrize("name", ["idea_report", "idea_history", "follow"])
def test_small_pages_of_a_thread_are_cheap(participant_client, participant, seen, idea, name):
    item = make_idea(idea.group, participant) if "history" in name else idea
    method = participant_client.post if name == "follow" else participant_client.get

    with query_budget(BUDGET):
        method(url(name, item), {"following": "on"})


@pytest.mark.parametrize("headers", [HTMX, {}])
@pytest.mark.parametrize("votes", [0, 25])
def test_a_first_vote_asks_no_more_where_many_voted(participant_client, idea, votes, headers):
    for _ in range(votes):
        make_vote(make_participant(idea.workshop), idea=idea)
    Idea.objects.filter(pk=idea.pk).update(up=votes)

    with query_budget(BUDGET):
        participant_client.post(url("idea_vote", idea), {"value": "up"}, headers=headers)

    idea.refresh_from_db()
    assert idea.up == votes + 1


@pytest.mark.parametrize("value", ["up", "down", "none"])
def test_a_vote_on_a_comment_stays_in_the_budget(participant_client, participant, idea, value):
    comment = make_comment(idea, idea.author, handle=1, up=1)
    make_vote(participant, comment=comment)
    path = url("comment_vote", comment)

    with query_budget(BUDGET):
        participant_client.post(path, {"value": value}, headers=HTMX)


def test_the_beginning_of_a_visit_costs_two_more(participant_client, participant, idea):
    # The first visit of an hour makes the row in which visits are counted.
    hour_count_add(workshop=participant.workshop, now=timezone.now(), visits=1)
    with query_budget(BUDGET + 2):
        participant_client.get(url("thread", idea))

    participant.refresh_from_db()
    assert participant.visits == 1
