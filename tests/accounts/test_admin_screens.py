"""The staff's screens: every one opens, and none shows a person behind a contribution."""

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse

from analysis.models import Code, CodingFrame, CrossTab
from gateway.models import Answer, Draft, Option, Question, Questionnaire, Response, Section
from tests.factories import make_comment, make_idea, make_participant, make_user, make_vote
from workshop.models import Preregistration

CANARY = "canary.person@example.org"
SECRET_ANSWER = "canaryanswer"


@pytest.fixture
def full_workshop(workshop, group):
    """One row of everything, the person behind it recognisable."""
    person = make_participant(workshop, make_user(CANARY), archive_id="canaryparticipant")
    idea = make_idea(group, person)
    make_vote(make_participant(workshop), idea=idea)
    make_comment(idea, person)
    Preregistration.objects.create(workshop=workshop, email=CANARY)
    questionnaire = Questionnaire.objects.create(workshop=workshop)
    section = Section.objects.create(questionnaire=questionnaire, title="You")
    question = Question.objects.create(
        questionnaire=questionnaire, section=section, key="role", text="Your role?", kind="single"
    )
    Option.objects.create(question=question, key="nurse", label="Nurse")
    Draft.objects.create(participant=person, answers={"role": SECRET_ANSWER})
    response = Response.objects.create(questionnaire=questionnaire, archive_id="canaryresponse")
    Answer.objects.create(response=response, question=question, text=SECRET_ANSWER)
    frames = [CodingFrame.objects.create(workshop=workshop, key=k, title=k) for k in "ab"]
    Code.objects.create(frame=frames[0], key="c", label="C")
    CrossTab.objects.create(workshop=workshop, rows=frames[0], columns=frames[1])
    return workshop


def screens() -> list[str]:
    return sorted(m._meta.label for m in admin.site._registry)


def pages_of(label: str) -> list[str]:
    model = next(m for m in admin.site._registry if m._meta.label == label)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    changes = [reverse(f"{name}_change", args=[row.pk]) for row in model._default_manager.all()]
    return [reverse(f"{name}_changelist"), *changes]


@pytest.mark.parametrize("label", screens())
def test_no_screen_shows_a_person_or_an_answer(full_workshop, superuser_client, label):
    pages = [page for page in pages_of(label) if label != "accounts.User" or "change" not in page]

    for page in pages:
        response = superuser_client.get(page)
        assert response.status_code == 200, page
        assert "canary" not in response.content.decode().lower(), page


def test_the_screen_of_accounts_holds_staff_alone(full_workshop, superuser_client):
    person = make_user("somebody@example.org")

    assert superuser_client.get(f"/admin/accounts/user/{person.pk}/change/").status_code == 302


def test_people_answers_and_votes_have_no_screen():
    hidden = {"workshop.Participant", "workshop.Preregistration", "gateway.Draft"}
    hidden |= {"gateway.Response", "gateway.Answer", "ideas.Vote", "mailings.Delivery"}

    assert not hidden & set(screens())


def test_an_accent_that_cannot_be_read_is_refused_beside_its_field(workshop):
    workshop.accent = "#ffdd00"

    with pytest.raises(ValidationError) as refusal:
        workshop.full_clean()

    assert refusal.value.message_dict == {"accent": ["Too pale to be read: choose a darker shade."]}
