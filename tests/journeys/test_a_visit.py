"""A visit of a participant and of a spectator, on a phone, a tablet and a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Comment, Flag, Follow, Idea, PostDraft, Vote
from tests.factories import make_comment, make_idea, make_participant
from tests.journeys.conftest import PHONE, WIDTHS
from tests.journeys.signing_in import sign_in_as
from tests.journeys.world import make_world
from workshop.models import Participant

IDEA = "Two hours a month for everybody"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=WIDTHS)
def person(request, visitor) -> Participant:
    """A person who was here yesterday; the browser is theirs, as wide as asked."""
    now = timezone.now()
    stamps = {"last_seen_at": now - timedelta(days=1), "visits": 1}
    person = make_participant(make_world(), **stamps)
    visitor.page.set_viewport_size({"width": request.param, "height": PHONE["height"]})
    sign_in_as(visitor, person.user)
    return person


def enter_the_group(visitor) -> None:
    """From the hall to the list of the first group."""
    visitor.open("/w/spring/groups/")
    visitor.look("Breakout groups")
    visitor.page.locator("#group-at-work").get_by_role("link").first.click()
    visitor.look()


def choose(visitor, **choices: str) -> None:
    """Choose over the list; without scripts the button sends it."""
    for label, value in choices.items():
        visitor.page.get_by_label(label.replace("_", " "), exact=True).select_option(value)
        if not visitor.scripts:
            visitor.press("Apply")
        visitor.page.wait_for_url(f"**={value}**")


def test_a_participant_votes_comments_follows_and_leaves_an_idea(visitor, person):
    enter_the_group(visitor)
    item = visitor.page.locator(".ws-idea", has_text=IDEA)
    item.get_by_role("button", name="Up").click()
    item.get_by_text("You voted up").wait_for()
    visitor.page.get_by_role("link", name=IDEA, exact=True).click()
    visitor.look(IDEA)
    visitor.page.locator("#write").get_by_role("textbox").fill("Ours is on a Tuesday.")
    visitor.press("Post comment")
    visitor.page.locator("#comment-list").get_by_text("Ours is on a Tuesday.").wait_for()
    visitor.look()
    visitor.press("All ideas in this group", "link")
    visitor.press("Add your idea", "link")
    visitor.look("Add your idea")
    visitor.page.get_by_label("Title").fill("A quiet room for learning")
    visitor.page.get_by_label("Your idea").fill("A quiet room with a computer.")
    visitor.press("Preview")
    visitor.page.get_by_text("A quiet room with a computer.").first.wait_for()
    visitor.look()
    assert PostDraft.objects.get().body == "A quiet room with a computer."
    visitor.press("Post idea")
    visitor.look("A quiet room for learning")
    visitor.open("/w/spring/mine/")
    visitor.look("Your page")

    # Among what they wrote, and among the conversations they follow.
    assert visitor.page.get_by_role("link", name="A quiet room for learning").count() == 2
    assert Vote.objects.get().idea.title == Comment.objects.last().idea.title == IDEA
    assert Follow.objects.filter(participant=person).count() == 2
    assert not PostDraft.objects.exists()


def test_a_spectator_reads_what_is_new_searches_and_reports(visitor, person):
    author = make_participant(person.workshop)
    group = Idea.objects.first().group
    make_idea(group, author, title="A person to ask on every ward", body="Not a helpline.")
    make_comment(Idea.objects.get(title=IDEA), author, handle=3, body="Ours names a person.")
    enter_the_group(visitor)
    visitor.page.locator(".ws-idea", has_text="A person to ask").get_by_text("New").wait_for()
    choose(visitor, Filter="new", Sort_by="newest")
    visitor.look()
    visitor.page.get_by_role("searchbox").first.fill("helpline")
    visitor.page.keyboard.press("Enter")
    visitor.page.get_by_role("link", name="A person to ask on every ward").first.wait_for()
    visitor.look()
    visitor.open(f"/w/spring/ideas/{Idea.objects.get(title=IDEA).public_id}/")
    remark = visitor.page.locator("#comment-list li", has_text="Ours names a person.")
    remark.get_by_text("New", exact=True).wait_for()
    visitor.look(IDEA)
    remark.get_by_role("link", name="Report").click()
    visitor.look()
    visitor.page.get_by_role("radio").first.check()
    visitor.page.locator("main").get_by_role("button").first.click()
    visitor.page.get_by_role("heading", level=1).wait_for()
    visitor.look()

    assert Flag.objects.get().reporter == person
    assert person in Participant.objects.spectators()
