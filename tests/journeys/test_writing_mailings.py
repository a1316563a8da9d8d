"""Writing a mailing: the words, how they read, a test to oneself."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail

from tests.conftest import with_second_factor
from tests.factories import make_mailing, make_user
from tests.journeys.signing_in import give_session
from tests.journeys.world import make_world
from workshop.accounts.roles import roles_ensure
from workshop.mailings.enums import MailingState

pytestmark = pytest.mark.django_db(transaction=True)
BODY = (
    "Thank you for taking part in “{title}”. There are {ideas} ideas by now, {new_ideas} of them "
    "new to you.\n\n## Most discussed\n\n{most_discussed}\n\n[Read and vote]({link})\n\n"
    "> You can stop at any time and come back.\n\n1. Read\n2. Vote\n\nOr [stop]({unsubscribe})."
)
PAGE = "/w/spring/mailings/first-reminder/text/"


@pytest.fixture
def facilitator(visitor):
    workshop = make_world()
    make_mailing(
        workshop,
        "first-reminder",
        subject="{days_left} days left of {title}",
        preheader="Three ideas that people talk about",
        body=BODY,
        state=MailingState.DRAFT,
    )
    roles_ensure()
    user = make_user("chief@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="facilitator"))
    give_session(visitor, with_second_factor(user))
    return visitor


def framed(facilitator):
    return facilitator.page.frame_locator("iframe:visible").locator("body")


def test_what_is_typed_is_seen_as_it_will_be_read(facilitator):
    page = facilitator.page
    facilitator.open(PAGE)
    facilitator.look_at_all_widths("What it says")
    framed(facilitator).get_by_text("Two hours a month for everybody").wait_for()

    page.get_by_label("Subject", exact=True).fill("Come back to {title}")
    if not facilitator.scripts:
        facilitator.press("Light screen")
    framed(facilitator).get_by_role(
        "heading", level=1, name="Come back to Skills for everyone"
    ).wait_for()
    facilitator.press("Dark screen")
    framed(facilitator).get_by_text("Thank you for taking part").wait_for()
    facilitator.press("Text")
    framed(facilitator).get_by_text("Stop these messages: http").wait_for()

    facilitator.press("Save and send me a test")
    facilitator.look("What it says", axe=False)
    page.get_by_text("The test is on its way to your own address.").wait_for()
    assert [sent.subject for sent in mail.outbox] == ["[Test] Come back to Skills for everyone"]
    assert page.get_by_label("Subject", exact=True).input_value() == "Come back to {title}"
