"""A facilitator makes the questions on the way in from nothing."""

import pytest
from django.contrib.auth.models import Group

from gateway.models import Questionnaire
from gateway.selectors import questions_of
from tests.conftest import with_second_factor
from tests.factories import make_user, make_workshop
from tests.journeys.signing_in import give_session
from tests.journeys.world import make_gateway
from workshop.accounts.roles import roles_ensure
from workshop.models import Workshop

HOME = "Questions on the way in: Skills for everyone"


@pytest.fixture
def facilitator(visitor):
    """A facilitator with a new workshop, and an old one with questions."""
    make_workshop("spring", title="Skills for everyone", opens_in_days=7)
    make_gateway(make_workshop("last-year", title="Last year"))
    roles_ensure()
    user = make_user("staff@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="facilitator"))
    give_session(visitor, with_second_factor(user))
    return visitor


def add_question(visitor, text: str, answers: str) -> None:
    visitor.page.get_by_role("link", name="Add a question to this section").click()
    visitor.look_at_all_widths("Add question")
    visitor.page.get_by_label("Question:").fill(text)
    visitor.page.get_by_label("How people answer").select_option(label="One of several")
    visitor.page.get_by_label("Add answers, one on each line").fill(answers)
    visitor.press("Save")
    visitor.look(HOME)


def texts() -> list[str]:
    questionnaire = Questionnaire.objects.get(workshop__slug="spring")
    return [question.text for question in questions_of(questionnaire.workshop)]


def start_questionnaire(visitor) -> None:
    """From the workshop's page to an empty builder."""
    workshop = Workshop.objects.get(slug="spring")
    visitor.open(f"/admin/workshop/workshop/{workshop.pk}/change/")
    visitor.press("Questions on the way in", role="link")
    visitor.look_at_all_widths("Questions on the way in for a workshop")
    visitor.press("Save")
    visitor.look_at_all_widths(HOME)


@pytest.mark.django_db(transaction=True)
def test_facilitator_builds_two_questions_and_moves_one(facilitator):
    page = facilitator.page
    start_questionnaire(facilitator)
    add_question(facilitator, "How old are you?", "Under 25\n25-40\n40-65\nOver 65")
    page.get_by_text("“25-40” and “40-65” overlap: 40 fits both.").wait_for()
    add_question(facilitator, "Where do you work?", "In a hospital\nElsewhere")
    facilitator.look_at_all_widths(HOME)

    facilitator.press("Move up “Where do you work?”")
    facilitator.look(HOME)
    assert texts() == ["Where do you work?", "How old are you?"]

    facilitator.press("Edit “How old are you?”", role="link")
    page.get_by_text("overlap: 40 fits both.").wait_for()
    facilitator.look_at_all_widths("Change question")
    page.get_by_label("Answer 3").fill("41-65")
    facilitator.press("Save")
    facilitator.look(HOME)
    assert not page.get_by_text("overlap").count()


@pytest.mark.django_db(transaction=True)
def test_facilitator_copies_from_another_workshop(facilitator):
    start_questionnaire(facilitator)
    add_question(facilitator, "How old are you?", "Young\nOld")

    facilitator.press("Copy from another workshop", role="link")
    facilitator.look_at_all_widths(HOME)
    facilitator.page.get_by_label("Copy from").select_option(label="Last year (4 questions)")
    facilitator.press("Copy the questions")
    facilitator.page.get_by_text("Tick this if the questions that are here may go.").wait_for()
    facilitator.look(HOME)
    facilitator.page.get_by_label("Replace the 1 question that is here").check()
    facilitator.press("Copy the questions")
    facilitator.page.get_by_text("The questions are copied.").wait_for()
    facilitator.look_at_all_widths(HOME)

    assert texts()[0] == "What is your role?"
    assert len(texts()) == 4
