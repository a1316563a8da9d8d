"""Staff look at the questions as participants see them; nothing is kept."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from gateway.models import Draft
from tests.conftest import with_second_factor
from tests.factories import make_participant, make_user, make_workshop
from tests.gateway.questionnaires import ask
from workshop.models import Participant

pytestmark = pytest.mark.django_db
PREVIEW = "/w/spring/questions/preview/"
PAGES = [PREVIEW, f"{PREVIEW}answer/one/", f"{PREVIEW}section/1/", f"{PREVIEW}check/"]


@pytest.fixture
def questionnaire():
    return ask(
        make_workshop("spring", opens_in_days=3),
        {"key": "one"},
        {"key": "why", "show_if": ("one", ["a"])},
    )


def give(client, key: str, answer: str, query: str = ""):
    return client.post(f"{PREVIEW}answer/{key}/{query}", {"answer": answer})


def builder(questionnaire) -> str:
    return reverse("admin:gateway_questionnaire_change", args=[questionnaire.pk])


@pytest.mark.parametrize("days", [3, -7, -90])
def test_a_facilitator_looks_at_any_time(staff_client, days):
    questionnaire = ask(make_workshop("spring", opens_in_days=days), {"key": "one"})
    client = staff_client("facilitator")

    page = client.get(PREVIEW, follow=True)

    assert page.redirect_chain == [(f"{PREVIEW}answer/one/", 302)]
    html = page.content.decode()
    assert "Preview: nothing is kept" in html
    assert f'<a href="{builder(questionnaire)}">Back to the builder</a>' in html
    assert "<h1>What about one?</h1>" in html
    assert page["Cache-Control"] == "no-store"


def test_the_preview_is_the_page_that_participants_see(superuser_client, questionnaire):
    workshop = questionnaire.workshop
    workshop.__class__.objects.update(opens_at=workshop.opens_at.replace(year=2020))
    person = with_second_factor(make_participant(workshop, make_user(), joined_at=None).user)

    for rest in ("answer/one/", "section/1/"):
        seen = main_of(person.get(f"/w/spring/questions/{rest}"))
        looked = main_of(superuser_client.get(PREVIEW + rest))
        band = looked[looked.index('<div class="ws-preview"') : looked.index("Back to the builder")]
        assert "<h1>" in seen
        assert form_of(seen) == form_of(looked.replace(band, "").replace("preview/", ""))


def main_of(response) -> str:
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def form_of(html: str) -> str:
    html = html[html.index('<div class="ws-question">') :]
    return re.sub(r'name="(csrfmiddlewaretoken|writer)" value="[^"]*"', "", html)


def test_answers_branch_and_none_is_stored(superuser_client, questionnaire):
    client = superuser_client
    assert give(client, "one", "b").url == f"{PREVIEW}check/"
    assert give(client, "one", "a").url == f"{PREVIEW}answer/why/"
    give(client, "why", "c")

    page = client.get(f"{PREVIEW}check/").content.decode()

    assert "Option c" in page
    assert "End the preview" in page
    assert "Go to the groups" not in page
    assert not Draft.objects.exists()
    assert not Participant.objects.exists()


def test_a_look_by_sections_branches_too(superuser_client, questionnaire):
    path = f"{PREVIEW}section/1/?by=section"

    response = superuser_client.post(path, {"one-kind": "single", "one-answer": "a"})

    assert response.url == f"{path}#ask-why"
    assert "One more question follows" in superuser_client.get(path).content.decode()


def test_starting_again_forgets(superuser_client, questionnaire):
    give(superuser_client, "one", "b")

    assert superuser_client.get(PREVIEW).url == f"{PREVIEW}answer/one/"
    assert "checked" not in superuser_client.get(f"{PREVIEW}answer/one/").content.decode()


def test_the_last_button_ends_the_look_at_the_builder(superuser_client, questionnaire):
    give(superuser_client, "one", "b")

    assert superuser_client.post(f"{PREVIEW}check/").url == builder(questionnaire)

    assert superuser_client.get(f"{PREVIEW}check/").url == f"{PREVIEW}answer/one/"
    assert not Participant.objects.exists()


def test_a_question_added_during_a_look_is_asked(superuser_client, questionnaire):
    give(superuser_client, "one", "b")
    ask(questionnaire.workshop, {"key": "new"})

    assert superuser_client.post(f"{PREVIEW}check/").url == f"{PREVIEW}answer/new/"


def test_each_workshop_is_looked_at_apart(superuser_client, questionnaire):
    ask(make_workshop("autumn"), {"key": "one"})
    give(superuser_client, "one", "b")

    page = superuser_client.get("/w/autumn/questions/preview/answer/one/").content.decode()

    assert "checked" not in page


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", ["analyst", "steering group", "operator"])
def test_other_staff_may_not_look(staff_client, questionnaire, role, path):
    assert staff_client(role).get(path).status_code == 403


def test_who_may_only_read_the_questions_in_the_admin_may_not_look(staff_client, questionnaire):
    client = staff_client("analyst")
    Group.objects.get(name="analyst").permissions.add(
        Permission.objects.get(codename="view_questionnaire")
    )

    assert client.get(PREVIEW).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_participants_and_strangers_may_not_look(client, questionnaire, path):
    assert client.get(path).url.startswith("/accounts/login/")
    client.force_login(make_participant(questionnaire.workshop).user)
    assert client.get(path).status_code == 403


def test_a_look_needs_the_second_factor(staff_client, questionnaire):
    client = staff_client("facilitator", second_factor=False)

    assert "Preview" not in client.get(PAGES[1], follow=True).content.decode()


@pytest.mark.parametrize("slug", ["spring", "nowhere"])
def test_a_workshop_without_questions_has_nothing_to_look_at(superuser_client, slug):
    make_workshop("spring")

    assert superuser_client.get(f"/w/{slug}/questions/preview/").status_code == 404
