"""The builder in the staff's pages."""

import re

import pytest
from django.utils.html import escape

from gateway.models import (
    Draft,
    LabelCorrection,
    Option,
    Question,
    Questionnaire,
    Response,
    Section,
)
from gateway.selectors import questions_of
from tests.factories import make_participant, make_preregistration, make_workshop
from tests.gateway.questionnaires import ask
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db
HOME = "/admin/gateway/questionnaire/"
LOCKED = "Locked: answers are in."


@pytest.fixture
def client(staff_client):
    return staff_client("facilitator")


@pytest.fixture
def questionnaire(workshop):
    return ask(
        workshop,
        {"key": "role", "text": "Your role?"},
        {"key": "where", "text": "Where?", "required": False, "show_if": ("role", ["a", "b"])},
        {"key": "wish", "text": "A wish?", "kind": "text", "required": False},
    )


@pytest.fixture
def locked(questionnaire):
    Response.objects.create(questionnaire=questionnaire)
    return questionnaire


def page_of(client, questionnaire) -> str:
    """The text of the builder's page, tags left out, spaces one each."""
    html = client.get(f"{HOME}{questionnaire.pk}/change/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split('id="content-main"')[1]))


def question(key: str) -> Question:
    return Question.objects.get(key=key)


def form_of(row: Question, **changes) -> dict:
    """What the page of a question posts when nothing is changed, with changes."""
    options = list(row.options.all())
    data = {"text": row.text, "kind": row.kind, "section": row.section_id, "key": row.key}
    data |= {"required": "on"} if row.required else {}
    data |= {"asked_if": [option.pk for option in row.show_if_options.all()]}
    data |= {"options-TOTAL_FORMS": len(options), "options-INITIAL_FORMS": len(options)}
    for number, option in enumerate(options):
        start = f"options-{number}-"
        data |= {f"{start}id": option.pk, f"{start}question": row.pk, f"{start}label": option.label}
        data |= {f"{start}position": number + 1}
    return data | changes


def change(client, key: str, **changes):
    row = question(key)
    path = f"/admin/gateway/question/{row.pk}/change/"
    return client.post(path, form_of(row, **changes))


def add(client, section: Section, **values):
    data = {"kind": "single", "required": "on", "section": section.pk, "more_options": "Yes\nNo"}
    data |= {"options-TOTAL_FORMS": 0, "options-INITIAL_FORMS": 0}
    return client.post(f"/admin/gateway/question/add/?section={section.pk}", data | values)


def mend(client, key: str, text: str, label: str = ""):
    row = question(key)
    data = {"text": text, "options-TOTAL_FORMS": 0, "options-INITIAL_FORMS": 0}
    if label:
        options = list(row.options.all())
        data |= {"options-TOTAL_FORMS": len(options), "options-INITIAL_FORMS": len(options)}
        for number, option in enumerate(options):
            start = f"options-{number}-"
            data |= {f"{start}id": option.pk, f"{start}question": row.pk}
            data |= {f"{start}label": label if number == 0 else option.label}
    return client.post(f"/admin/gateway/question/{row.pk}/change/", data)


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


def test_a_locked_page_says_so_and_offers_nothing_else(client, locked):
    html = client.get(f"{HOME}{locked.pk}/change/").content.decode()

    assert LOCKED in html
    assert "Mend a typing error" in html
    for gone in ("Move up", "Add a question", "Add a section", "Copy from", "Look at these"):
        assert gone not in html


@pytest.mark.parametrize("how", ["finished", "unfinished"])
def test_a_finished_draft_locks_and_an_unfinished_one_does_not(client, questionnaire, how):
    person = make_participant(questionnaire.workshop, joined_at=None)
    Draft.objects.create(participant=person, finished=how == "finished")

    assert (LOCKED in page_of(client, questionnaire)) == (how == "finished")


def test_a_typing_error_is_mended_and_listed(client, locked):
    Question.objects.filter(key="role").update(text="Yuor role?")

    assert mend(client, "role", "Your role?", label="Opton a").status_code == 302

    page = page_of(client, locked)
    assert "question role Yuor role? → Your role?" in page
    assert "option role.a Option a → Opton a" in page
    log = LabelCorrection.objects.first()
    assert log.corrected_by.email in page
    assert question("role").options.first().label == "Opton a"


@pytest.mark.parametrize(("text", "label"), [("Your pay?", ""), ("Your role?", "Something else")])
def test_another_meaning_is_refused_beside_the_field(client, locked, text, label):
    page = mend(client, "role", text, label=label)

    assert page.status_code == 200
    html = page.content.decode()
    assert "This changes what the question asks. Answers are in" in html
    assert f'value="{label or text}"' in html
    assert not LabelCorrection.objects.exists()
    assert question("role").text == "Your role?"


def test_a_section_of_a_locked_questionnaire_is_mended_alone(client, locked):
    path = f"/admin/gateway/section/{locked.sections.get().pk}/change/"
    refused = client.post(path, {"title": "About work"})
    client.post(path, {"title": "About  you"})

    assert "only typing errors can be mended" in refused.content.decode()
    assert LabelCorrection.objects.get().place == "section 1"


@pytest.mark.parametrize(
    "sneaked",
    [
        {"kind": "text"}, {"key": "other"}, {"required": ""}, {"section": "1"}, {"asked_if": "1"},
        {"more_options": "New"}, {"options-0-DELETE": "on"}, {"options-0-position": "3"},
        {"options-3-key": "new"},
    ],
)  # fmt: skip
def test_a_change_sneaked_into_a_locked_question_is_refused(client, locked, sneaked):
    before = list(Question.objects.values()), list(Option.objects.values())

    page = client.post(
        f"/admin/gateway/question/{question('role').pk}/change/",
        form_of(question("role")) | sneaked,
        follow=True,
    )

    assert "Nothing was saved." in page.content.decode()
    assert (list(Question.objects.values()), list(Option.objects.values())) == before


def test_an_option_sneaked_into_a_locked_question_is_ignored(client, locked):
    row = question("role")
    data = {"text": row.text, "options-TOTAL_FORMS": 1, "options-INITIAL_FORMS": 0}

    client.post(f"/admin/gateway/question/{row.pk}/change/", data | {"options-0-label": "New"})

    assert row.options.count() == 3


def test_nothing_is_added_moved_copied_or_taken_out_once_locked(client, locked):
    section, role = locked.sections.get(), question("role")
    other = ask(make_workshop("other"), {"key": "new"})

    add(client, section, text="New?")
    client.post(f"/admin/gateway/section/add/?questionnaire={locked.pk}", {"title": "New"})
    client.post(f"{HOME}{locked.pk}/move/", {"down": f"question-{question('where').pk}"})
    copied = client.post(f"{HOME}{locked.pk}/copy/", {"source": other.pk, "replace": "on"})
    gone = [
        client.post(f"/admin/gateway/{part}/delete/", {"post": "yes"}).status_code
        for part in (f"question/{role.pk}", f"section/{section.pk}", f"questionnaire/{locked.pk}")
    ]

    assert gone == [403, 403, 403]
    assert LOCKED in copied.content.decode()
    assert [q.key for q in questions_of(locked.workshop)] == ["role", "where", "wish"]
    assert locked.sections.get() == section


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


@pytest.mark.parametrize("count", [1, 3, 15])
@pytest.mark.parametrize("locked", [False, True])
def test_the_page_costs_the_same_for_many_questions(client, workshop, count, locked):
    first = {"key": "q0"}
    rest = [{"key": f"q{n}", "show_if": ("q0", ["a"])} for n in range(1, count)]
    made = ask(workshop, first, *rest)
    if locked:
        Response.objects.create(questionnaire=made)

    with counted_queries() as statements:
        client.get(f"{HOME}{made.pk}/change/")

    # session, user, permissions (2), questionnaire, questions (3 with conditions), responses,
    # sections, corrections; unlocked: finished drafts, participants, pre-registrations.
    assert len(statements) == (10 if locked else 13) + (count > 1)


def cost(client, path: str) -> int:
    client.get(path)  # content types are asked for once a process
    with counted_queries() as statements:
        assert client.get(path).status_code == 200
    return len(statements)


@pytest.mark.parametrize("count", [3, 15])
def test_the_page_of_a_question_costs_the_same_among_many(client, workshop, count):
    ask(workshop, *({"key": f"q{number}"} for number in range(count)))

    # session, user, permissions (2); the question, twice; responses, drafts; for the cautions
    # options, participants, pre-registrations; for the form questions and options (2),
    # sections (2), and the options to edit.
    path = f"/admin/gateway/question/{question('q2').pk}/change/"
    assert cost(client, path) == 16


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_for_many_workshops(client, questionnaire, count):
    for number in range(count):
        ask(make_workshop(f"other-{number}"), {"key": "one"})

    assert cost(client, HOME) == 7
    assert cost(client, f"{HOME}{questionnaire.pk}/copy/") == 10
