from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.services import comment_add, comment_hide, comment_withdraw, idea_hide, idea_withdraw
from tests.factories import (
    make_comment,
    make_group,
    make_idea,
    make_participant,
    make_vote,
    make_workshop,
)
from tests.ideas.helpers import close, url


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_thread_shows_the_idea_and_who_speaks_by_handle(
    participant_client, participant, workshop, idea, other
):
    comment_add(author=make_participant(workshop), idea=idea, body="We tried that.")
    first = comment_add(author=other, idea=idea, body="Did it work?")
    comment_add(author=participant, idea=idea, body="It did.", parent=first)

    page = words(participant_client.get(url("thread", idea)))

    names = ["The author", "Participant B", "The author", "You (participant C)"]
    speakers = [part.split("</b>")[0] for part in page.split('ws-by"><b>')[1:]]
    assert speakers == names
    assert "3 comments" in page
    assert "You appear here as participant C." in page


def test_days_are_shown_and_no_times(participant_client, idea, other):
    moment = timezone.now() - timedelta(days=1)
    make_comment(idea, other, handle=1, created_at=moment)

    page = words(participant_client.get(url("thread", idea)))

    assert "<b>The author</b> <span>Today</span>" in page
    assert "<b>The author</b> <span>Yesterday</span>" in page
    assert f"{moment:%H:%M}" not in page


def test_replies_stand_below_their_comment_and_take_no_reply(
    participant_client, idea, other, participant
):
    first = comment_add(author=other, idea=idea, body="First")
    comment_add(author=other, idea=idea, body="Second")
    comment_add(author=other, idea=idea, body="Below", parent=first)

    page = words(participant_client.get(url("thread", idea)))

    assert page.index("First") < page.index("Below") < page.index("Second")
    assert page.count("/reply/form/") == 2


@pytest.mark.parametrize(
    ("showings", "words"), [(0, ""), (1, "1 other person"), (1312, "1,312 others")]
)
def test_it_says_to_how_many_it_was_shown(participant_client, idea, showings, words):
    type(idea).objects.filter(pk=idea.pk).update(showings=showings)

    page = participant_client.get(url("thread", idea)).content.decode()

    assert ("Shown to" in page) == bool(words)
    assert words in page


def test_a_seed_is_a_facilitators(participant_client, group):
    page = words(participant_client.get(url("thread", make_idea(group, seed=True))))

    assert "Conversation starter" in page
    assert "<b>Facilitator</b>" in page


def test_ones_own_can_be_changed_for_a_while(participant_client, participant, own_idea):
    comment = comment_add(author=participant, idea=own_idea, body="And more")

    page = words(participant_client.get(url("thread", own_idea)))
    assert url("idea_edit", own_idea) in page
    assert url("comment_edit", comment) in page

    type(own_idea).objects.update(created_at=timezone.now() - timedelta(minutes=16))
    type(comment).objects.update(created_at=timezone.now() - timedelta(minutes=16))
    page = words(participant_client.get(url("thread", own_idea)))
    assert "/edit/" not in page
    assert url("idea_withdraw", own_idea) in page
    assert url("comment_withdraw", comment) in page


def test_another_persons_words_have_no_edit_and_no_withdraw(participant_client, idea, other):
    comment_add(author=other, idea=idea, body="Mine")

    page = words(participant_client.get(url("thread", idea)))

    assert "/edit/" not in page
    assert "/withdraw/" not in page


def test_what_was_withdrawn_or_hidden_leaves_a_line(participant_client, idea, other):
    for state, line in (("withdrawn", "withdrew this comment"), ("hidden", "A facilitator hid")):
        comment = comment_add(author=other, idea=idea, body=f"Secret {state}")
        if state == "hidden":
            comment_hide(comment=comment, reason="A private reason.")
        else:
            comment_withdraw(participant=other, comment=comment)
        page = words(participant_client.get(url("thread", idea)))
        assert line in page
        assert f'id="comment-{comment.public_id}"' in page

    assert "Secret" not in page
    assert "A private reason." not in page


