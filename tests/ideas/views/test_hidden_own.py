from datetime import timedelta

import pytest
from django.urls import reverse

from ideas.services import (
    comment_add,
    comment_hide,
    comment_restore,
    comment_withdraw,
    idea_hide,
)
from tests.ideas.helpers import close, url
from tests.queries import query_budget

REASON = "Take out the name and it can be shown again."
BUDGETS = {"groups": 8, "mine": 11}
SAVED = "Saved. The facilitators decide whether to show it again."


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def hidden(idea, participant):
    comment = comment_add(author=participant, idea=idea, body="Jo Bloggs said so.")
    old = comment.created_at - timedelta(hours=5)
    type(comment).objects.filter(pk=comment.pk).update(created_at=old)
    return comment_hide(comment=comment, reason=REASON)


def test_the_author_reads_a_hidden_comment_under_one_notice_and_may_mend_it(
    participant_client, idea, hidden
):
    page = words(participant_client.get(url("thread", idea)))

    assert page.count("hidden by a facilitator") == 1
    assert "A facilitator hid this comment" not in page
    ways = [url("comment_edit", hidden), url("comment_withdraw", hidden)]
    for shown in (REASON, hidden.body, *ways):
        assert shown in page
    assert f'id="vote-{hidden.public_id}' not in page


def test_nobody_else_reads_a_hidden_comment(other_client, idea, hidden):
    page = words(other_client.get(url("thread", idea)))

    assert "A facilitator hid this comment of participant B." in page
    for gone in (REASON, hidden.body, url("comment_edit", hidden)):
        assert gone not in page


def test_a_mended_comment_waits_for_the_facilitators(participant_client, hidden):
    asked = participant_client.get(url("comment_edit", hidden))
    saved = participant_client.post(
        url("comment_edit", hidden), {"body": "They said so."}, follow=True
    )

    assert REASON in words(asked)
    assert SAVED in words(saved)
    hidden.refresh_from_db()
    assert (hidden.body, hidden.state) == ("They said so.", "hidden")


def test_a_mended_idea_waits_for_the_facilitators(participant_client, own_idea):
    idea_hide(idea=own_idea, reason=REASON)
    type(own_idea).objects.update(created_at=own_idea.created_at - timedelta(hours=5))
    page = words(participant_client.get(url("thread", own_idea)))
    asked = participant_client.get(url("idea_edit", own_idea))
    data = {"title": "Let us all practise", "body": "As they said."}
    saved = participant_client.post(url("idea_edit", own_idea), data, follow=True)

    assert url("idea_edit", own_idea) in page
    assert url("idea_withdraw", own_idea) in page
    assert "15 minutes" not in page
    assert REASON in words(asked)
    assert SAVED in words(saved)


def test_after_the_close_a_hidden_comment_is_only_read_or_withdrawn(
    participant_client, workshop, idea, hidden
):
    close(workshop)
    page = words(participant_client.get(url("thread", idea)))

    assert url("comment_edit", hidden) not in page
    assert url("comment_withdraw", hidden) in page
    assert participant_client.get(url("comment_edit", hidden)).status_code == 409


@pytest.fixture(params=["ideas:hall", "ideas:mine"])
def told(request, workshop):
    return reverse(request.param, args=[workshop.slug])


def test_the_author_is_told_what_is_hidden_and_where_the_reason_stands(
    participant_client, other_client, told, own_idea, hidden
):
    idea_hide(idea=own_idea, reason=REASON)
    page = words(participant_client.get(told))

    for kind, link in (("an idea", url("thread", own_idea)), ("a comment", url("comment", hidden))):
        assert f'A facilitator hid {kind} of yours. <a class="ws-target" href="{link}"' in page
    assert 'id="hidden-own"' not in words(other_client.get(told))


@pytest.mark.parametrize("end", ["shown again", "withdrawn", "below what is hidden"])
def test_the_author_is_told_no_longer_than_it_is_hidden(
    participant_client, participant, told, idea, hidden, end
):
    if end == "shown again":
        comment_restore(comment=hidden)
    elif end == "withdrawn":
        comment_withdraw(participant=participant, comment=hidden)
    else:
        idea_hide(idea=idea, reason=REASON)

    assert 'id="hidden-own"' not in words(participant_client.get(told))


def test_several_hidden_comments_are_one_line_and_no_more_queries(
    participant_client, participant, workshop, told, idea, hidden
):
    for body in ("One", "Two"):
        comment = comment_add(author=participant, idea=idea, body=body)
        comment_hide(comment=comment, reason=REASON)
    participant_client.get(told)  # the stamp of the visit

    with query_budget(BUDGETS[told.rsplit("/", 2)[1]]):
        page = words(participant_client.get(told))

    list_url = reverse("ideas:mine_list", args=[workshop.slug, "comments"])
    assert f'Facilitators hid 3 comments of yours. <a class="ws-target" href="{list_url}"' in page
