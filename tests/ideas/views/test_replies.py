"""A comment with many replies: the first in the thread, all of them on a page of their own."""

import pytest

from ideas.models import Idea
from ideas.selectors.comments import (
    LONG_THREAD,
    REPLIES_A_PAGE,
    REPLIES_SHOWN,
    REPLIES_SHOWN_IN_LONG,
)
from ideas.services import idea_hide
from tests.factories import make_comment
from tests.ideas.helpers import HTMX, url


@pytest.fixture
def top(idea, other):
    return make_comment(idea, other, handle=1)


def replies_to(top, number: int) -> list:
    return [make_comment(top.idea, body=f"reply {n}", handle=2, parent=top) for n in range(number)]


def shown(response) -> int:
    return response.content.count(b'<li id="comment-') - 1


def test_few_replies_stand_in_the_thread(participant_client, idea, top):
    replies_to(top, REPLIES_SHOWN)

    response = participant_client.get(url("thread", idea))

    assert shown(response) == REPLIES_SHOWN
    assert b"more repl" not in response.content
    assert participant_client.get(url("comment_replies", top)).url == url("comment", top)


def test_of_many_replies_the_thread_shows_the_oldest_and_the_way_to_the_rest(
    participant_client, idea, top
):
    replies = replies_to(top, REPLIES_SHOWN + 3)

    page = participant_client.get(url("thread", idea))

    assert shown(page) == REPLIES_SHOWN
    words = page.content.decode()
    assert "reply 0<" in words
    assert f"reply {REPLIES_SHOWN}<" not in words
    assert "Show 3 more replies" in words
    assert f"{url('comment_replies', top)}#comment-{replies[REPLIES_SHOWN].public_id}" in words


def test_in_a_long_thread_fewer_are_shown(participant_client, idea, top):
    replies = replies_to(top, REPLIES_SHOWN)
    Idea.objects.filter(pk=idea.pk).update(comment_count=LONG_THREAD + 1)

    page = participant_client.get(url("thread", idea))

    assert shown(page) == REPLIES_SHOWN_IN_LONG
    assert f"Show {REPLIES_SHOWN - REPLIES_SHOWN_IN_LONG} more replies" in page.content.decode()
    for reply, path in (
        (replies[4], url("thread", idea)),
        (replies[5], url("comment_replies", top)),
    ):
        assert participant_client.get(url("comment", reply)).url.startswith(f"{path}#")


def test_all_replies_stand_on_their_page(participant_client, top):
    replies_to(top, REPLIES_A_PAGE + 2)

    first = participant_client.get(url("comment_replies", top))
    second = participant_client.get(url("comment_replies", top) + "?page=2")

    assert (shown(first), shown(second)) == (REPLIES_A_PAGE, 2)
    assert f"{REPLIES_A_PAGE + 2} replies to one comment" in first.content.decode()
    assert 'href="?page=2"' in first.content.decode()
    assert participant_client.get(url("comment_replies", top) + "?page=3").status_code == 404


def test_a_permalink_finds_a_reply_wherever_it_stands(participant_client, idea, top):
    replies = replies_to(top, REPLIES_A_PAGE + 1)
    alone, thread = url("comment_replies", top), url("thread", idea)

    for place, path in ((0, thread), (REPLIES_SHOWN - 1, thread), (REPLIES_SHOWN, alone)):
        expected = f"{path}#comment-{replies[place].public_id}"
        assert participant_client.get(url("comment", replies[place])).url == expected
    expected = f"{alone}?page=2#comment-{replies[-1].public_id}"
    assert participant_client.get(url("comment", replies[-1])).url == expected


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_reply_past_those_shown_leads_to_its_place(participant_client, top, headers):
    replies_to(top, REPLIES_SHOWN)

    answer = participant_client.post(
        url("comment_reply", top), {"body": "One more"}, headers=headers
    )

    place = answer["HX-Redirect"] if headers else answer.url
    new = top.replies.get(body="One more")
    assert place == f"{url('comment_replies', top)}#comment-{new.public_id}"


def test_replies_below_what_is_hidden_or_to_a_reply_are_not_there(participant_client, idea, top):
    reply = replies_to(top, REPLIES_SHOWN + 1)[0]
    assert participant_client.get(url("comment_replies", reply)).status_code == 404

    idea_hide(idea=idea, reason="It names a colleague.")

    assert participant_client.get(url("comment_replies", top)).status_code == 404


def test_a_vote_on_that_page_leads_back_to_it(participant_client, top):
    reply = replies_to(top, REPLIES_SHOWN + 1)[-1]
    page = url("comment_replies", top)

    answer = participant_client.post(
        url("comment_vote", reply), {"value": "up"}, headers={"Referer": f"http://testserver{page}"}
    )

    assert answer.url == f"{page}#comment-{reply.public_id}"
