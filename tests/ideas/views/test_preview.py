"""Tips, and an idea looked at before it is posted."""

import pytest

from ideas.models import Idea, PostDraft
from tests.ideas.helpers import group_url

GOOD = {
    "title": "Two hours a month",
    "body": "Put learning time\r\n\r\nin the rota.",
    "key": "1" * 32,
}


def test_tips_stand_beside_the_form_a_line_each(participant_client, group):
    group.tips = "Say what would change.\n\nA sentence is <b>enough</b>."
    group.save()

    page = participant_client.get(group_url("new", group)).content.decode()

    assert page.count("<li>Say what would change.</li>") == 2
    assert "<li>A sentence is &lt;b&gt;enough&lt;/b&gt;.</li>" in page


def test_a_group_without_tips_has_no_place_for_them(participant_client, group):
    assert "Tips" not in participant_client.get(group_url("new", group)).content.decode()


def test_a_preview_shows_the_idea_and_posts_nothing(participant_client, group):
    answer = participant_client.post(group_url("new", group), GOOD | {"act": "preview"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<h1 id="preview-head">How your idea will look</h1>' in page
    assert '<h2 dir="auto">Two hours a month</h2>' in page
    assert "<p>Put learning time</p>\n\n<p>in the rota.</p>" in page
    assert 'value="Two hours a month"' in page
    assert GOOD["key"] in page
    assert not Idea.objects.exists()
    assert PostDraft.objects.get().title == GOOD["title"]


def test_an_idea_is_posted_once_with_previews_in_between(participant_client, group):
    path = group_url("new", group)
    data = GOOD | {"version": "0"}
    for _ in range(2):
        page = participant_client.post(path, data | {"act": "preview"}).content.decode()
        data["version"] = page.split('name="version" value="')[1].split('"')[0]

    answers = [participant_client.post(path, data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert (Idea.objects.count(), PostDraft.objects.count()) == (1, 0)


@pytest.mark.parametrize("title", ["Short", "<script>alert(1)</script>"])
def test_a_preview_of_what_does_not_fit_or_is_hostile(participant_client, group, title):
    data = GOOD | {"title": title, "act": "preview"}

    answer = participant_client.post(group_url("new", group), data)

    page = answer.content.decode()
    assert ("How your idea will look" in page) == (answer.status_code == 200) == (title != "Short")
    assert "<script>alert" not in page


def test_enter_in_the_title_posts_and_nothing_else(participant_client, group):
    page = participant_client.get(group_url("new", group)).content.decode()

    form = page.split('id="idea-form"')[1]
    first = form.split("<button")[1].split(">")[0]
    assert "name=" not in first
