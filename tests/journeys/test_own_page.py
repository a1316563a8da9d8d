"""A participant looks at what is kept, corrects, downloads and erases; two facilitators seal."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from gateway.models import Draft
from ideas.models import Idea
from tests.conftest import with_second_factor
from tests.factories import make_group, make_idea, make_participant, make_user
from tests.journeys.signing_in import give_session, sign_in_as
from tests.journeys.world import make_world
from workshop.accounts.models import User
from workshop.models import Workshop

ADDRESS = "nurse@example.org"
YOU = "What we know about you, and what nobody can know"
ANSWERS = {"role": ["nurse"], "tools": [], "sure": ["very"], "wish": "Spreadsheets"}


@pytest.fixture
def nurse(visitor):
    """Somebody who answered and wrote, on the page about them."""
    workshop = make_world()
    person = make_participant(workshop, make_user(ADDRESS))
    Draft.objects.create(participant=person, answers=ANSWERS, finished=True)
    make_idea(make_group(workshop), person, title="A quiet room for learning")
    sign_in_as(visitor, person.user)
    visitor.open("/w/spring/groups/")
    visitor.press("What we know about you", "link")
    visitor.look_at_all_widths(YOU)
    return visitor


@pytest.mark.django_db(transaction=True)
def test_participant_corrects_an_answer(nurse):
    nurse.page.get_by_text("Show or correct your answers").click()
    nurse.look_at_all_widths(YOU)
    nurse.page.get_by_role("link", name="Correct your answer: What is your role?").click()
    nurse.look_at_all_widths("Correct your answer")
    nurse.page.get_by_label("Doctor").check()
    nurse.press("Save")

    nurse.page.get_by_text("Your answer is corrected").wait_for()
    nurse.look(YOU)
    assert Draft.objects.get().answers["role"] == ["doctor"]


@pytest.mark.django_db(transaction=True)
def test_participant_downloads_everything(nurse):
    with nurse.page.expect_download() as download:
        nurse.press("Download all of it (JSON)", "link")

    data = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert data["account"]["email"] == ADDRESS
    assert data["workshops"][0]["ideas"][0]["title"] == "A quiet room for learning"


@pytest.mark.django_db(transaction=True)
def test_participant_takes_one_idea_out_and_erases_its_text(nurse):
    nurse.page.get_by_role("link", name="Take out or erase your idea").click()
    nurse.look_at_all_widths("Withdraw your idea?")
    nurse.page.get_by_label("Erase the text as well").check()
    nurse.press("Withdraw this idea")
    nurse.page.get_by_role("heading", level=1).wait_for()
    nurse.look()

    assert Idea.objects.get(title="Erased by its author").body == ""


@pytest.mark.django_db(transaction=True)
def test_participant_erases_the_account(nurse):
    nurse.press("Erase something", "link")
    nurse.look_at_all_widths("What should be erased?")
    nurse.press("Erase")
    nurse.page.get_by_role("alert").wait_for()
    nurse.look_at_all_widths("What should be erased?")
    nurse.page.get_by_label("My account and my e-mail address").check()
    nurse.press("Erase")

    nurse.page.get_by_text("Your account is erased").wait_for()
    nurse.look()
    assert not User.objects.filter(email=ADDRESS).exists()
    assert Idea.objects.get(title="A quiet room for learning").state == "visible"


@pytest.mark.django_db(transaction=True)
def test_two_facilitators_seal_a_closed_workshop(visitor, staff_client):
    make_world()
    now = timezone.now()
    Workshop.objects.update(opens_at=now - timedelta(days=30), closes_at=now - timedelta(days=2))
    for ask in (True, False):
        visitor.page.context.clear_cookies()
        give_session(visitor, staff_client("facilitator"))
        visitor.open("/w/spring/seal/")
        visitor.look_at_all_widths("Seal the workshop")
        visitor.page.get_by_label("Type the short name of the workshop").fill("spring")
        visitor.press("Ask for the seal" if ask else "Seal this workshop now")
        visitor.page.get_by_role("status").first.wait_for()
        visitor.look_at_all_widths("Seal the workshop" if ask else "This workshop is sealed")

    assert Workshop.objects.get().is_sealed
    assert with_second_factor(make_user(is_staff=True)).get("/w/spring/seal/").status_code == 403
