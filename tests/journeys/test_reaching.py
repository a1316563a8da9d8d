"""A facilitator chooses whom a mailing goes to, and a second one looks at it before it goes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from tests.conftest import with_second_factor
from tests.factories import make_mailing, make_participant, make_preregistration, make_user
from tests.journeys.signing_in import give_session
from tests.journeys.world import make_world
from workshop.accounts.roles import roles_ensure
from workshop.mailings.models import Mailing
from workshop.models import Workshop

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/w/spring/mailings/news"


@pytest.fixture
def planner(visitor):
    workshop = make_world()
    Workshop.objects.update(approves_mailings=True)
    roles_ensure()
    user = make_user("chief@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="facilitator"))
    for _ in range(3):
        make_preregistration(workshop)
        make_participant(workshop)
    at = timezone.now() + timedelta(days=1)
    make_mailing(workshop, "news", state="draft", send_at=at, audience=["everyone"])
    give_session(visitor, with_second_factor(user))
    return visitor


def test_who_gets_it_is_chosen_with_the_numbers_in_sight(planner):
    page = planner.page
    planner.open(f"{HERE}/who/")
    planner.look_at_all_widths("Who gets it")

    page.get_by_label("Everyone who joined").uncheck()
    page.get_by_label("Pre-registered and not yet joined").check()
    if not planner.scripts:
        page.get_by_role("button", name="Count them").click()
    page.locator("#reach").get_by_text("3", exact=True).wait_for()
    assert Mailing.objects.get().audience == ["everyone"]
    page.get_by_role("button", name="Save").click()

    page.get_by_text("It is saved whom it goes to.").wait_for()
    assert Mailing.objects.get().audience == ["preregistered"]


@pytest.mark.parametrize("scripts", [False], ids=["no-scripts"])
def test_a_choice_that_cannot_be_is_said_and_stays(planner):
    page = planner.page
    planner.open(f"{HERE}/who/")

    page.get_by_label("Leave out who got a message").fill("400")
    page.get_by_role("button", name="Save").click()

    page.get_by_role("heading", name="There is a problem").wait_for()
    planner.look("Who gets it")
    assert page.get_by_label("Leave out who got a message").input_value() == "400"


@pytest.mark.parametrize("scripts", [True], ids=["scripts"])
def test_a_second_person_looks_and_sends_it_back(planner):
    page = planner.page
    Mailing.objects.update(state="asked", asked_by=make_user("other@example.org", is_staff=True))
    planner.open(f"{HERE}/before/")
    planner.look_at_all_widths("Before it goes")
    read = page.frame_locator("iframe").locator("body")
    read.get_by_role("link", name="what is new").wait_for()

    page.get_by_label("What should be changed").fill("Name the day.")
    page.get_by_role("button", name="Send it back").click()

    page.get_by_text("Sent back: Name the day.").wait_for()
    assert Mailing.objects.get().state == "draft"
