"""Whole sections of questions, as wide screens show them."""

import pytest

from gateway.models import Draft, Question
from tests.gateway.answering import (
    CHECK,
    START,
    draft_of,
    give,
    give_section,
    section_data,
    section_path,
)
from tests.gateway.questionnaires import ask
from tests.queries import query_budget

pytestmark = pytest.mark.django_db
TWO_MORE = "2 more questions follow from your answers."
ONE_MORE = "One more question follows from your answers."


@pytest.fixture
def client(person_client):
    return person_client


def shown(client, number: int) -> str:
    return client.get(section_path(number)).content.decode()


def test_a_section_asks_all_its_questions_in_one_form(client, person):
    ask(person.workshop, {"key": "first"})
    ask(person.workshop, {"key": "role"}, {"key": "wish", "kind": "text"})
    give(client, "first", "a")

    page = shown(client, 2)

    assert "<h1>About you</h1>" in page
    assert '<legend class="nhsuk-fieldset__legend"><h2>What about role?</h2></legend>' in page
    assert '<h2 class="ws-question__label"><label for="id_wish-answer">' in page
    assert "Questions 2 to 3 of 3" in page
    assert '<progress class="ws-meter" max="3" value="3"' in page
    assert page.count('<form method="post" novalidate') == 1


def test_a_section_of_one_question_counts_as_one(client, person):
    ask(person.workshop, {"key": "first"})

    assert "Question 1 of 1" in shown(client, 1)


def test_every_kind_in_a_section_is_kept_at_once_and_the_next_section_follows(client, person):
    ask(
        person.workshop,
        {"key": "one"},
        {"key": "scale", "kind": "scale"},
        {"key": "several", "kind": "multiple"},
        {"key": "words", "kind": "text"},
    )
    ask(person.workshop, {"key": "last"})

    response = give_section(
        client, 1, one=["b"], scale=["c"], several=["c", "a"], words=" One\r\ntwo "
    )

    assert response.url == section_path(2)
    answers = {"one": ["b"], "scale": ["c"], "several": ["a", "c"], "words": "One\ntwo"}
    assert draft_of(person) == answers
    assert give_section(client, 2, last=["a"]).url == f"{CHECK}?by=section"


def test_valid_answers_are_kept_though_another_is_wrong(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "two"}, {"key": "words", "kind": "text"})

    response = give_section(client, 1, one=["b"], two=["z"], words="x" * 2001)

    page = response.content.decode()
    assert response.status_code == 200
    assert draft_of(person) == {"one": ["b"]}
    assert 'value="b" id="id_one-answer_1" checked' in page
    assert "x" * 2001 in page
    assert "<title>Error: About you" in page


def test_each_error_stands_in_the_summary_and_at_its_question(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "words", "kind": "text"})

    page = give_section(client, 1, one=[], words="").content.decode()

    assert '<a href="#id_one-answer_0">What about one? Choose one answer</a>' in page
    assert '<a href="#id_words-answer">What about words? Write an answer</a>' in page
    assert page.count('class="nhsuk-error-message"') == 2
    assert not Draft.objects.exists()


def test_an_answer_that_reveals_a_question_brings_the_page_again(client, person):
    ask(
        person.workshop,
        {"key": "post"},
        {"key": "where", "show_if": ("post", ["a"])},
        {"key": "how", "show_if": ("post", ["a"])},
    )
    assert "What about where?" not in shown(client, 1)

    assert give_section(client, 1, post=["a"]).url == f"{section_path(1)}#ask-where"

    page = shown(client, 1)
    assert TWO_MORE in page
    assert 'value="a" id="id_post-answer_0" checked' in page
    page = give_section(client, 1, post=["a"], where=["b"]).url
    assert page == f"{section_path(1)}#ask-how"
    assert ONE_MORE in shown(client, 1)
    assert give_section(client, 1, post=["a"], where=["b"], how=["a"]).url == f"{CHECK}?by=section"


def test_a_revealed_question_comes_with_the_errors_of_others_and_without_one(client, person):
    ask(
        person.workshop,
        {"key": "post"},
        {"key": "where", "show_if": ("post", ["a"])},
        {"key": "age"},
    )

    page = give_section(client, 1, post=["a"], age=[]).content.decode()

    assert ONE_MORE in page
    assert page.count('class="nhsuk-error-message"') == 1
    assert 'name="where-answer"' in page


def test_a_revealed_question_left_out_is_an_error_and_no_news(client, person):
    ask(person.workshop, {"key": "post"}, {"key": "where", "show_if": ("post", ["a"])})
    give_section(client, 1, post=["a"])

    page = give_section(client, 1, post=["a"], where=[]).content.decode()

    assert "What about where? Choose one answer" in page
    assert "follows from your answers" not in page


def test_an_answer_that_hides_a_question_drops_what_was_said_there(client, person):
    ask(person.workshop, {"key": "post"}, {"key": "where", "show_if": ("post", ["a"])})
    give_section(client, 1, post=["a"])
    give_section(client, 1, post=["a"], where=["b"])

    assert give_section(client, 1, post=["c"], where=[]).url == f"{CHECK}?by=section"

    assert "where" not in client.get(CHECK).content.decode()
    client.post(CHECK)
    assert draft_of(person) == {"post": ["c"]}