def test_the_author_of_a_hidden_comment_reads_the_reason(participant_client, participant, idea):
    comment = comment_add(author=participant, idea=idea, body="Yes")
    comment_hide(comment=comment, reason="It names a colleague.")

    assert "It names a colleague." in words(participant_client.get(url("thread", idea)))


def test_a_withdrawn_idea_keeps_its_thread(participant_client, participant, idea, other):
    comment_add(author=participant, idea=idea, body="Still here")
    idea_withdraw(participant=other, idea=idea)

    page = words(participant_client.get(url("thread", idea)))

    assert "The author withdrew this idea. The comments on it stay." in page
    assert "Still here" in page
    for gone in (idea.title, idea.body, "Post comment", 'name="value"', "/reply/"):
        assert gone not in page


def test_a_hidden_idea_is_a_plain_line_to_others(participant_client, idea, other):
    comment_add(author=other, idea=idea, body="Below")
    idea_hide(idea=idea, reason="It names a colleague.")

    page = words(participant_client.get(url("thread", idea)))

    assert "A facilitator hid this idea" in page
    for gone in (idea.title, idea.body, "It names a colleague.", "Below", "Post comment"):
        assert gone not in page


def test_the_author_of_a_hidden_idea_reads_it_with_the_reason(participant_client, own_idea):
    idea_hide(idea=own_idea, reason="It names a colleague.")

    page = words(participant_client.get(url("thread", own_idea)))

    for shown in (own_idea.title, own_idea.body, "It names a colleague."):
        assert shown in page
    assert "Post comment" not in page


def test_a_closed_thread_is_only_read(participant_client, participant, workshop, idea, other):
    comment = comment_add(author=other, idea=idea, body="Yes")
    comment_add(author=participant, idea=idea, body="No")
    make_vote(participant, comment=comment)
    close(workshop)

    page = words(participant_client.get(url("thread", idea)))

    assert "You voted up." in page
    for gone in ("0 up, 0 down", "<textarea", 'name="value"', "/reply/", "/edit/"):
        assert gone not in page
    assert page.count("/withdraw/") == 1


@pytest.mark.parametrize(("query", "count", "status"), [("", 50, 200), ("?page=2", 3, 200)])
def test_a_page_has_fifty_comments(participant_client, idea, other, query, count, status):
    for _ in range(53):
        make_comment(idea, other, handle=1)

    response = participant_client.get(url("thread", idea) + query)

    assert response.status_code == status
    assert response.content.count(b'<li id="comment-') == count


@pytest.mark.parametrize("query", ["?page=2", "?page=999999999999999999999"])
def test_a_page_past_the_end_is_not_there(participant_client, idea, query):
    assert participant_client.get(url("thread", idea) + query).status_code == 404


def test_a_permalink_leads_to_the_right_page(participant_client, idea, other):
    comments = [make_comment(idea, other) for _ in range(52)]
    reply = make_comment(idea, other, parent=comments[51])

    for comment, page in ((comments[0], ""), (comments[49], ""), (comments[50], "?page=2")):
        expected = f"{url('thread', idea)}{page}#comment-{comment.public_id}"
        assert participant_client.get(url("comment", comment)).url == expected
    expected = f"{url('thread', idea)}?page=2#comment-{reply.public_id}"
    assert participant_client.get(url("comment", reply)).url == expected


def test_a_stranger_finds_nothing(participant_client, other):
    elsewhere = make_workshop()
    idea = make_idea(make_group(elsewhere), make_participant(elsewhere))
    comment = make_comment(idea)

    for path in (f"ideas/{idea.public_id}/", f"comments/{comment.public_id}/"):
        assert participant_client.get(f"/w/spring/{path}").status_code == 404
    assert participant_client.get(url("thread", idea)).status_code == 302


def test_a_thread_only_reads(participant_client, idea):
    assert participant_client.post(url("thread", idea)).status_code == 405
