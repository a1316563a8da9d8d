"""A text that is not posted yet: on another device, in two tabs, gone once it is posted."""

import pytest

from ideas.models import Idea, PostDraft
from tests.factories import make_participant
from tests.ideas.files import photo
from tests.journeys.signing_in import sign_in_as
from tests.journeys.world import make_world
from workshop.models import BreakoutGroup

NEW = "/w/spring/groups/at-work/new/"


@pytest.fixture
def writer(visitor):
    """Somebody at the form for an idea."""
    workshop = make_world()
    BreakoutGroup.objects.update(asks_evidence=True, tips="Say what would change.")
    sign_in_as(visitor, make_participant(workshop).user)
    visitor.open(NEW)
    return visitor


def save(visitor, page) -> None:
    """Wait for the script to save, or press the button."""
    if visitor.scripts:
        page.get_by_text("Draft saved.").wait_for()
    else:
        page.get_by_role("button", name="Save draft").click()


@pytest.mark.django_db(transaction=True)
def test_writer_keeps_a_draft_in_two_tabs_and_posts_it(writer):
    here = writer.page
    here.get_by_label("Title").fill("Two hours a month for everybody")
    here.get_by_label("Your idea").fill("In the rota.")
    save(writer, here)
    there = here.context.new_page()
    there.goto(writer.address + NEW)
    assert there.get_by_label("Your idea").input_value() == "In the rota."
    there.get_by_label("Your idea").fill("In the rota, from May.")
    save(writer, there)
    there.close()

    here.get_by_label("Your idea").fill("In every rota.")
    if not writer.scripts:
        here.get_by_role("button", name="Save draft").click()
    here.get_by_text("You have changed this draft in another tab").wait_for()
    writer.look_at_all_widths("Add your idea")
    writer.press("Use this text instead", "link")
    assert here.get_by_label("Your idea").input_value() == "In the rota, from May."
    picture = {"name": "ward.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    here.get_by_label("Picture or PDF").set_input_files(picture)
    writer.press("Preview")
    writer.look_at_all_widths("How your idea will look")
    writer.press("Post idea")

    writer.look("Two hours a month for everybody")
    assert Idea.objects.filter(body="In the rota, from May.").count() == 1
    writer.open(NEW)
    assert here.get_by_label("Your idea").input_value() == ""
    assert not PostDraft.objects.exists()
