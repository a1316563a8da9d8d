"""Oldest or best first: what a person chooses, and what scores allow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.ranking import wilson_lower_bound
from ideas.services import comment_add
from tests.factories import make_comment
from tests.ideas.helpers import close, url
from workshop.models import Workshop

VOTES = [("few", 2, 0), ("many", 40, 4), ("split", 9, 9), ("none", 0, 0), ("bad", 0, 7)]


@pytest.fixture
def comments(idea, other):
    start = timezone.now() - timedelta(hours=1)
    for minute, (body, up, down) in enumerate(VOTES):
        moment = start + timedelta(minutes=minute)
        make_comment(idea, other, body=body, handle=1, up=up, down=down, created_at=moment)


def bodies(page: str) -> list[str]:
    return [part.split("<p>")[1].split("</p>")[0] for part in page.split("ws-comment__text")[1:]]


def read(client, idea, query: str = "") -> str:
    return client.get(url("thread", idea) + query).content.decode()


def test_comments_stand_oldest_first_unless_asked(participant_client, idea, comments):
    for query in ("", "?sort=oldest", "?sort=nonsense", "?sort="):
        page = read(participant_client, idea, query)
        assert bodies(page) == [body for body, _, _ in VOTES]
        assert "Show best first" in page


def test_the_best_have_the_surest_share_of_up_votes(participant_client, idea, comments):
    ranked = sorted(VOTES, key=lambda row: -wilson_lower_bound(row[1], row[1] + row[2]))

    page = read(participant_client, idea, "?sort=best")

    # Nobody's vote counts as no support, so those two stand in the order of writing.
    assert (
        bodies(page) == [body for body, _, _ in ranked] == ["many", "few", "split", "none", "bad"]
    )
    assert "Best supported first." in page
    assert "Most up votes among all votes" in page
    assert "Show oldest first" in page


def test_replies_stand_oldest_first_in_both_orders(participant_client, idea, other):
    top = make_comment(idea, other, body="top", handle=1)
    make_comment(idea, other, body="early", handle=1, parent=top)
    make_comment(idea, other, body="late", handle=1, parent=top, up=50)

    for query in ("", "?sort=best"):
        assert bodies(read(participant_client, idea, query)) == ["top", "early", "late"]


def test_pages_keep_the_order(participant_client, idea, other):
    for number in range(53):
        make_comment(idea, other, body=f"number {number}", handle=1, up=number)

    first, second = (
        read(participant_client, idea, f"?sort=best{more}") for more in ("", "&page=2")
    )

    assert bodies(first)[:2] == ["number 52", "number 51"]
    assert bodies(second) == ["number 2", "number 1", "number 0"]
    assert "?sort=best&amp;page=2#comments" in first
    assert "?sort=best&amp;page=1#comments" in second


@pytest.mark.parametrize("scores", ["after-vote", "after-close"])
def test_no_order_gives_hidden_scores_away(participant_client, workshop, idea, comments, scores):
    Workshop.objects.filter(pk=workshop.pk).update(scores=scores)

    page = read(participant_client, idea, "?sort=best")

    assert bodies(page) == [body for body, _, _ in VOTES]
    assert "best" not in page.split('id="comment-list"')[1].split("ws-comments__lines")[0]


@pytest.mark.parametrize("scores", ["after-vote", "after-close"])
def test_after_the_close_everybody_may_read_the_best_first(
    participant_client, workshop, idea, comments, scores
):
    Workshop.objects.filter(pk=workshop.pk).update(scores=scores)
    close(workshop)

    assert bodies(read(participant_client, idea, "?sort=best"))[0] == "many"


def test_an_empty_thread_offers_no_order(participant_client, idea):
    assert "?sort=" not in read(participant_client, idea)


def test_the_oldest_first_explains_nothing(participant_client, idea, comments):
    said = read(participant_client, idea).split('class="ws-comments__said">')[1].split("</div>")[0]

    assert not said.strip()


@pytest.mark.parametrize(("count", "is_there"), [(5, False), (6, True)])
def test_a_longer_conversation_leads_to_the_box_for_writing(
    participant_client, workshop, idea, other, count, is_there
):
    for number in range(count):
        comment_add(author=other, idea=idea, body=f"Comment {number}")

    assert ('href="#write">Add a comment</a>' in read(participant_client, idea)) == is_there
    close(workshop)
    assert 'href="#write"' not in read(participant_client, idea)
