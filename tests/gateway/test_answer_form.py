"""Whatever is posted as an answer."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.forms import TEXT_LIMIT, AnswerForm
from gateway.journey import valid_answer
from gateway.selectors import questions_of, steps_of
from tests.factories import make_workshop
from tests.gateway.questionnaires import ask

KINDS = ("single", "scale", "multiple", "text")
posted = st.lists(
    st.sampled_from(["a", "b", "c", "", "A", "z", "a;b", "\x00"]) | st.text(max_size=9)
)


@pytest.fixture
def questions(db) -> list:
    workshop = make_workshop()
    for kind in KINDS:
        for required in (True, False):
            ask(workshop, {"key": f"{kind}-{required}".lower(), "kind": kind, "required": required})
    return questions_of(workshop)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=posted)
def test_an_answer_is_refused_in_words_or_answers_the_question(questions, values):
    data = QueryDict(mutable=True)
    data.setlist("answer", values)
    for question, step in zip(questions, steps_of(questions), strict=True):
        form = AnswerForm(question, data)
        if form.is_valid():
            assert valid_answer(step, form.answer) == form.answer
            assert len(form.answer) <= TEXT_LIMIT
        else:
            assert form.errors["answer"]
        assert str(form)
