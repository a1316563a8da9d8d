"""Moving questions, and adding, renaming and taking out sections and questions."""

import pytest

from gateway.models import Question
from gateway.selectors import questions_of
from tests.factories import make_workshop
from tests.gateway.builder.posting import HOME, page_of, question
from tests.gateway.questionnaires import ask

pytestmark = pytest.mark.django_db


def test_a_button_moves_a_question_and_comes_back_to_it(client, questionnaire):
    row = question("wish")

    response = client.post(f"{HOME}{questionnaire.pk}/move/", {"up": f"question-{row.pk}"})

    assert response.url == f"{HOME}{questionnaire.pk}/change/#question-{row.pk}"
    assert [q.key for q in questions_of(questionnaire.workshop)] == ["role", "wish", "where"]


def test_a_move_that_cannot_be_is_said(client, questionnaire):
    path, row = f"{HOME}{questionnaire.pk}/move/", question("where")

    page = client.post(path, {"up": f"question-{row.pk}"}, follow=True).content.decode()

    assert "“Where?” is asked only after some answers to “Your role?”." in page
    assert [q.key for q in questions_of(questionnaire.workshop)] == ["role", "where", "wish"]


@pytest.mark.parametrize("target", ["", "question-", "question-999999", "user-1", "question-x"])
def test_a_move_of_nothing_is_said(client, questionnaire, target):
    page = client.post(f"{HOME}{questionnaire.pk}/move/", {"up": target}, follow=True)

    assert "That is not here any more." in page.content.decode()


def test_a_question_of_another_workshop_is_not_moved(client, questionnaire):
    other = ask(make_workshop("other"), {"key": "one"}, {"key": "two"})

    client.post(f"{HOME}{questionnaire.pk}/move/", {"down": f"question-{question('one').pk}"})

    assert [q.key for q in questions_of(other.workshop)] == ["one", "two"]
    assert client.get(f"{HOME}{questionnaire.pk}/move/").status_code == 405


def test_sections_are_added_renamed_and_taken_out(client, questionnaire):
    base = "/admin/gateway/section/"
    client.post(f"{base}add/?questionnaire={questionnaire.pk}", {"title": "Your work"})
    made = questionnaire.sections.get(title="Your work")
    assert questionnaire.sections.last() == made

    back = client.post(f"{base}{made.pk}/change/", {"title": "Work"})
    assert back.url == f"{HOME}{questionnaire.pk}/change/#section-{made.pk}"
    assert "No questions in this section." in page_of(client, questionnaire)
    gone = client.post(f"{base}{made.pk}/delete/", {"post": "yes"})

    assert gone.url == f"{HOME}{questionnaire.pk}/change/"
    assert [s.title for s in questionnaire.sections.all()] == ["About you"]


def test_a_question_is_taken_out_unless_another_hangs_on_it(client, questionnaire):
    def delete(key):
        return client.post(f"/admin/gateway/question/{question(key).pk}/delete/", {"post": "yes"})

    assert (
        "protected related objects"
        in client.post(f"/admin/gateway/question/{question('role').pk}/delete/").content.decode()
    )
    assert delete("where").url == f"{HOME}{questionnaire.pk}/change/"
    delete("role")

    assert [q.key for q in Question.objects.all()] == ["wish"]
