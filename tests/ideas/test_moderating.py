"""What the staff's screens of ideas and comments say, and what the log keeps of it."""

import pytest
from django.contrib.admin.models import LogEntry

from ideas.services import comment_add, comment_hide

CANARY = "Ask Jane at the desk."


@pytest.fixture(name="desk")
def a_facilitators_screens(staff_client):
    return staff_client("facilitator")


def path(post) -> str:
    return f"/admin/ideas/{post._meta.model_name}/{post.pk}/change/"


def decide(client, post, decision: str, reason: str = "") -> str:
    given = {"decision": decision, "reason": reason}
    return client.post(path(post), given, follow=True).content.decode()


@pytest.mark.parametrize("kind", ["idea", "comment"])
def test_the_screen_says_what_was_decided(desk, idea, other, kind):
    post = idea if kind == "idea" else comment_add(author=other, idea=idea, body="Yes")

    hidden = decide(desk, post, "hide", "It names a colleague.")
    shown = decide(desk, post, "restore")
    nothing = decide(desk, post, "")

    assert f"The {kind} is hidden; its author reads why." in hidden
    assert f"The {kind} is shown again." in shown
    assert "Nothing was decided" in nothing
    assert "changed successfully" not in hidden + shown + nothing


def test_a_refusal_is_not_followed_by_a_success(desk, idea, other, monkeypatch):
    comment = comment_add(author=other, idea=idea, body="Yes")
    monkeypatch.setattr(
        "ideas.admin.comments.CommentAdmin.services",
        {"hide": lambda comment, reason: comment_hide(comment=comment, reason=" ")},
    )

    page = decide(desk, comment, "hide", "It names a colleague.")

    assert "Say why" in page
    assert "success" not in page


def test_a_comment_is_named_by_its_beginning_on_its_screen_alone(desk, idea, other):
    comment = comment_add(author=other, idea=idea, body=CANARY)
    page = desk.get(path(comment)).content.decode()
    trail = page.split('class="breadcrumbs"')[1].split("</div>")[0]
    assert CANARY in trail
    assert comment.public_id not in page

    decide(desk, comment, "hide", "It names Jane.")

    entry = LogEntry.objects.get()
    assert "Jane" not in f"{entry.object_repr} {entry.change_message}"
