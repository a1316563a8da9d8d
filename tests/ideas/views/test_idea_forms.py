from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Idea, Revision
from tests.factories import make_idea, make_participant, make_workshop
from tests.ideas.helpers import close, group_url, url

GOOD = {"title": "Two hours a month", "body": "Put learning\r\ntime in the rota."}


def test_the_form_gives_the_question_and_a_key(participant_client, group):
    page = participant_client.get(group_url("new", group)).content.decode()

    assert "How can everybody find time to learn?" in page
    assert 'type="hidden" name="key" value="' in page
    assert 'data-counter="5000"' in page
    assert 'data-counter="120"' in page


def test_an_idea_is_posted_and_shown(participant_client, participant, group):
    response = participant_client.post(group_url("new", group), GOOD)

    idea = Idea.objects.get()
    assert response.url == url("thread", idea)
    assert (idea.author, idea.group, idea.seed) == (participant, group, False)
    assert idea.body == "Put learning\ntime in the rota."


def test_who_wrote_it_and_what_it_is_cannot_be_posted(
    participant_client, participant, other, group
):
    extra = {
        "author": other.pk,
        "seed": "1",
        "state": "hidden",
        "up": "9",
        "public_id": "mine",
        "created_at": "2020-01-01",
    }

    participant_client.post(group_url("new", group), GOOD | extra)

    idea = Idea.objects.get()
    assert (idea.author, idea.seed, idea.state, idea.up) == (participant, False, "visible", 0)
    assert idea.public_id != "mine"


def test_a_double_click_posts_once(participant_client, group):
    data = GOOD | {"key": "a" * 32}

    one, two = (participant_client.post(group_url("new", group), data).url for _ in range(2))

    assert (one == two, Idea.objects.count()) == (True, 1)


def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(participant_client, group):
    data = {"title": "Short", "body": "A long thought", "key": "a" * 32}

    response = participant_client.post(group_url("new", group), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: Add your idea" in page
    assert '<a href="#id_title">Title: use at least 8 characters.</a>' in page
    for kept in ('value="Short"', "A long thought", "a" * 32):
        assert kept in page
    assert not Idea.objects.exists()


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("NUL \x00 here", "Type it again, or paste it as plain text."),
        ("escape \x1b[31m", "Type it again, or paste it as plain text."),
        ("\x00", "Write your idea."),
    ],
)
def test_characters_that_cannot_be_shown_are_refused_in_words(
    participant_client, group, body, error
):
    response = participant_client.post(group_url("new", group), GOOD | {"body": body})

    assert response.status_code == 422
    assert error in response.content.decode()


def test_the_close_while_typing_keeps_the_text(participant_client, workshop, group):
    close(workshop)

    response = participant_client.post(group_url("new", group), GOOD)

    page = response.content.decode()
    assert response.status_code == 409
    closed = "The workshop closed while you were writing. Your text is kept on "
    for kept in ("Your idea was not posted", closed, GOOD["title"], "Put learning"):
        assert kept in page
    assert "Post idea" not in page
    assert not Idea.objects.exists()


def test_after_the_close_there_is_no_form(participant_client, workshop, group):
    close(workshop)

    response = participant_client.get(group_url("new", group))

    assert response.status_code == 409
    assert "<textarea" not in response.content.decode()


def test_an_idea_is_changed(participant_client, own_idea):
    form = participant_client.get(url("idea_edit", own_idea)).content.decode()
    assert own_idea.title in form
    assert own_idea.body in form

    response = participant_client.post(url("idea_edit", own_idea), GOOD)

    assert response.url == url("thread", own_idea)
    assert Idea.objects.get().title == GOOD["title"]
    assert Revision.objects.get().title == own_idea.title
    assert "Edited" in participant_client.get(url("thread", own_idea)).content.decode()


def test_an_edit_that_does_not_fit_changes_nothing(participant_client, own_idea):
    response = participant_client.post(url("idea_edit", own_idea), GOOD | {"title": "x"})

    assert response.status_code == 422
    assert 'value="x"' in response.content.decode()
    assert Idea.objects.get().title == own_idea.title


def test_an_edit_that_comes_too_late_keeps_the_text(participant_client, own_idea):
    Idea.objects.update(created_at=timezone.now() - timedelta(minutes=16))

    asked = participant_client.get(url("idea_edit", own_idea))
    posted = participant_client.post(url("idea_edit", own_idea), GOOD)

    assert (asked.status_code, posted.status_code) == (409, 409)
    assert "for 15 minutes" in posted.content.decode()
    assert "Put learning" in posted.content.decode()
    assert Idea.objects.get().title == own_idea.title


def test_an_idea_is_withdrawn_after_a_question(participant_client, own_idea):
    asked = participant_client.get(url("idea_withdraw", own_idea)).content.decode()
    assert "Withdraw your idea?" in asked
    assert Idea.objects.get().state == "visible"

    for _ in range(2):
        response = participant_client.post(url("idea_withdraw", own_idea))
        assert response.url == url("thread", own_idea)

    assert Idea.objects.get().state == "withdrawn"
    asked = participant_client.get(url("idea_withdraw", own_idea)).content.decode()
    assert "Your idea is withdrawn" in asked


def test_the_form_by_its_address_says_that_the_workshop_has_closed(
    participant_client, workshop, group
):
    close(workshop)

    page = participant_client.get(group_url("new", group)).content.decode()

    assert "The workshop has closed, so nothing can be added or changed." in page
    assert "You can read everything." in page


def test_an_idea_can_be_withdrawn_after_the_close(participant_client, workshop, own_idea):
    close(workshop)

    participant_client.post(url("idea_withdraw", own_idea))

    assert Idea.objects.get().state == "withdrawn"


@pytest.mark.parametrize("name", ["idea_edit", "idea_withdraw"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_persons_idea_or_a_seed_is_not_there(participant_client, group, idea, name, method):
    seed = make_idea(group, seed=True)

    for item in (idea, seed):
        assert getattr(participant_client, method)(url(name, item), GOOD).status_code == 404
    assert set(Idea.objects.values_list("state", "title")) == {("visible", "Two hours a month")}


@pytest.mark.parametrize("name", ["idea_edit", "idea_withdraw"])
def test_strangers_are_sent_to_the_door(client, own_idea, name):
    stranger = make_participant(make_workshop())
    client.force_login(stranger.user)

    response = client.post(url(name, own_idea), GOOD)

    assert (response.status_code, response.url) == (302, "/w/spring/join/")


def test_a_form_takes_no_other_methods(participant_client, group, own_idea):
    for path in (
        group_url("new", group),
        url("idea_edit", own_idea),
        url("idea_withdraw", own_idea),
    ):
        assert participant_client.put(path).status_code == 405


def test_a_bad_address_is_not_there(participant_client):
    for path in ("groups/nowhere/new/", "ideas/nothing/edit/", "ideas/nothing/withdraw/"):
        assert participant_client.get(f"/w/spring/{path}").status_code == 404
