"""What stays possible once answers are in."""

import pytest

from gateway.models import Draft, LabelCorrection, Option, Question
from gateway.selectors import questions_of
from tests.factories import make_participant, make_workshop
from tests.gateway.builder.posting import HOME, LOCKED, add, form_of, mend, page_of, question
from tests.gateway.questionnaires import ask

pytestmark = pytest.mark.django_db


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
