"""The first minutes: an address left before the opening, a code, and a text that is not lost."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from ideas.models import Comment
from tests.factories import make_participant, make_user
from tests.journeys.signing_in import sign_in_as
from tests.journeys.world import code_in_mail, make_world
from workshop.models import Preregistration, Workshop

ADDRESS = "nurse@example.org"
TEXT = "What I wrote on a break."


def type_the_code(visitor) -> None:
    visitor.look_at_all_widths("Type your code")
    visitor.page.get_by_label("Code").fill(code_in_mail(ADDRESS))
    visitor.press("Continue")


@pytest.mark.django_db(transaction=True)
def test_visitor_leaves_an_address_and_confirms_it(visitor):
    make_world()
    now = timezone.now()
    Workshop.objects.update(opens_at=now + timedelta(days=3), closes_at=now + timedelta(days=24))
    visitor.open("/w/spring/")
    visitor.look_at_all_widths()
    visitor.press("Pre-register", "link")
    visitor.look_at_all_widths("Pre-register")

    visitor.page.get_by_label("E-mail address").fill("nurse at example.org")
    visitor.press("Send me a code")
    visitor.page.get_by_role("alert").wait_for()
    visitor.look_at_all_widths("Pre-register")
    visitor.page.get_by_label("E-mail address").fill(ADDRESS)
    visitor.press("Send me a code")
    type_the_code(visitor)

    visitor.look_at_all_widths("We have your address")
    assert Preregistration.objects.get().email == ADDRESS


@pytest.mark.django_db(transaction=True)
def test_a_code_can_be_asked_for_again_after_half_a_minute(visitor):
    make_world()
    visitor.open("/w/spring/join/")
    visitor.page.get_by_label("E-mail address").fill(ADDRESS)
    visitor.press("Send me a code")
    again = visitor.page.get_by_role("button", name="send a new code")

    if visitor.scripts:
        visitor.page.get_by_role("heading", name="Type your code").wait_for()
        assert not again.is_visible()
        return
    again.click()
    visitor.page.get_by_text("before you ask for another").wait_for()
    visitor.look("Type your code")


@pytest.mark.django_db(transaction=True)
def test_a_comment_sent_without_a_session_waits_for_its_writer(visitor):
    make_world()
    person = make_participant(Workshop.objects.get(), make_user(ADDRESS))
    sign_in_as(visitor, person.user)
    thread = Comment.objects.get().idea.get_absolute_url()
    visitor.open(thread)
    visitor.page.locator("#write").get_by_role("textbox").fill(TEXT)
    Session.objects.all().delete()

    visitor.press("Post comment")
    visitor.look("Join or sign in")
    visitor.page.get_by_label("E-mail address").fill(ADDRESS)
    visitor.press("Send me a code")
    type_the_code(visitor)

    visitor.page.wait_for_url(f"**{thread}")
    visitor.page.get_by_text("You had been signed out").wait_for()
    assert visitor.page.locator("#write").get_by_role("textbox").input_value() == TEXT
    visitor.look()
    assert not Comment.objects.filter(body=TEXT).exists()
