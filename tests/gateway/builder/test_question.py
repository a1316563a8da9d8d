"""Adding and changing a question, its answers and who is asked."""

import re

import pytest
from django.utils.html import escape

from gateway.models import (
    Option,
    Question,
    Section,
)
from gateway.selectors import questions_of
from tests.gateway.builder.posting import (
    HOME,
    add,
    change,
    question,
)

pytestmark = pytest.mark.django_db


def test_a_question_is_added_with_its_answers_line_by_line(client, questionnaire):
    response = add(
        client, questionnaire.sections.get(), text="Do you agree?", more_options=" Yes \r\n\r\nNo\n"
    )

    made = question("do-you-agree")
    assert response.url == f"{HOME}{questionnaire.pk}/change/#question-{made.pk}"
    assert [(o.key, o.label, o.position) for o in made.options.all()] == [
        ("yes", "Yes", 1), ("no", "No", 2),
    ]  # fmt: skip
    assert [q.key for q in questions_of(questionnaire.workshop)][-1] == made.key


def test_a_key_of_ones_own_is_kept(client, questionnaire):
    add(client, questionnaire.sections.get(), text="Do you agree?", key="agree")

    assert question("agree").text == "Do you agree?"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"key": "role"}, "Another question here has this short name."),
        ({"key": "response"}, "This word is taken for something else."),
        ({"key": "No good"}, "Use lower-case letters"),
        ({"more_options": ""}, "Add the options to choose from."),
        ({"more_options": "Yes\nyes"}, "is there twice"),
        ({"more_options": "x" * 301}, "is longer than 300 characters"),
        ({"more_options": "\n".join(map(str, range(201)))}, "There are 201; at most 200 fit."),
        ({"kind": "text"}, "People answer this in words"),
        ({"kind": "poem"}, "Select a valid choice"),
        ({"text": "x" * 501}, "at most 500 characters"),
        ({"asked_if": ["999999"]}, "Select a valid choice"),
    ],
)
def test_a_question_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    client, questionnaire, values, words
):
    values = {"text": "My <own>?"} | values

    page = add(client, questionnaire.sections.get(), **values).content.decode()

    assert words in page
    assert Question.objects.count() == 3
    typed = [value for name, value in values.items() if name in ("more_options", "key", "text")]
    assert all(escape(value) in page for value in typed)


def test_a_question_without_a_section_leads_to_the_list(client, questionnaire):
    assert client.get("/admin/gateway/question/add/").url == HOME
    assert client.get("/admin/gateway/section/add/?questionnaire=999999").url == HOME


def test_saving_a_question_as_it_is_changes_nothing(client, questionnaire):
    before = list(Question.objects.values()), list(Option.objects.values_list("key", "label"))

    for key in ("role", "where", "wish"):
        assert change(client, key).status_code == 302

    rows = [{**row, "position": 0} for row in Question.objects.values()]
    assert rows == [{**row, "position": 0} for row in before[0]]
    assert list(Option.objects.values_list("key", "label")) == before[1]
    assert [o.key for o in question("where").show_if_options.all()] == ["a", "b"]


@pytest.mark.parametrize(
    ("places", "expected"),
    [((3, 2, 3), "bca"), ((1, 2, 1), "cab"), ((1, "", 3), "acb"), ((2, 2, 3), "bac")],
)
def test_an_answer_goes_where_its_number_says(client, questionnaire, places, expected):
    changes = {f"options-{n}-position": place for n, place in enumerate(places)}

    change(client, "role", **changes)

    assert "".join(o.key for o in question("role").options.all()) == expected
    assert [o.position for o in question("role").options.all()] == [1, 2, 3]


def test_an_answer_keeps_its_key_when_its_words_change(client, questionnaire):
    change(client, "role", **{"options-0-label": "Nurse", "options-0-key": "other"})

    assert question("role").options.first().key == "a"
    assert question("role").options.first().label == "Nurse"


def test_an_answer_is_taken_out_unless_a_question_hangs_on_it(client, questionnaire):
    page = change(client, "role", **{"options-0-DELETE": "on"}).content.decode()
    assert "decides whether “Where?” is asked" in page
    change(client, "role", **{"options-2-DELETE": "on"})

    assert [o.key for o in question("role").options.all()] == ["a", "b"]


def test_only_earlier_questions_can_decide_grouped_with_their_answers(client, questionnaire):
    path = f"/admin/gateway/question/{question('where').pk}/change/"

    html = client.get(path).content.decode()

    assert re.findall(r"<legend>(.*?)</legend>", html) == ["1. Your role?"]
    assert html.count('name="asked_if"') == 3
    assert html.count("checked") == 2


def test_who_is_asked_can_be_changed_and_left_to_everybody(client, questionnaire):
    c = question("role").options.get(key="c")
    change(client, "where", asked_if=[c.pk])
    assert [o.key for o in question("where").show_if_options.all()] == ["c"]
    assert question("where").show_if_question == question("role")

    change(client, "where", asked_if=[])

    assert question("where").show_if_question is None
    assert not question("where").show_if_options.exists()


def test_answers_of_two_questions_cannot_decide_together(client, questionnaire):
    pks = [question(key).options.first().pk for key in ("role", "where")]

    page = change(client, "wish", asked_if=pks).content.decode()

    assert "Choose answers of one question only." in page
    assert question("wish").show_if_question is None


def test_a_question_that_decides_stays_before_and_to_choose_from(client, questionnaire):
    later = Section.objects.create(questionnaire=questionnaire, title="Later", position=9)

    words = change(client, "role", kind="text", **{"options-TOTAL_FORMS": 0}).content.decode()
    place = change(client, "role", section=later.pk).content.decode()

    assert "“Where?” is asked only after answers to this one." in words
    assert "“Where?” hangs on its answers: it has to come before." in place
    assert (question("role").kind, question("role").section.title) == ("single", "About you")


def test_a_question_changes_its_section_and_comes_last_there(client, questionnaire):
    later = Section.objects.create(questionnaire=questionnaire, title="Later", position=9)
    change(client, "wish", section=later.pk)
    change(client, "where", section=later.pk)

    assert [q.key for q in questions_of(questionnaire.workshop)] == ["role", "wish", "where"]
