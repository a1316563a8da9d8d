"""A session that ends over the questions: what was typed waits until its writer is back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gateway.models import Draft, Question
from tests.factories import make_user
from tests.gateway.answering import START, draft_of, give, section_data, section_path
from tests.gateway.questionnaires import ask
from workshop.common.typed import writer_mark
from workshop.models import Workshop

pytestmark = pytest.mark.django_db
AGAIN = "You had been signed out"
WORDS = "My <long> answer"


@pytest.fixture
def away(person_client, person):
    """The person's browser once its session is over, with two questions to answer."""
    ask(person.workshop, {"key": "one"}, {"key": "words", "kind": "text"})
    give(person_client, "one", "a")
    person_client.logout()
    return person_client


def mark(person) -> dict:
    return {"writer": writer_mark(person.user)}


def send_section(client, person, **answers):
    return client.post(section_path(1), section_data(**answers) | mark(person))


def back_at(client, person, path: str) -> str:
    client.force_login(person.user)
    return client.get(path).content.decode()


def test_every_form_bears_the_mark_of_its_writer(person_client, person):
    ask(person.workshop, {"key": "one"})

    for path in (f"{START}answer/one/", section_path(1)):
        assert 'name="writer"' in person_client.get(path).content.decode()


def test_a_text_waits_on_the_page_of_its_question(away, person):
    path = f"{START}answer/words/?by=question"
    response = away.post(path, {"answer": WORDS, "kind": "text"} | mark(person))
    assert response.url.startswith("/w/spring/join/?next=%2Fw%2Fspring%2Fquestions%2Fanswer")

    page = back_at(away, person, path)

    assert AGAIN in page
    assert "My &lt;long&gt; answer</textarea>" in page
    assert draft_of(person) == {"one": ["a"]}
    assert AGAIN not in away.get(path).content.decode()


def test_a_wide_screen_does_not_leave_what_waited(away, person):
    path = f"{START}answer/words/"
    away.post(path, {"answer": WORDS, "kind": "text"} | mark(person))

    assert "data-wide-screens" not in back_at(away, person, path)


def test_the_answers_of_a_section_wait_too(away, person):
    send_section(away, person, one=["b"], words=WORDS)

    page = back_at(away, person, section_path(1))

    assert 'value="b" id="id_one-answer_1" checked' in page
    assert "My &lt;long&gt; answer</textarea>" in page
    assert draft_of(person) == {"one": ["a"]}


def test_what_was_left_out_is_said_when_the_writer_is_back(away, person):
    send_section(away, person, one=[], words=WORDS)

    page = back_at(away, person, section_path(1))

    assert "What about one? Choose one answer" in page
    assert "My &lt;long&gt; answer</textarea>" in page


@pytest.mark.parametrize("path", [f"{START}answer/words/", section_path(1)])
def test_a_question_gone_meanwhile_gives_the_text_back(away, person, path):
    sent = {"answer": WORDS, "kind": "text"} if "answer/" in path else section_data(words=WORDS)
    away.post(path, sent | mark(person))
    Question.objects.all().delete()

    page = back_at(away, person, path)

    assert "We no longer ask this" in page
    assert "My &lt;long&gt; answer" in page


def test_the_close_meanwhile_gives_the_text_back(away, person):
    path = f"{START}answer/words/"
    away.post(path, {"answer": WORDS, "kind": "text"} | mark(person))
    now = timezone.now()
    Workshop.objects.update(opens_at=now - timedelta(days=2), closes_at=now - timedelta(days=1))

    page = back_at(away, person, path)

    assert "The workshop has closed" in page
    assert "My &lt;long&gt; answer" in page


def test_nobody_else_is_shown_what_waited(away, person):
    send_section(away, person, one=["b"], words=WORDS)

    away.force_login(make_user())

    assert WORDS not in away.get(section_path(1), follow=True).content.decode()
    assert Draft.objects.count() == 1
