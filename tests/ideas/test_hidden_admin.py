"""What facilitators see of a post that its author mended after it was hidden."""

import pytest

from ideas.services import comment_add, comment_edit, comment_hide
from tests.factories import make_flag

LIST = "/admin/ideas/comment/"
REASON = "It names a colleague."


@pytest.fixture
def comment(idea, other):
    return comment_add(author=other, idea=idea, body="Words with a name.")


def decide(client, path: str, **data) -> None:
    assert client.post(path, data).status_code == 302


def mend(comment, other) -> None:
    comment_edit(participant=other, comment=comment, body="Ask at the desk.")


def is_marked(client, comment) -> bool:
    mark = 'alt="True"'
    page = client.get(f"{LIST}{comment.pk}/change/").content.decode()
    listed = client.get(LIST).content.decode().split("field-changed")[1].split("</td>")[0]
    found = "field-excerpt" in client.get(f"{LIST}?changed=yes").content.decode()
    assert (mark in page.split("field-changed")[1].split("field-decision")[0]) == found
    assert (mark in listed) == found
    return found


@pytest.mark.parametrize("by", ["the post", "a report"])
def test_what_was_mended_after_it_was_hidden_is_marked_until_it_is_hidden_again(
    facilitator_client, participant, other, comment, by
):
    path = f"{LIST}{comment.pk}/change/"
    hiding = (path, {"decision": "hide", "reason": REASON})
    if by == "a report":
        flag = make_flag(participant, comment=comment)
        hiding = (f"/admin/ideas/flag/{flag.pk}/change/", {"decision": "hide", "why": REASON})
    decide(facilitator_client, hiding[0], **hiding[1])
    assert not is_marked(facilitator_client, comment)

    mend(comment, other)
    assert is_marked(facilitator_client, comment)
    decide(facilitator_client, path, decision="", reason="")
    assert is_marked(facilitator_client, comment)

    decide(facilitator_client, path, decision="restore", reason="")
    decide(facilitator_client, path, decision="hide", reason=REASON)
    assert not is_marked(facilitator_client, comment)


def test_a_change_before_the_hiding_is_no_mark(facilitator_client, other, comment):
    mend(comment, other)
    path = f"{LIST}{comment.pk}/change/"
    decide(facilitator_client, path, decision="hide", reason=REASON)

    assert not is_marked(facilitator_client, comment)


def test_nothing_is_claimed_where_no_log_tells_when_it_was_hidden(
    facilitator_client, other, comment
):
    comment_hide(comment=comment, reason=REASON)
    mend(comment, other)

    assert not is_marked(facilitator_client, comment)
