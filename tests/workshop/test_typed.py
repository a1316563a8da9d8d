"""A session that ends while somebody writes loses no text, and gives it to nobody else."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from gateway.models import Draft
from ideas.models import Comment, Idea
from tests.accounts.signing_in import ask_code, last_code, type_code
from tests.conftest import with_second_factor
from tests.factories import make_comment, make_idea, make_participant, make_user
from tests.gateway.questionnaires import ask
from workshop.accounts.models import User
from workshop.models import Channel

pytestmark = pytest.mark.django_db
TEXT = "What I wrote for twenty minutes."
ADA = "ada@example.org"


@pytest.fixture
def ada(workshop):
    return make_participant(workshop, make_user(ADA))


@pytest.fixture
def browser(ada) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada.user)
    return client


def hidden_fields(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)"', page)
    return dict(found)


def end_session(browser: Client) -> None:
    Session.objects.all().delete()
    del browser.cookies["sessionid"]


def write_too_late(browser: Client, path: str, data: dict, *, action: str = "", **headers):
    """Open a page, lose the session, send its form; return the answer."""
    hidden = hidden_fields(browser.get(path).content.decode())
    hidden["csrfmiddlewaretoken"] = browser.cookies["csrftoken"].value
    end_session(browser)
    headers = {"Referer": f"http://testserver{path}"} | headers
    return browser.post(action or path, hidden | data, headers=headers)


def sign_in_again(browser: Client, path: str, email: str, mailoutbox):
    """Follow the steps that a person without a session is sent through."""
    query = path.partition("?")[2]
    browser.handler.enforce_csrf_checks = False
    ask_code(browser, "spring", email, f"?{query}")
    return type_code(browser, "spring", last_code(mailoutbox), f"?{query}")


def test_an_idea_is_in_its_form_again(browser, group, mailoutbox):
    path = f"/w/spring/groups/{group.key}/new/"
    sent = write_too_late(browser, path, {"title": "My own title", "body": TEXT})
    assert sent.url == f"/w/spring/join/?next={path.replace('/', '%2F')}"

    assert "kept for an hour: sign in" in browser.get(sent.url).content.decode()
    back = sign_in_again(browser, sent.url, ADA, mailoutbox)
    page = browser.get(back.url).content.decode()

    assert 'value="My own title"' in page
    assert f"{TEXT}</textarea>" in page
    assert "You had been signed out, so this was not sent" in page
    assert not Idea.objects.exists()


def test_a_comment_is_in_its_thread_again(browser, group, mailoutbox):
    idea = make_idea(group)
    thread = idea.get_absolute_url()
    action = reverse("ideas:comment_add", args=["spring", idea.public_id])

    sent = write_too_late(browser, thread, {"body": TEXT}, action=action)
    back = sign_in_again(browser, sent.url, ADA, mailoutbox)

    assert back.url == thread
    assert f"{TEXT}</textarea>" in browser.get(thread).content.decode()
    assert not Comment.objects.exists()


def test_a_reply_sent_by_htmx_is_on_the_page_of_the_reply(browser, group, mailoutbox):
    comment = make_comment(make_idea(group), handle=2)
    thread = comment.idea.get_absolute_url()
    reply = reverse("ideas:comment_reply", args=["spring", comment.public_id])

    sent = write_too_late(
        browser, reply, {"body": TEXT}, **{"HX-Request": "true", "HX-Current-URL": thread}
    )
    back = sign_in_again(browser, sent["HX-Redirect"], ADA, mailoutbox)

    assert back.url == reply
    assert f"{TEXT}</textarea>" in browser.get(reply).content.decode()


@pytest.mark.parametrize("by", ["", "?by=section"])
def test_an_answer_is_on_its_question_again(workshop, mailoutbox, by):
    ask(workshop, {"key": "role"}, {"key": "wish", "kind": "text"})
    newcomer = make_participant(workshop, make_user(ADA), joined_at=None)
    Draft.objects.create(participant=newcomer, answers={"role": ["a"]})
    browser = Client()
    browser.force_login(newcomer.user)
    start = browser.get(f"/w/spring/questions/{by}").url.partition("#")[0]
    path, prefix = start, "wish-" if by else ""
    data = {f"{prefix}kind": "text", f"{prefix}answer": TEXT, "role-kind": "single"}

    sent = write_too_late(browser, path, data)
    back = sign_in_again(browser, sent.url, ADA, mailoutbox)

    while back.status_code == 302:
        back = browser.get(back.url)
    assert f"{TEXT}</textarea>" in back.content.decode()
    assert Draft.objects.get().answers == {"role": ["a"]}


def test_the_words_of_a_pack_wait_for_their_facilitator(workshop, staff_client):
    Channel.objects.create(workshop=workshop, key="carers", title="Carers")
    browser, path = staff_client("facilitator"), "/w/spring/channels/carers/"
    user = User.objects.get(is_staff=True)

    sent = write_too_late(browser, path, {"short_text": TEXT, "long_text": "Join us"})
    assert sent.url == f"/accounts/login/?next={path}"
    cookies, browser = browser.cookies, with_second_factor(user)
    session = browser.session
    session["typed"] = Session.objects.get(pk=cookies["sessionid"].value).get_decoded()["typed"]
    session.save()

    page = browser.get(path).content.decode()
    assert f"{TEXT}</textarea>" in page
    assert "You had been signed out" in page
    assert Channel.objects.get().short_text == ""


def test_it_is_shown_once(browser, group, mailoutbox):
    path = f"/w/spring/groups/{group.key}/new/"
    sent = write_too_late(browser, path, {"title": "My own title", "body": TEXT})
    sign_in_again(browser, sent.url, ADA, mailoutbox)

    assert TEXT in browser.get(path).content.decode()
    assert TEXT not in browser.get(path).content.decode()


def test_the_next_person_at_the_same_computer_does_not_see_it(browser, workshop, group, mailoutbox):
    make_participant(workshop, make_user("bo@example.org"))
    path = f"/w/spring/groups/{group.key}/new/"
    sent = write_too_late(browser, path, {"title": "My own title", "body": TEXT})

    sign_in_again(browser, sent.url, "bo@example.org", mailoutbox)

    assert TEXT not in browser.get(path).content.decode()
    assert "typed" not in browser.session


def test_after_an_hour_it_is_forgotten(browser, group, mailoutbox, monkeypatch):
    path = f"/w/spring/groups/{group.key}/new/"
    sent = write_too_late(browser, path, {"title": "My own title", "body": TEXT})
    session = browser.session
    session["typed"] |= {"at": session["typed"]["at"] - 3601}
    session.save()

    sign_in_again(browser, sent.url, ADA, mailoutbox)

    assert TEXT not in browser.get(path).content.decode()


@pytest.mark.parametrize("mark", ["", "0" * 144, "x"])
def test_what_no_form_of_ours_sent_is_not_kept(client, workshop, group, mark):
    client.post(f"/w/spring/groups/{group.key}/new/", {"body": TEXT, "writer": mark})

    assert "typed" not in client.session


def test_the_mark_tells_nothing_and_is_another_each_time(browser, ada, group):
    path = f"/w/spring/groups/{group.key}/new/"

    marks = {hidden_fields(browser.get(path).content.decode())["writer"] for _ in range(3)}

    assert len(marks) == 3
    assert len({mark[16:80] for mark in marks}) == 3


def test_a_form_without_its_cookie_shows_what_was_typed(browser, group):
    path = f"/w/spring/groups/{group.key}/new/"
    mark = hidden_fields(browser.get(path).content.decode())["writer"]
    data = {"title": "My own title", "body": f"{TEXT}<script>", "password": "never shown"}

    response = browser.post(path, data | {"writer": mark})

    page = response.content.decode()
    assert response.status_code == 403
    assert "What you wrote is not lost" in page
    assert f"{TEXT}&lt;script&gt;" in page
    assert "never shown" not in page


def test_nobody_else_puts_words_on_our_page(browser, group):
    path = f"/w/spring/groups/{group.key}/new/"

    page = browser.post(path, {"body": "Call this number", "writer": "0" * 144}).content.decode()

    assert "Call this number" not in page


def test_a_text_is_forgotten_where_its_writer_goes_elsewhere(browser, group, mailoutbox):
    path = f"/w/spring/groups/{group.key}/new/"
    write_too_late(browser, path, {"title": "My own title", "body": TEXT})

    sign_in_again(browser, "/w/spring/join/", ADA, mailoutbox)

    assert "typed" not in browser.session
