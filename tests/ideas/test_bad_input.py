"""What people paste, and what happens while they type: a clear answer each, and nothing lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Comment, Idea, PostDraft, Vote
from ideas.services import comment_add, comment_withdraw, idea_withdraw
from tests.factories import make_comment
from tests.ideas.helpers import HTMX, close, group_url, url

KEY = "1" * 32
TITLE = "Two hours a month"
RICH = "Ideas:\u00a0“quoted”\u2028\u2022 first\r\n\u2022 second\t<b>bold</b> &amp; &nbsp;"
BOMB = "[" * 2_000 + "](x)" * 500 + "\n" + "> " * 900
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.fixture
def post(participant_client, group):
    def send(body: str, title: str = TITLE, **extra):
        data = {"title": title, "body": body, "key": KEY} | extra
        return participant_client.post(group_url("new", group), data)

    return send


def shown(client, idea: Idea) -> str:
    return client.get(url("thread", idea)).content.decode()


def test_pasted_rich_text_is_kept_as_plain_text(participant_client, post):
    post(RICH)

    idea = Idea.objects.get()
    assert idea.body == RICH.replace("\r\n", "\n").strip()
    assert "&lt;b&gt;bold&lt;/b&gt; &amp;amp; &amp;nbsp;" in shown(participant_client, idea)


@pytest.mark.parametrize(("count", "status"), [(1_000, 302), (1_001, 422)])
def test_emoji_count_as_the_code_points_they_are(post, count, status):
    answer = post(FAMILY * count)

    assert answer.status_code == status
    if status == 422:
        assert "Use at most 5,000 characters. You have 5,005." in answer.content.decode()
        assert PostDraft.objects.get().body == FAMILY * count


def test_right_to_left_text_keeps_to_itself(participant_client, post, group):
    title = "ساعتان في الشهر \u202e للجميع"
    post("נתחיל מחר", title=title)

    idea = Idea.objects.get()
    assert f'<h1 dir="auto">{title}</h1>' in shown(participant_client, idea)
    assert '<div class="ws-prose" dir="auto"><p>נתחיל מחר</p>' in shown(participant_client, idea)
    page = participant_client.get(group_url("list", group)).content.decode()
    assert title in page


@pytest.mark.parametrize("blank", ["\u200b", "\u200d\u200c\ufeff", "\u2060 \u00ad", "\u202e\u202c"])
def test_text_of_characters_without_width_is_blank(post, blank):
    answer = post(blank * 9, title=blank * 9)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_title">Write a title.</a>' in page
    assert '<a href="#id_body">Write your idea.</a>' in page
    assert blank * 9 in page


def test_characters_without_width_inside_a_text_are_left_alone(post):
    post("zero\u200bwidth")

    assert Idea.objects.get().body == "zero\u200bwidth"


def test_five_thousand_characters_without_a_space_are_an_idea(participant_client, post):
    assert post("x" * 5_000).status_code == 302

    assert "x" * 5_000 in shown(participant_client, Idea.objects.get())


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "</textarea><script>", '"><img src=x onerror=a>']
)
@pytest.mark.parametrize("extra", [{}, {"act": "preview"}, {"act": "draft"}])
def test_scripts_are_words(participant_client, post, group, hostile, extra):
    post(hostile, title=f"{TITLE} {hostile}", **extra)

    pages = [participant_client.get(group_url(name, group)) for name in ("new", "list")]
    pages += [participant_client.get(url("thread", idea)) for idea in Idea.objects.all()]
    for page in pages:
        assert hostile not in page.content.decode()


def test_a_bomb_of_markdown_is_words(participant_client, post):
    assert post(BOMB[:5_000]).status_code == 302

    assert "[[[[" in shown(participant_client, Idea.objects.get())


def test_a_text_that_no_form_takes_is_answered_in_words(post):
    answer = post("x" * 1_100_000)

    page = answer.content.decode()
    assert answer.status_code == 413
    assert "<h1>That is too long to send</h1>" in page
    assert "data-keep-drafts" in page


@pytest.mark.parametrize(("headers", "status"), [(HTMX, 422), ({}, 409)])
@pytest.mark.parametrize("kind", ["idea", "comment"])
def test_a_vote_on_what_was_withdrawn_a_second_ago(
    participant_client, other, idea, kind, headers, status
):
    comment = comment_add(author=other, idea=idea, body="We tried that.")
    if kind == "idea":
        idea_withdraw(participant=other, idea=idea)
    else:
        comment_withdraw(participant=other, comment=comment)
    item = idea if kind == "idea" else comment

    answer = participant_client.post(url(f"{kind}_vote", item), {"value": "up"}, headers=headers)

    assert answer.status_code == status
    assert "This is no longer shown, so nobody can vote on it." in answer.content.decode()
    assert not Vote.objects.exists()


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_comment_on_what_was_withdrawn_a_second_ago_is_kept(
    participant_client, other, idea, headers
):
    idea_withdraw(participant=other, idea=idea)

    data = {"body": "My thought", "key": KEY}
    answer = participant_client.post(url("comment_add", idea), data, headers=headers)

    page = answer.content.decode()
    assert "This idea is no longer shown" in page
    assert "Your text is kept on " in page
    assert "My thought" in page
    assert PostDraft.objects.get().body == "My thought"


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_vote_that_the_close_overtakes(participant_client, workshop, idea, headers):
    close(workshop)

    answer = participant_client.post(url("idea_vote", idea), {"value": "up"}, headers=headers)

    assert "The workshop has closed" in answer.content.decode()
    assert not Vote.objects.exists()


@pytest.mark.parametrize("noun", ["idea", "comment"])
def test_a_change_that_the_close_overtakes_can_be_copied(
    participant_client, participant, workshop, own_idea, noun
):
    comment = make_comment(own_idea, participant, handle=1)
    path = url("idea_edit", own_idea) if noun == "idea" else url("comment_edit", comment)
    close(workshop)

    answer = participant_client.post(path, {"title": TITLE, "body": "What I mean"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Your change was not saved" in page
    assert "The workshop closed while you were writing." in page
    assert "What I mean" in page
    assert Comment.objects.get().body == "We tried this and it worked."


def test_a_draft_that_the_close_overtakes_is_kept(participant_client, workshop, group):
    close(workshop)

    answer = participant_client.post(group_url("new_draft", group), {"body": "Half", "key": KEY})
    form = participant_client.get(group_url("new", group)).content.decode()

    assert answer.status_code == 200
    assert "What you had begun to write is kept on your page." in form


def test_what_was_sent_again_after_the_close_was_posted_before_it(
    participant_client, workshop, post
):
    first = post("In the rota.")
    type(workshop).objects.update(closes_at=timezone.now() + timedelta(milliseconds=1))
    close(workshop)

    assert post("In the rota.").url == first.url
    assert Idea.objects.count() == 1
