"""A change and the first finished answers at once: whoever comes second sees the first's work."""

import pytest

from gateway.models import Draft, Question
from gateway.selectors import questions_of
from gateway.services.arranging import question_move
from gateway.services.building import LockedError, questionnaire_hold
from tests.factories import make_participant, make_workshop
from tests.gateway.questionnaires import ask
from tests.ideas.test_races import in_forced_order

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_a_move_waits_for_the_first_finished_answers_and_is_refused():
    questionnaire = ask(make_workshop(), {"key": "one"}, {"key": "two"})
    person = make_participant(questionnaire.workshop)

    def finish() -> None:
        questionnaire_hold(questionnaire_id=questionnaire.pk)
        Draft.objects.create(participant=person, answers={"one": ["a"]}, finished=True)

    def move() -> str:
        try:
            question_move(question=Question.objects.get(key="two"), up=True)
        except LockedError as refusal:
            return refusal.message
        return "moved"

    _, answer = in_forced_order(finish, move)

    assert answer.startswith("Answers are in")
    assert [question.key for question in questions_of(questionnaire.workshop)] == ["one", "two"]
