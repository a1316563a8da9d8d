"""What facilitators write in a thread: in the staff's screens, and as people read it."""

import pytest

from analysis.archive.exporter import archive_export
from ideas.models import Comment
from ideas.services import (
    comment_add,
    comment_add_as_facilitator,
    comment_hide,
    idea_hide,
    vote_cast,
)
from tests.analysis.report.asking import figures
from tests.factories import make_idea
from tests.ideas.helpers import close, url, wrong_counters
from workshop.common.errors import DomainError

ADD = "/admin/ideas/comment/add/"


@pytest.fixture
def facilitator_client(staff_client):
    return staff_client("facilitator")


def test_it_has_no_author_and_counts_as_a_comment(idea, other):
    first = comment_add(author=other, idea=idea, body="Yes")
    asked = comment_add_as_facilitator(idea=idea, body="Has anyone?", parent=first)
    later = comment_add(author=other, idea=idea, body="I have")

    assert (asked.author, asked.handle, asked.by_facilitator) == (None, None, True)
    assert later.handle == first.handle
    assert wrong_counters() == []


def test_people_read_that_it_is_a_facilitators(participant_client, participant, idea):
    asked = comment_add_as_facilitator(idea=idea, body="Has anyone?")
    vote_cast(participant=participant, item=asked, value=1)

    page = participant_client.get(url("thread", idea)).content.decode()

    assert "<b>Facilitator</b> <span>Today</span>" in page
    assert "Up: comment of a facilitator" in page
    assert "Someone" not in page
    form = participant_client.get(url("reply_form", asked)).content.decode()
    assert "Your reply to a facilitator" in form
    comment_hide(comment=asked, reason="Off the point")
    page = participant_client.get(url("thread", idea)).content.decode()
    assert "A facilitator hid this comment of a facilitator." in page


def test_it_is_written_from_the_ideas_screen(facilitator_client, idea):
    screen = facilitator_client.get(f"/admin/ideas/idea/{idea.pk}/change/").content.decode()
    assert f'href="{ADD}?idea={idea.pk}"' in screen
    assert f'value="{idea.pk}"' in facilitator_client.get(f"{ADD}?idea={idea.pk}").content.decode()

    answer = facilitator_client.post(ADD, {"idea": idea.pk, "body": " Has anyone? "}, follow=True)

    comment = Comment.objects.get()
    assert (comment.body, comment.by_facilitator, comment.idea) == ("Has anyone?", True, idea)
    assert "The comment is posted" in answer.content.decode()
    assert wrong_counters() == []


def test_a_reply_is_written_from_the_comments_screen(facilitator_client, idea, other):
    first = comment_add(author=other, idea=idea, body="Yes")
    screen = facilitator_client.get(f"/admin/ideas/comment/{first.pk}/change/").content.decode()
    assert f'href="{ADD}?idea={idea.pk}&amp;parent={first.pk}"' in screen

    given = {"idea": idea.pk, "parent": first.pk, "body": "Where?"}
    facilitator_client.post(ADD, given)

    reply = Comment.objects.get(body="Where?")
    assert reply.parent == first
    screen = facilitator_client.get(f"/admin/ideas/comment/{reply.pk}/change/").content.decode()
    assert "Reply to this" not in screen


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ("closed", "The workshop has closed"),
        ("hidden", "This idea is no longer shown"),
        ("elsewhere", "comment on the same idea"),
        ("empty", "Write the comment."),
        ("nothing", "This field is required."),
    ],
)
def test_what_takes_no_comment_is_refused_and_the_text_stays(
    facilitator_client, group, idea, other, case, problem
):
    given = {"idea": idea.pk, "body": "Has anyone?"}
    if case == "closed":
        close(idea.workshop)
    elif case == "hidden":
        idea_hide(idea=idea, reason="It names a colleague.")
    elif case == "elsewhere":
        given["parent"] = comment_add(author=other, idea=make_idea(group), body="There").pk
    elif case == "empty":
        given["body"] = "\u200b"
    else:
        given["idea"] = ""

    page = facilitator_client.post(ADD, given).content.decode()

    assert problem in page
    assert case == "empty" or "Has anyone?" in page
    assert not Comment.objects.filter(by_facilitator=True).exists()


def test_a_refusal_that_comes_in_between_is_shown(facilitator_client, idea, monkeypatch):
    def refuse(**kwargs):
        raise DomainError("This idea is no longer shown, so nothing can be added to it.")

    monkeypatch.setattr("ideas.admin.comments.comment_add_as_facilitator", refuse)

    answer = facilitator_client.post(ADD, {"idea": idea.pk, "body": "Yes"}, follow=True)

    assert "no longer shown" in answer.content.decode()


def test_an_analyst_writes_nothing(staff_client, idea):
    assert staff_client("analyst").get(ADD).status_code == 403


def test_the_report_and_the_archive_take_it_as_a_comment_of_nobody(idea, tmp_path):
    comment = comment_add_as_facilitator(idea=idea, body="Has anyone?")

    archive_export(slug="spring", path=tmp_path / "out")
    assert figures(idea.workshop) == (1, 1, 0, 0)
    rows = (tmp_path / "out/comments.csv").read_text().splitlines()
    assert rows[1].startswith(f"{comment.public_id},{idea.public_id},,,")