def test_a_section_nobody_is_asked_in_is_passed_and_not_gone_back_to(client, person):
    ask(person.workshop, {"key": "post"})
    ask(person.workshop, {"key": "where", "show_if": ("post", ["a"])})
    ask(person.workshop, {"key": "age"})

    assert give_section(client, 1, post=["b"]).url == section_path(3)
    assert client.get(section_path(2)).url == section_path(3)
    assert f'class="ws-back" href="{section_path(1)}"' in shown(client, 3)
    assert 'class="ws-back" href="/w/spring/"' in shown(client, 1)


def test_a_later_section_leads_to_the_missing_one(client, person):
    ask(person.workshop, {"key": "one"})
    ask(person.workshop, {"key": "two"})

    assert client.get(section_path(2)).url == section_path(1)
    assert "We have taken you to the question" in shown(client, 1)


@pytest.mark.parametrize("number", ["0", "2", "9" * 30])
def test_a_section_that_is_not_there_is_said_with_the_way_onward(client, person, number):
    ask(person.workshop, {"key": "one"})

    response = client.get(f"{START}section/{number}/")

    assert response.status_code == 404
    assert f'<a href="{section_path(1)}">Go on with the questions</a>' in response.content.decode()


def test_answers_to_a_section_that_moved_are_kept(client, person):
    ask(person.workshop, {"key": "one"})

    assert give_section(client, 7, one=["a"]).url == f"{CHECK}?by=section"
    assert draft_of(person) == {"one": ["a"]}


def test_a_question_taken_out_under_the_hand_loses_no_word(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "words", "kind": "text"})
    data = section_data(one=["a"], words="My <long> answer")
    Question.objects.filter(key="words").delete()

    response = client.post(section_path(1), data)

    page = response.content.decode()
    assert response.status_code == 404
    assert "We no longer ask this" in page
    assert "My &lt;long&gt; answer" in page
    assert f'href="{CHECK}?by=section"' in page
    assert draft_of(person) == {"one": ["a"]}


def test_a_text_that_became_a_choice_is_shown_and_asked_again(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "words"})

    page = give_section(client, 1, one=["a"], words="My own words").content.decode()

    assert page.count("This question has changed since you opened it") == 2
    assert "<p>My own words</p>" in page
    assert draft_of(person) == {"one": ["a"]}


def test_a_question_added_under_the_hand_is_asked_next(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "new"})

    assert give_section(client, 1, one=["a"]).url == f"{section_path(1)}#ask-new"


@pytest.mark.parametrize("data", [{}, {"-kind": "", "nothing-kind": "single", "one-answer": "a"}])
def test_what_names_no_question_changes_nothing(client, person, data):
    ask(person.workshop, {"key": "one"})

    assert client.post(section_path(1), data).url == section_path(1)
    assert not Draft.objects.exists()


def test_the_choice_and_the_way_back_are_kept_on_every_step(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "two"})
    ask(person.workshop, {"key": "three"})
    query = "?next=%2Fw%2Fspring%2Fgroups%2Fx%2F&by="

    assert client.get(f"{START}{query}section").url == f"{START}section/1/{query}section"
    assert f'href="{START}answer/one/{query}question"' in shown_at(
        client, f"section/1/{query}section"
    )
    assert f'href="{START}section/1/{query}section"' in shown_at(
        client, f"answer/one/{query}question"
    )
    assert give(client, "one", "a", query=f"{query}question").url == (
        f"{START}answer/two/{query}question"
    )
    response = give_section(client, 1, f"{query}section"[1:], one=["a"], two=["a"])
    assert response.url == f"{START}section/2/{query}section"
    response = give_section(client, 2, f"{query}section"[1:], three=["a"])
    assert response.url == f"{CHECK}{query}section"
    assert f'href="{START}section/1/{query}section#ask-two"' in shown_at(
        client, f"check/{query}section"
    )
    assert client.post(f"{CHECK}{query}section").url == "/w/spring/groups/x/"


def shown_at(client, rest: str) -> str:
    return client.get(START + rest).content.decode().replace("&amp;", "&")


@pytest.mark.parametrize(
    ("query", "offered"), [("", True), ("?by=question", False), ("?by=no", True)]
)
def test_a_wide_screen_chooses_only_for_whoever_has_not(client, person, query, offered):
    ask(person.workshop, {"key": "one"})

    page = client.get(f"{START}answer/one/{query}").content.decode()

    assert ("data-wide-screens" in page) == offered
    assert "data-wide-screens" not in give(client, "one", "z", query=query).content.decode()


@pytest.mark.parametrize("number", [2, 20])
def test_pages_cost_the_same_for_many_questions_and_options(client, person, number):
    questions = [{"key": f"q{n}", "options": "abcdefghij"[: number // 2]} for n in range(number)]
    ask(person.workshop, *questions)
    answers = {f"q{n}": ["a"] for n in range(number)}

    with query_budget(6):  # session, user, participant, draft, questions, options
        client.get(section_path(1))
    with query_budget(9):  # the draft asked for, made, written
        give_section(client, 1, **answers)
    with query_budget(6):
        client.get(f"{START}answer/q1/")
    with query_budget(6):
        client.get(CHECK)


def test_a_branch_costs_one_query_more(client, person):
    ask(
        person.workshop,
        {"key": "a"},
        *({"key": f"q{n}", "show_if": ("a", ["a"])} for n in range(9)),
    )

    with query_budget(7):
        client.get(section_path(1))
