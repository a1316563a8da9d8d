"""What is new: since the visit before, and while a page is open."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.selectors.comments import REPLIES_SHOWN
from ideas.services import comment_add, comment_hide, comment_withdraw, idea_hide
from tests.factories import make_comment, make_participant
from tests.ideas.helpers import HTMX, close, url
from tests.queries import query_budget
from workshop.models import Participant


@pytest.fixture
def on_a_visit(participant):
    """Here since a minute ago; the visit before ended yesterday."""
    now = timezone.now()
    stamps = {"last_seen_at": now, "seen_before_at": now - timedelta(days=1), "visits": 2}
    Participant.objects.filter(pk=participant.pk).update(**stamps)


def read(client, idea, query: str = "") -> str:
    return client.get(url("thread", idea) + query).content.decode()


def news_path(page: str) -> str:
    return re.search(r'data-news="([^"]+)"', page)[1]


def tag_of(page: str) -> str:
    return re.search(r'data-tag="([^"]+)"', page)[1].replace("&quot;", '"')


def ask(client, page: str, **headers):
    return client.get(news_path(page), headers=headers)


def marked(page: str) -> list[str]:
    """The texts of the comments that carry the mark."""
    parts = page.split('<li id="comment-')[1:]
    return [re.search(r"<p>([^<]+)</p>", part)[1] for part in parts if ">New</span>" in part]


def test_what_others_wrote_since_the_visit_before_is_marked(
    participant_client, participant, on_a_visit, idea, other
):
    old = timezone.now() - timedelta(days=2)
    make_comment(idea, other, body="old", handle=1, created_at=old)
    first = comment_add(author=other, idea=idea, body="new")
    comment_add(author=participant, idea=idea, body="mine")
    comment_add(author=other, idea=idea, body="reply", parent=first)
    gone = comment_add(author=other, idea=idea, body="gone")
    comment_withdraw(participant=other, comment=gone)

    page = read(participant_client, idea)

    assert marked(page) == ["new", "reply"]
    assert "2 new comments since your last visit." in page
    assert f'href="#comment-{first.public_id}">Go to the first</a>' in page


def test_on_a_first_visit_nothing_is_marked(participant_client, idea, other):
    comment_add(author=other, idea=idea, body="Yes")

    page = read(participant_client, idea)

    assert marked(page) == []
    assert "since your last visit" not in page


def test_a_new_visit_begins_where_the_last_one_ended(
    participant_client, participant, idea, other, workshop
):
    now = timezone.now()
    Participant.objects.filter(pk=participant.pk).update(last_seen_at=now - timedelta(hours=2))
    for hours, body in ((3, "before"), (1, "since")):
        moment = now - timedelta(hours=hours)
        make_comment(idea, other, body=body, handle=1, created_at=moment)

    page = read(participant_client, idea)

    assert marked(page) == ["since"]
    assert "1 new comment since your last visit." in page
    assert "Go to the new one" in page


def test_a_new_comment_on_another_page_is_reached_by_its_link(
    participant_client, on_a_visit, idea, other
):
    old = timezone.now() - timedelta(days=2)
    for _ in range(50):
        make_comment(idea, other, handle=1, created_at=old)
    new = comment_add(author=other, idea=idea, body="new")

    assert f'href="{url("comment", new)}">Go to the new one' in read(participant_client, idea)


def test_nothing_new_is_answered_by_304_and_costs_little(participant_client, idea, other):
    comment_add(author=other, idea=idea, body="Known")
    page = read(participant_client, idea)

    with query_budget(4):
        answer = ask(participant_client, page, if_none_match=tag_of(page))

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == tag_of(page)
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("known", [True, False])
def test_news_say_how_many_and_lead_to_the_first(participant_client, idea, other, known):
    if known:
        comment_add(author=other, idea=idea, body="Known")
    page = read(participant_client, idea)
    first = comment_add(author=other, idea=idea, body="One")
    comment_add(author=other, idea=idea, body="Two", parent=first)

    with query_budget(4):
        answer = ask(participant_client, page, if_none_match=tag_of(page))

    line = answer.content.decode()
    assert answer.status_code == 200
    assert "2 new comments <a" in line
    assert f'href="{url("comment", first)}"' in line
    assert line.strip().startswith('<div class="ws-newer" id="news" role="status"')
    assert "One" not in line
    assert ask(participant_client, page, if_none_match=answer["ETag"]).status_code == 304


def test_ones_own_and_what_is_gone_are_no_news(participant_client, participant, idea, other):
    page = read(participant_client, idea)
    comment_add(author=participant, idea=idea, body="Mine")
    hidden = comment_add(author=other, idea=idea, body="Hidden")
    comment_hide(comment=hidden, reason="It names a colleague.")

    assert ask(participant_client, page, if_none_match=tag_of(page)).status_code == 304


def test_the_line_says_no_more_than_before_to_who_wrote_it(
    participant_client, other_client, idea, other
):
    page = read(other_client, idea)
    comment_add(author=other, idea=idea, body="Mine")

    assert ask(other_client, page, if_none_match=tag_of(page)).status_code == 304
    assert "1 new comment <a" in ask(participant_client, page).content.decode()


def test_asking_is_no_visit(participant_client, participant, idea):
    participant_client.get(url("news", idea))

    participant.refresh_from_db()
    assert (participant.visits, participant.last_seen_at) == (0, None)


def test_after_the_close_the_page_stops_asking(participant_client, workshop, idea):
    page = read(participant_client, idea)
    close(workshop)

    answer = ask(participant_client, page, if_none_match=tag_of(page))

    assert answer.status_code == 200
    assert b"data-news" not in answer.content
    assert "data-news" not in read(participant_client, idea)


def test_below_a_hidden_idea_nothing_is_new(participant_client, idea, other):
    page = read(participant_client, idea)
    comment_add(author=other, idea=idea, body="Yes")
    idea_hide(idea=idea, reason="It names a colleague.")

    answer = ask(participant_client, page)

    assert b"new comment" not in answer.content
    assert b"data-news" not in answer.content


@pytest.mark.parametrize("after", ["nonsense", "x" * 3000, "%26%22"])
def test_after_something_unknown_nothing_is_new(participant_client, idea, other, after):
    comment_add(author=other, idea=idea, body="Yes")

    answer = participant_client.get(f"{url('news', idea)}?after={after}")

    assert answer.status_code == 200
    assert b"new comment" not in answer.content


def test_a_stranger_is_told_nothing(client, workshop, idea):
    stranger = make_participant(workshop, joined_at=None)
    assert client.get(url("news", idea)).status_code == 302
    client.force_login(stranger.user)
    assert client.get(url("news", idea)).status_code == 302


def test_show_them_gives_the_comments_with_the_first_new_one_in_focus(
    participant_client, idea, other
):
    for _ in range(50):
        make_comment(idea, other, handle=1, created_at=idea.created_at)
    idea.comments.update(created_at=timezone.now() - timedelta(hours=2))
    page = read(participant_client, idea)
    comment_add(author=other, idea=idea, body="new")
    line = ask(participant_client, page).content.decode()

    answer = participant_client.get(re.search(r'hx-get="([^"]+)"', line)[1], headers=HTMX)

    words = answer.content.decode()
    assert words.count("data-focus") == words.count("<li id=") == 1
    assert marked(words) == ["new"]
    assert "<main" not in words
    assert news_path(words) != news_path(page)


def test_show_them_leads_to_a_reply_that_the_thread_does_not_show(participant_client, idea, other):
    top = make_comment(idea, other, handle=1)
    for _ in range(REPLIES_SHOWN):
        make_comment(idea, other, handle=1, parent=top)
    page = read(participant_client, idea)
    new = comment_add(author=other, idea=idea, body="new", parent=top)
    line = ask(participant_client, page).content.decode()

    answer = participant_client.get(re.search(r'hx-get="([^"]+)"', line)[1], headers=HTMX)

    expected = f"{url('comment_replies', top)}#comment-{new.public_id}"
    assert answer["HX-Redirect"] == expected


def test_with_nothing_new_the_comments_are_as_they_were(participant_client, idea, other):
    known = comment_add(author=other, idea=idea, body="Known")

    answer = participant_client.get(f"{url('comment_list', idea)}?after={known.public_id}")

    assert "Known" in answer.content.decode()
    assert "data-focus" not in answer.content.decode()
