"""The rules of building: the lock, mended labels, order, copies."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from gateway.models import Draft, LabelCorrection, Option, Question, Response, Section
from gateway.selectors import passage, questions_of
from gateway.services.arranging import (
    fresh_key,
    options_arrange,
    part_delete,
    question_move,
    question_save,
    section_move,
    section_save,
)
from gateway.services.building import (
    LockedError,
    label_correct,
    questionnaire_copy,
    questionnaire_hold,
    questionnaire_lock_require,
)
from gateway.wording import is_typing_error
from tests.factories import make_participant, make_user, make_workshop
from tests.gateway.questionnaires import ask
from tests.queries import counted_queries
from workshop.common.errors import DomainError

pytestmark = pytest.mark.django_db
QUESTIONS = ({"key": "role"}, {"key": "where", "show_if": ("role", ["a", "b"])}, {"key": "age"})


@pytest.fixture
def questionnaire(workshop):
    """Two sections of three questions and one."""
    made = ask(workshop, *QUESTIONS)
    section = Section.objects.create(questionnaire=made, title="Your work", position=1)
    Question.objects.create(
        questionnaire=made, section=section, key="wish", text="A wish?", kind="text"
    )
    return made


def order(questionnaire) -> list[str]:
    return [f"{q.section.title[0]}:{q.key}" for q in questions_of(questionnaire.workshop)]


def question(key: str) -> Question:
    return Question.objects.get(key=key)


def snapshot(questionnaire) -> list:
    """Everything that people see of a questionnaire, in order."""
    return [
        (q.section.title, q.key, q.text, q.kind, q.required)
        + ([(o.key, o.label) for o in q.options.all()],)
        + (q.show_if_question and q.show_if_question.key,)
        + (sorted(o.key for o in q.show_if_options.all()),)
        for q in questions_of(questionnaire.workshop)
    ]


def answers_in(questionnaire, how: str) -> None:
    if how == "response":
        Response.objects.create(questionnaire=questionnaire)
    else:
        person = make_participant(questionnaire.workshop, joined_at=None)
        Draft.objects.create(
            participant=person, answers={"role": ["a"]}, finished=how == "finished"
        )


CHANGES = {
    "save a question": lambda q: question_save(question=question("age"), condition=[]),
    "save a section": lambda q: section_save(section=q.sections.first()),
    "add a section": lambda q: section_save(section=Section(questionnaire=q, title="New")),
    "arrange options": lambda q: options_arrange(
        question=question("age"), options=[], labels=["New"]
    ),
    "move a question": lambda q: question_move(question=question("age"), up=True),
    "move a section": lambda q: section_move(section=q.sections.first(), up=False),
    "take out a question": lambda q: part_delete(part=question("age")),
    "take out a section": lambda q: part_delete(part=q.sections.last()),
    "copy": lambda q: questionnaire_copy(source=ask(make_workshop(), {"key": "new"}), target=q),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("how", ["response", "finished"])
def test_nothing_changes_once_answers_are_in(questionnaire, change, how):
    answers_in(questionnaire, how)
    before = snapshot(questionnaire), list(questionnaire.sections.values_list("title", flat=True))

    with pytest.raises(LockedError, match="Answers are in"):
        CHANGES[change](questionnaire)

    after = snapshot(questionnaire), list(questionnaire.sections.values_list("title", flat=True))
    assert after == before


@pytest.mark.parametrize("change", CHANGES)
def test_unfinished_answers_lock_nothing(questionnaire, change):
    answers_in(questionnaire, "unfinished")

    CHANGES[change](questionnaire)


def test_answers_of_another_workshop_lock_nothing(questionnaire):
    answers_in(ask(make_workshop(), {"key": "role"}), "response")

    assert questionnaire_lock_require(questionnaire_id=questionnaire.pk) == questionnaire


@pytest.mark.postgres
def test_the_lock_is_looked_at_under_the_row_lock(questionnaire):
    with counted_queries() as statements:
        questionnaire_hold(questionnaire_id=questionnaire.pk)

    assert connection.vendor == "postgresql"
    assert 'FOR NO KEY UPDATE OF "gateway_questionnaire"' in statements[0]


@pytest.mark.parametrize(
    ("make", "field", "place", "before", "after"),
    [
        (lambda q: q.sections.first(), "title", "section 1", "About you", "About yuo"),
        (lambda q: question("age"), "text", "question age", "What about age?", "What abuot age?"),
        (lambda q: question("age").options.first(), "label", "option age.a", "Option a", "Opton a"),
    ],
)
def test_a_typing_error_is_mended_and_logged(questionnaire, make, field, place, before, after):
    answers_in(questionnaire, "response")
    staff, now = make_user(is_staff=True), datetime(2026, 3, 4, 12, tzinfo=UTC)

    label_correct(item=make(questionnaire), text=after, by=staff, now=now)

    assert getattr(make(questionnaire), field) == after
    log = LabelCorrection.objects.get()
    assert (log.questionnaire, log.place, log.before, log.after) == (
        questionnaire, place, before, after,
    )  # fmt: skip
    assert (log.corrected_by, log.corrected_at) == (staff, now)


def test_another_meaning_is_refused_and_not_logged(questionnaire):
    with pytest.raises(DomainError, match="only typing errors"):
        label_correct(item=question("age"), text="What about your pay?", by=None)

    assert question("age").text == "What about age?"
    assert not LabelCorrection.objects.exists()


def test_small_steps_do_not_lead_to_another_word(questionnaire):
    Question.objects.filter(key="age").update(text="Rating")
    label_correct(item=question("age"), text="Ratng", by=None)
    label_correct(item=question("age"), text="Ratings", by=None)
    assert is_typing_error("Ratings", "Rings")

    with pytest.raises(DomainError):
        label_correct(item=question("age"), text="Rings", by=None)

    assert question("age").text == "Ratings"


@pytest.mark.parametrize("text", ["Casual", "casual."])
def test_an_option_does_not_become_another_of_its_question(questionnaire, text):
    option = question("age").options.get(key="a")
    question("age").options.filter(key="a").update(label="Causal")
    question("age").options.filter(key="b").update(label="Casual")

    with pytest.raises(DomainError, match="Another answer to this question has these words"):
        label_correct(item=option, text=text, by=None)

    question("age").options.filter(key="b").update(label="Other")
    label_correct(item=option, text=text, by=None)
    assert question("age").options.get(key="a").label == text


def test_the_same_words_again_are_no_correction(questionnaire):
    label_correct(item=question("age"), text="What about age?", by=None)

    assert not LabelCorrection.objects.exists()


@pytest.mark.parametrize(
    ("key", "up", "expected"),
    [
        ("age", True, ["A:role", "A:age", "A:where", "Y:wish"]),
        ("where", False, ["A:role", "A:age", "A:where", "Y:wish"]),
        ("age", False, ["A:role", "A:where", "Y:age", "Y:wish"]),
        ("wish", True, ["A:role", "A:where", "A:age", "A:wish"]),
        ("role", True, ["A:role", "A:where", "A:age", "Y:wish"]),
        ("wish", False, ["A:role", "A:where", "A:age", "Y:wish"]),
    ],
)
def test_a_question_moves_one_place_and_into_the_section_beside(questionnaire, key, up, expected):
    question_move(question=question(key), up=up)

    assert order(questionnaire) == expected


def test_there_and_back_is_where_it_was(questionnaire):
    before = order(questionnaire)
    for up in (False, False, True, True):
        question_move(question=question("age"), up=up)

    assert order(questionnaire) == before


@pytest.mark.parametrize(("key", "up"), [("where", True), ("role", False)])
def test_a_question_stays_after_the_one_that_decides_about_it(questionnaire, key, up):
    before = order(questionnaire)

    with pytest.raises(DomainError, match="It has to come after that question"):
        question_move(question=question(key), up=up)

    assert order(questionnaire) == before


def test_a_section_moves_with_its_questions(questionnaire):
    section_move(section=questionnaire.sections.last(), up=True)
    assert order(questionnaire) == ["Y:wish", "A:role", "A:where", "A:age"]
    section_move(section=questionnaire.sections.first(), up=True)

    assert order(questionnaire) == ["Y:wish", "A:role", "A:where", "A:age"]


def test_a_section_stays_after_the_one_that_decides_about_it(questionnaire):
    wish = question("wish")
    question_save(question=wish, condition=list(question("role").options.all()[:1]))

    with pytest.raises(DomainError):
        section_move(section=wish.section, up=True)

    assert order(questionnaire)[-1] == "Y:wish"


def test_a_new_section_comes_last_and_an_old_one_stays(questionnaire):
    section_save(section=Section(questionnaire=questionnaire, title="Last"))
    first = questionnaire.sections.first()
    first.title = "You"
    section_save(section=first)

    titles = list(questionnaire.sections.values_list("title", flat=True))
    assert titles == ["You", "Your work", "Last"]


def test_options_are_put_in_order_and_new_ones_get_keys(questionnaire):
    a, b, c = question("age").options.all()

    options_arrange(question=question("age"), options=[c, a, b], labels=["A", "Über 65", "日本"])

    rows = question("age").options.values_list("key", "label")
    assert [key for key, _ in rows] == ["c", "a", "b", "a-2", "uber-65", "option"]


@pytest.mark.parametrize(
    ("text", "taken", "key"),
    [
        ("What is your role?", set(), "what-is-your-role"),
        ("Role", {"role"}, "role-2"),
        ("Role", {"role", "role-2"}, "role-3"),
        ("Response", set(), "response-2"),
        ("contributed", set(), "contributed-2"),
        ("—", set(), "question"),
        ("x" * 80, {"x" * 50}, f"{'x' * 48}-2"),
        ("_ _", {"question"}, "question-2"),
    ],
)
def test_a_key_is_made_of_the_words(text, taken, key):
    assert fresh_key(text, taken, instead="question") == key


def test_a_copy_is_the_same_and_independent(questionnaire):
    target = ask(make_workshop("other"), {"key": "old"}, {"key": "x", "show_if": ("old", ["a"])})
    wanted = snapshot(questionnaire)

    questionnaire_copy(source=questionnaire, target=target)
    assert snapshot(target) == wanted
    part_delete(part=target.sections.last())
    Option.objects.filter(question__questionnaire=target).update(label="Changed")

    assert snapshot(questionnaire) == wanted


def test_a_copy_of_nothing_is_refused(questionnaire):
    before = snapshot(questionnaire)

    for empty in (ask(make_workshop()), questionnaire):
        with pytest.raises(DomainError, match="no questions to copy"):
            questionnaire_copy(source=empty, target=questionnaire)

    assert snapshot(questionnaire) == before


def test_what_people_have_begun_to_answer_stays_where_its_keys_fit(questionnaire):
    other = make_workshop("other")
    target = ask(other, {"key": "role", "options": "ax"}, {"key": "age", "options": "xy"})
    person = make_participant(other, joined_at=None)
    answers = {"role": ["a"], "age": ["x"], "gone": ["z"]}
    Draft.objects.create(participant=person, answers=answers)

    questionnaire_copy(source=questionnaire, target=target)

    journey = passage(participant=person).journey
    assert journey.answers == {"role": ["a"]}
    assert journey.missing == "where"


def copy_cost(questions: int) -> int:
    keys = [f"q{number}" for number in range(questions)]
    rows = [{"key": k} | ({"show_if": ("q0", ["a"])} if k != "q0" else {}) for k in keys]
    source, target = ask(make_workshop(), *rows), ask(make_workshop(), *rows)
    with counted_queries() as statements:
        questionnaire_copy(source=source, target=target)
    return len(statements)


def test_a_copy_costs_the_same_for_many_questions():
    assert copy_cost(3) == copy_cost(15) == copy_cost(30)
