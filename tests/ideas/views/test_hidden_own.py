from datetime import timedelta

import pytest

from ideas.services import comment_add, comment_hide, idea_hide
from tests.ideas.helpers import close, url

REASON = "Take out the name and it can be shown again."
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
