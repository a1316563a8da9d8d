"""What the staff's screens of ideas and comments say, and what the log keeps of it."""

import pytest
from django.contrib.admin.models import LogEntry

from ideas.services import comment_add, comment_hide, comment_withdraw
from ideas.words import speaker_inside
from tests.factories import make_comment, make_idea
from tests.queries import query_budget

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


def test_the_ideas_screen_has_its_conversation_in_order(desk, idea, other):
    first = comment_add(author=other, idea=idea, body="The first")
    comment_add(author=other, idea=idea, body="The second")
    comment_add(author=other, idea=idea, parent=first, body="An answer to the first")
    comment_hide(comment=first, reason="It names a colleague.")
    speaker = speaker_inside(first)

    page = desk.get(path(idea)).content.decode()

    places = [page.index(words) for words in ("The first", "An answer to the first", "The second")]
    assert places == sorted(places)
    assert f"<b>Comment of {speaker}</b>, {first.created_at:%-d %B %Y}" in page
    assert f'Hidden by a facilitator · <a href="{path(first)}">' in page


def test_what_its_author_withdrew_is_not_read_in_the_conversation(desk, idea, other):
    comment = comment_add(author=other, idea=idea, body=CANARY)
    comment_withdraw(participant=other, comment=comment)

    page = desk.get(path(idea)).content.decode()

    assert "Withdrawn by its author" in page
    assert CANARY not in page


def test_a_long_conversation_is_capped_and_leads_to_the_rest(desk, idea, other, monkeypatch):
    monkeypatch.setattr("ideas.admin.ideas.MOST_COMMENTS", 2)
    for number in range(2):
        make_comment(idea, other, handle=2, body=f"Number {number}")
    assert "All comments" not in desk.get(path(idea)).content.decode()
    make_comment(idea, other, handle=2, body="Number 2")

    with query_budget(16):
        page = desk.get(path(idea)).content.decode()

    assert "Number 1" in page
    assert "Number 2" not in page
    every = f"/admin/ideas/comment/?idea={idea.pk}"
    assert f'href="{every}"' in page
    elsewhere = comment_add(author=other, idea=make_idea(idea.group), body="Elsewhere")
    page = desk.get(every).content.decode()
    assert "Number 2" in page
    assert elsewhere.body not in page
    assert elsewhere.body in desk.get("/admin/ideas/comment/?idea=none").content.decode()


def test_what_a_link_has_chosen_is_shown_in_words(desk, idea, other):
    comment = comment_add(author=other, idea=idea, body=CANARY)
    add = f"/admin/ideas/comment/add/?idea={idea.pk}"

    on_idea = desk.get(add).content.decode()
    as_reply = desk.get(f"{add}&parent={comment.pk}").content.decode()
    unchosen = desk.get("/admin/ideas/comment/add/?idea=none").content.decode()

    assert f'<div class="readonly">{idea.title}</div>' in on_idea
    assert 'name="parent"' not in on_idea
    assert f'<div class="readonly">{CANARY}</div>' in as_reply
    assert "Open the idea in the list of ideas" in unchosen
    refused = desk.post(add, {"idea": idea.pk, "body": " "}).content.decode()
    assert f'<div class="readonly">{idea.title}</div>' in refused
    for page in (on_idea, as_reply, unchosen):
        assert "Plain text; a link is made of an address." in page


def test_a_starter_says_that_it_is_plain_text(desk):
    page = desk.get("/admin/ideas/idea/add/").content.decode()

    assert "Plain text; a link is made of an address." in page
