"""Putting a copy of another workshop's questions in place."""

import pytest

from gateway.models import Question
from gateway.selectors import questions_of
from tests.factories import make_workshop
from tests.gateway.builder.posting import HOME
from tests.gateway.questionnaires import ask

pytestmark = pytest.mark.django_db


def test_a_copy_asks_before_it_replaces(client, questionnaire):
    other = ask(make_workshop("other", title="Last year"), {"key": "new"})
    ask(make_workshop("empty", title="Empty one"))
    path = f"{HOME}{questionnaire.pk}/copy/"

    html = client.get(path).content.decode()
    assert "Last year (1 question)" in html
    assert "Empty one" not in html
    assert "Replace the 3 questions that are here" in html
    assert "Tick this" in client.post(path, {"source": other.pk}).content.decode()
    assert Question.objects.filter(questionnaire=questionnaire).count() == 3
    assert client.post(path, {"source": other.pk, "replace": "on"}).status_code == 302

    assert [q.key for q in questions_of(questionnaire.workshop)] == ["new"]


def test_a_copy_into_an_empty_questionnaire_asks_nothing(client, questionnaire):
    empty = ask(make_workshop("empty"))
    path = f"{HOME}{empty.pk}/copy/"

    assert "Replace the" not in client.get(path).content.decode()
    client.post(path, {"source": questionnaire.pk})

    assert [q.key for q in questions_of(empty.workshop)] == ["role", "where", "wish"]
