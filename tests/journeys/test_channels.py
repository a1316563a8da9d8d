"""Channels: a facilitator makes a pack ready, and people come by the partner's link."""

import pytest
from django.contrib.auth.models import Group

from tests.conftest import with_second_factor
from tests.factories import make_preregistration, make_user, make_workshop
from tests.journeys.signing_in import give_session
from tests.journeys.world import code_in_mail, make_world
from workshop.accounts.roles import roles_ensure
from workshop.models import Channel, Participant, Preregistration

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "nurse@example.org"
LONG_NAME = "Network of Clinical Information Officers in the North and the Midlands"
READY = "Restore the ready-made text of the short invitation"


def make_channels(workshop) -> None:
    """Two partners, one with a long name and a long key."""
    Channel.objects.create(workshop=workshop, key="carers", title="Carers Together")
    Channel.objects.create(workshop=workshop, key="k" * 50, title=LONG_NAME, position=1)


@pytest.fixture
def width() -> int:
    return 360


@pytest.fixture
def facilitator(visitor, width):
    """A facilitator at a screen of that width."""
    make_channels(make_world())
    roles_ensure()
    user = make_user("chief@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="facilitator"))
    give_session(visitor, with_second_factor(user))
    visitor.page.set_viewport_size({"width": width, "height": 740})
    return visitor


def test_facilitator_makes_a_pack_ready(facilitator):
    page = facilitator.page
    facilitator.open("/w/spring/channels/")
    facilitator.look_at_all_widths("Channels")
    facilitator.press("Open the pack of Carers Together", "link")
    facilitator.look_at_all_widths("Carers Together")

    page.get_by_label("Short invitation").fill("Come and help us")
    facilitator.press("Save the texts")
    page.get_by_text("Your text does not contain the link").wait_for()
    facilitator.look_at_all_widths("Carers Together")
    assert page.get_by_label("Short invitation").input_value() == "Come and help us"
    facilitator.press(READY)
    page.get_by_role("button", name=READY).wait_for(state="detached")
    assert facilitator.address in page.get_by_label("Short invitation").input_value()

    facilitator.press("Open the sheet to print", "link")
    facilitator.look_at_all_widths("Skills for everyone")
    facilitator.press("Pack of Carers Together", "link")
    facilitator.look_at_all_widths("Carers Together")


def test_copying_needs_scripts_and_says_what_it_did(facilitator):
    page, link = facilitator.page, f"{facilitator.address}/w/spring/from/carers/"
    facilitator.open("/w/spring/channels/carers/")
    assert page.get_by_label("The link").input_value() == link
    copy = page.get_by_role("button", name="Copy the link")
    if not facilitator.scripts:
        assert copy.count() == 0
        return
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    copy.click()

    page.get_by_role("status").get_by_text("Copied", exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == link
    facilitator.look()


@pytest.mark.parametrize("scripts", [True])
def test_copying_without_a_clipboard_leaves_the_text_selected(facilitator):
    page = facilitator.page
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined});")
    facilitator.open("/w/spring/channels/carers/")

    page.get_by_role("button", name="Copy the short invitation").click()

    page.get_by_role("status").get_by_text("The text is selected.").wait_for()
    selected = page.evaluate("getSelection().toString()")
    assert selected == page.get_by_label("Short invitation").input_value()


@pytest.mark.parametrize("scripts", [True])
def test_the_sheet_fills_one_side_of_paper_however_long_the_words(facilitator):
    workshop = Channel.objects.first().workshop
    workshop.title, workshop.strapline = "Learning together " * 11, "What would help you? " * 14
    workshop.save()
    facilitator.open(f"/w/spring/channels/{'k' * 50}/sheet/")
    facilitator.look()
    page = facilitator.page

    paper = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print")

    assert paper.count(b"/Type /Page\n") == 1
    assert b"/MediaBox [0 0 594.95" in paper or b"/MediaBox [0 0 595" in paper
    assert not page.get_by_role("navigation").first.is_visible()
    assert not page.get_by_role("contentinfo").is_visible()
    assert page.get_by_alt_text("QR code of the link below").bounding_box()["height"] > 200


def sign_in(visitor, heading: str) -> None:
    visitor.look(heading)
    visitor.page.get_by_label("E-mail address").fill(ADDRESS)
    visitor.press("Send me a code")
    visitor.look("Type your code")
    visitor.page.get_by_label("Code").fill(code_in_mail(ADDRESS))
    visitor.press("Continue")


def test_a_visitor_joins_by_a_partners_link_typed_in_capitals(visitor):
    make_channels(make_world())
    visitor.open("/w/spring/from/CARERS")
    visitor.look("Skills for everyone")
    visitor.press("Join the workshop", "link")
    sign_in(visitor, "Join or sign in")
    visitor.look("What is your role?")

    assert Participant.objects.get(user__email=ADDRESS).channel.key == "carers"


def test_a_visitor_pre_registers_by_a_partners_link(visitor):
    make_channels(make_workshop("spring", opens_in_days=3))
    visitor.open("/w/spring/from/carers/")
    visitor.press("Pre-register", "link")
    sign_in(visitor, "Pre-register")
    visitor.look()

    assert Preregistration.objects.get(email=ADDRESS).channel.key == "carers"


@pytest.mark.parametrize("scripts", [True])
def test_the_list_tells_who_waits_and_warns_of_a_draft(facilitator):
    workshop = Channel.objects.first().workshop
    make_preregistration(workshop)
    facilitator.open("/w/spring/channels/")

    facilitator.page.get_by_text("no invitation goes to them").wait_for()
    facilitator.look("Channels")
