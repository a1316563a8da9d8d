"""A participant chooses what comes by mail, and leaves with one click in the mail program."""

import os
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_mailing, make_participant, make_user
from tests.journeys.signing_in import sign_in_as
from tests.journeys.world import make_world
from workshop.enums import EmailChoice
from workshop.mailings.enums import MailingKind, MailingState, SuppressionCause
from workshop.mailings.models import Delivery, StoppedKind, Suppression
from workshop.mailings.suppressions import suppression_hash
from workshop.mailings.tokens import stop_url

PICTURES = os.environ.get("PICTURES")


def picture(visitor, name: str) -> None:
    """Keep pictures of the page before us where somebody wants to look at them."""
    if not PICTURES:
        return
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme)
        for width in (360, 768, 1440):
            visitor.page.set_viewport_size({"width": width, "height": 900})
            scripts = "" if visitor.scripts else "-noscript"
            target = Path(PICTURES) / f"{name}-{width}-{scheme}{scripts}.png"
            visitor.page.screenshot(path=str(target), full_page=True)
    visitor.page.emulate_media(color_scheme="light")


def message(person, kind: str) -> Delivery:
    mailing = make_mailing(person.workshop, kind=kind, state=MailingState.DONE)
    return Delivery.objects.create(
        mailing=mailing, participant=person, address=person.user.email, state="sent"
    )


@pytest.mark.django_db(transaction=True)
def test_a_participant_chooses_what_comes_and_leaves_by_one_click(visitor):
    person = make_participant(make_world(), make_user("reader@example.org"))
    sign_in_as(visitor, person.user)
    visitor.open("/w/spring/mine/")
    visitor.press("Choose what we send you", "link")
    visitor.look_at_all_widths("What we send you")
    picture(visitor, "preferences")

    visitor.page.get_by_label("Reminders while it is open").uncheck()
    visitor.page.get_by_label("A summary each week").check()
    visitor.press("Keep these choices")
    visitor.page.get_by_text("Your choices are kept.").wait_for()
    visitor.look("What we send you")
    person.refresh_from_db()
    assert person.email_choice == EmailChoice.WEEKLY
    assert list(StoppedKind.objects.values_list("kind", flat=True)) == ["reminder"]

    row = message(person, MailingKind.DIGEST)
    one_click = {"List-Unsubscribe": "One-Click"}
    assert Client().post(f"/{stop_url(row).split('/', 3)[3]}", one_click).status_code == 200
    visitor.page.goto(stop_url(row))
    visitor.look_at_all_widths("You get no more summaries")
    picture(visitor, "no-summaries")
    visitor.press("Stop all messages")
    visitor.look_at_all_widths("You get no more messages")
    picture(visitor, "stopped")
    visitor.open("/w/spring/mail/")
    visitor.page.get_by_text("You have stopped all messages").wait_for()
    visitor.look("What we send you")
    visitor.press("Send me messages again")
    visitor.page.get_by_text("We send you messages about this workshop again.").wait_for()
    person.refresh_from_db()
    assert (person.email_choice, person.mailings_stopped_at) == (EmailChoice.NONE, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [False], ids=["no-scripts"])
def test_the_link_of_a_message_leads_to_the_choice(visitor):
    person = make_participant(make_world(), email_choice=EmailChoice.DAILY)
    visitor.page.goto(stop_url(message(person, MailingKind.DIGEST)))
    visitor.look_at_all_widths("Stop these summaries?")
    picture(visitor, "summary-link")

    visitor.page.goto(stop_url(message(person, MailingKind.REMINDER)))
    visitor.look_at_all_widths("Stop messages about this workshop?")
    picture(visitor, "link")
    visitor.page.get_by_label("Reminders while it is open").uncheck()
    visitor.press("Keep these choices")
    visitor.page.get_by_text("Your choices are kept.").wait_for()
    visitor.look()

    assert Delivery.objects.get(mailing__kind=MailingKind.REMINDER).stopped_here
    person.refresh_from_db()
    assert (person.email_choice, person.mailings_stopped_at) == (EmailChoice.DAILY, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True], ids=["scripts"])
def test_a_person_whose_messages_were_reported_may_have_them_again(visitor):
    person = make_participant(make_world())
    Suppression.objects.create(
        address_hash=suppression_hash(person.user.email_key),
        cause=SuppressionCause.COMPLAINT,
        noted_on=timezone.now().date(),
    )
    sign_in_as(visitor, person.user)
    visitor.open("/w/spring/mail/")
    visitor.look_at_all_widths("What we send you")
    visitor.press("Write to me again")
    visitor.look_at_all_widths("What we send you")
    picture(visitor, "complaint")
    visitor.page.get_by_label("I want messages from this site again").check()
    visitor.press("Write to me again")
    visitor.page.get_by_text("We write to your address again.").wait_for()

    assert not Suppression.objects.exists()
