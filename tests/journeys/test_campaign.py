"""A facilitator plans a campaign: the ready-made plan, a change, on, and paused in the middle."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from tests.conftest import with_second_factor
from tests.factories import make_participant, make_preregistration, make_user
from tests.journeys.signing_in import give_session
from tests.journeys.world import make_world
from workshop.accounts.roles import roles_ensure
from workshop.mailings.models import Mailing
from workshop.mailings.services import mailing_build, ready_plan_make

pytestmark = pytest.mark.django_db(transaction=True)
PLAN = "/w/spring/mailings/"
TITLES = [
    "Invitation", "First reminder", "Second reminder", "48 hours to go", "Thank you",
    "Report published",
]  # fmt: skip


@pytest.fixture
def workshop():
    """A workshop that opens in three days, with an address left."""
    workshop = make_world()
    workshop.opens_at = timezone.now() + timedelta(days=3)
    workshop.closes_at = workshop.opens_at + timedelta(days=21)
    workshop.save()
    make_preregistration(workshop)
    return workshop


@pytest.fixture
def facilitator(visitor, workshop):
    """A facilitator who has signed in."""
    roles_ensure()
    user = make_user("chief@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="facilitator"))
    give_session(visitor, with_second_factor(user))
    return visitor


def state(key: str) -> str:
    return Mailing.objects.get(key=key).state


def test_the_ready_made_plan_is_made_and_one_of_it_moved(facilitator, workshop):
    page = facilitator.page
    facilitator.open("/w/spring/")
    facilitator.press("Mailings", "link")
    facilitator.look("Mailings")

    facilitator.press("Make the 6 mailings")
    page.get_by_text("6 mailings are planned.").wait_for()
    facilitator.look_at_all_widths("Mailings")
    for number, title in enumerate(TITLES, 1):
        page.get_by_role("link", name=f"{number}: {title}", exact=True).wait_for()

    # The thanks are moved: first to an hour that there is not, then to one that there is.
    facilitator.press("5: Thank you", "link")
    facilitator.look_at_all_widths("Thank you")
    facilitator.press("Move it, or change how fast it goes", "link")
    facilitator.look("When it goes")
    page.get_by_label("Day").fill("2031-03-30")
    page.get_by_label("Time in London").fill("01:30")
    page.get_by_label("Messages a second").fill("4")
    facilitator.press("Save")
    page.get_by_role("link", name="1:30am does not exist on Sunday 30 March 2031").wait_for()
    facilitator.look_at_all_widths("When it goes")
    assert page.get_by_label("Time in London").input_value() == "01:30"
    page.get_by_label("Time in London").fill("09:30")
    facilitator.press("Save")
    page.get_by_text("The time is saved.").wait_for()
    facilitator.look("Thank you")
    page.get_by_text("Sunday 30 March 2031, 9:30am (London time), 4 messages a second.").wait_for()


@pytest.mark.parametrize("scripts", [False], ids=["no-scripts"])
def test_mailings_are_switched_on_and_off(facilitator, workshop):
    page = facilitator.page
    ready_plan_make(workshop=workshop, now=timezone.now())
    facilitator.open(f"{PLAN}thanks/")
    facilitator.press("Switch it on")
    page.get_by_text("“Thank you” is on: it goes out at its time.").wait_for()
    facilitator.look("Thank you")
    assert state("thanks") == "scheduled"

    facilitator.press("All mailings", "link")
    page.get_by_role("button", name="Switch it on (First reminder)").click()
    page.get_by_text("“First reminder” is on").wait_for()
    facilitator.look("Mailings")
    page.get_by_role("button", name="Switch it off (First reminder)").click()
    page.get_by_text("“First reminder” is off: it is a draft again.").wait_for()
    assert state("reminder-1") == "draft"


@pytest.mark.parametrize("scripts", [True], ids=["scripts"])
def test_a_mailing_is_paused_in_the_middle_and_goes_on(facilitator, workshop):
    page = facilitator.page
    make_participant(workshop)
    thanks = Mailing.objects.create(
        workshop=workshop, key="thanks", kind="thanks", audience=["everyone"], subject="Thank you",
        body="See {link}", send_at=timezone.now(), state="scheduled",
    )  # fmt: skip
    mailing_build(mailing=thanks)
    facilitator.open(PLAN)

    page.get_by_role("button", name="Pause it (Thank you)").click()
    page.get_by_text("“Thank you” is paused: nothing more of it leaves.").wait_for()
    facilitator.look("Mailings")
    assert state("thanks") == "paused"

    facilitator.press("1: Thank you", "link")
    facilitator.look_at_all_widths("Thank you")
    facilitator.press("Go on with it")
    page.get_by_text("“Thank you” goes on.").wait_for()
    assert state("thanks") == "sending"

    page.get_by_text("Cancel it for good", exact=True).click()
    facilitator.look_at_all_widths("Thank you")
    facilitator.press("Yes, cancel it for good")
    page.get_by_text("nothing of it goes out any more").first.wait_for()
    facilitator.look("Thank you")
    assert state("thanks") == "cancelled"


@pytest.mark.parametrize("scripts", [False], ids=["no-scripts"])
def test_a_mailing_of_ones_own(facilitator, workshop):
    page = facilitator.page
    facilitator.open(PLAN)
    facilitator.press("Plan one of your own", "link")
    facilitator.look("A mailing of your own")
    facilitator.press("Make the draft")
    page.get_by_text("Write a subject.").first.wait_for()
    facilitator.look_at_all_widths("A mailing of your own")

    page.get_by_label("Subject").fill("Your questions answered")
    page.get_by_label("Day").fill("2031-03-28")
    page.get_by_label("Time in London").fill("10:00")
    facilitator.press("Make the draft")

    page.get_by_text("It is a draft now.").wait_for()
    facilitator.look_at_all_widths("Your questions answered")
    page.get_by_role("link", name="Choose whom this mailing goes to.").wait_for()
    assert state("own-1") == "draft"
