"""What the page of a questionnaire shows, and to whom."""

import pytest

from gateway.models import Option, Questionnaire
from tests.factories import make_participant, make_preregistration
from tests.gateway.builder.posting import HOME, LOCKED, add, page_of, question
from tests.gateway.questionnaires import ask

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_questions_as_people_meet_them(client, questionnaire):
    page = page_of(client, questionnaire)

    assert "1. Your role? One of several, 3 answers to choose from; an answer is required" in page
    assert "2. Where? One of several, 3 answers to choose from; may be left out" in page
    assert "Asked only if “Your role?” is Option a or Option b" in page
    assert "3. A wish? In words; may be left out" in page
    assert LOCKED not in page


def test_the_page_leads_to_everything_one_can_do(client, questionnaire):
    html = client.get(f"{HOME}{questionnaire.pk}/change/").content.decode()
    section = questionnaire.sections.get()

    assert 'href="/w/spring/questions/preview/"' in html
    assert client.get("/w/spring/questions/preview/", follow=True).status_code == 200
    assert f'href="{HOME}{questionnaire.pk}/copy/"' in html
    assert f'href="/admin/gateway/question/add/?section={section.pk}"' in html
    assert f'href="/admin/gateway/question/{question("where").pk}/change/"' in html
    assert f'href="/admin/gateway/section/{section.pk}/change/"' in html
    assert f'href="/admin/gateway/section/add/?questionnaire={questionnaire.pk}"' in html


def test_the_workshop_leads_to_its_questions(client, workshop):
    html = client.get(f"/admin/workshop/workshop/{workshop.pk}/change/").content.decode()
    link = f"{HOME}?workshop={workshop.pk}"

    assert f'<a href="{link}">Questions on the way in</a>' in html
    assert client.get(link).url == f"{HOME}add/?workshop={workshop.pk}"
    made = ask(workshop)
    assert client.get(link).url == f"{HOME}{made.pk}/change/"


def test_a_new_questionnaire_begins_with_a_section(client, workshop):
    add_page = client.get(f"{HOME}add/?workshop={workshop.pk}").content.decode()
    assert f'<option value="{workshop.pk}" selected>' in add_page

    response = client.post(f"{HOME}add/", {"workshop": workshop.pk, "first_section": "About you"})

    made = Questionnaire.objects.get()
    assert response.url == f"{HOME}{made.pk}/change/"
    assert [s.title for s in made.sections.all()] == ["About you"]
    assert "There are no questions yet." in page_of(client, made)


def test_a_workshop_has_its_questions_once(client, questionnaire):
    data = {"workshop": questionnaire.workshop_id, "first_section": "Again"}

    assert "Select a valid choice" in client.post(f"{HOME}add/", data).content.decode()
    assert Questionnaire.objects.count() == 1


@pytest.mark.parametrize("role", ["analyst", "steering group", "operator"])
def test_nobody_else_builds(staff_client, questionnaire, role):
    client, section = staff_client(role), questionnaire.sections.get()
    paths = [HOME, f"{HOME}add/", f"{HOME}?workshop=1", f"{HOME}{questionnaire.pk}/change/"]
    paths += [f"{HOME}{questionnaire.pk}/copy/", f"/admin/gateway/section/{section.pk}/change/"]
    paths += [f"/admin/gateway/question/add/?section={section.pk}"]

    assert {client.get(path).status_code for path in paths} == {403}
    assert client.post(f"{HOME}{questionnaire.pk}/move/").status_code == 403
    assert add(client, section, text="New?").status_code == 403


def test_what_is_not_there_is_said(client):
    for path in (f"{HOME}999/change/", f"{HOME}999/copy/", "/admin/gateway/question/999/change/"):
        assert client.get(path).url == "/admin/"


def test_cautions_stand_on_the_page_and_beside_the_question(client, workshop):
    made = ask(workshop, {"key": "age", "text": "Your age?", "options": []})
    for place, label in enumerate(["25-40", "40-65"]):
        Option.objects.create(question=question("age"), key=str(place), label=label)
    words = "“25-40” and “40-65” overlap: 40 fits both."

    assert f"Question 1: Your age? Answers overlap. {words}" in page_of(client, made)
    path = f"/admin/gateway/question/{question('age').pk}/change/"
    assert words in client.get(path).content.decode()


def test_a_caution_stops_nobody(client, questionnaire):
    options = "25-40\n40-65"

    answer = add(client, questionnaire.sections.get(), text="Your name?", more_options=options)

    assert answer.status_code == 302


def test_people_are_counted_once_for_the_cautions(client, questionnaire):
    workshop = questionnaire.workshop
    for _ in range(50):
        person = make_participant(workshop, joined_at=None)
        make_preregistration(workshop, person.user.email)
    make_preregistration(workshop)

    assert "3 answers for 51 people known so far: about 17 each" in page_of(client, questionnaire)
