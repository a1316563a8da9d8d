"""Setting up questions: none is stored that nobody could answer."""

import pytest

from gateway.models import Question
from tests.gateway.questionnaires import ask

OPTIONS = {"options-0-position": "0", "options-0-key": "nurse", "options-0-label": "Nurse"}


@pytest.fixture
def add(workshop, staff_client):
    """A function: send the form of a new question; returns the page's answer."""
    section = ask(workshop).sections.get()
    client = staff_client("facilitator")

    def send(kind: str, options: dict):
        form = {"section": section.pk, "position": 1, "key": "role", "text": "Your role?"}
        count = {"options-TOTAL_FORMS": 1 if options else 0, "options-INITIAL_FORMS": 0}
        data = form | {"kind": kind} | count | options
        return client.post("/admin/gateway/question/add/", data)

    return send


@pytest.mark.parametrize("kind", ["single", "multiple", "scale"])
def test_a_choice_without_options_is_refused(add, kind):
    assert "Add the options to choose from." in add(kind, {}).content.decode()
    assert not Question.objects.exists()


def test_a_question_in_words_takes_no_options(add):
    answer = add("text", OPTIONS).content.decode()

    assert "People answer this in words: take the options out." in answer
    assert not Question.objects.exists()


@pytest.mark.parametrize(("kind", "options"), [("single", OPTIONS), ("text", {})])
def test_a_question_that_can_be_answered_is_stored(add, kind, options):
    assert add(kind, options).status_code == 302
    assert Question.objects.get().options.count() == len(options) // 3
