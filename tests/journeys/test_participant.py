"""A participant: from the front page to an idea and a comment, on a phone."""

import pytest

from ideas.models import Comment, Idea
from tests.factories import make_participant, make_user
from tests.journeys.signing_in import sign_in_as
from tests.journeys.world import code_in_mail, make_world
from workshop.models import Participant

ADDRESS = "nurse@example.org"


def sign_in(visitor) -> None:
    """Ask for a code, and type it as the mail shows it."""
    visitor.look("Join or sign in")
    visitor.page.get_by_label("E-mail address").fill(ADDRESS)
    visitor.press("Send me a code")
    visitor.look("Type your code")
    visitor.page.get_by_label("Code").fill(code_in_mail(ADDRESS))
    visitor.press("Continue")


def answer_the_gateway(visitor) -> None:
    """Answer four questions; leave the first blank once to see what happens."""
    visitor.look("What is your role?")
    visitor.press("Continue")
    visitor.page.get_by_role("alert").wait_for()
    visitor.look("What is your role?")
    visitor.page.get_by_label("Nurse").check()
    visitor.press("Continue")
    visitor.look("Which of these do you use at work?")
    visitor.page.get_by_label("A phone").check()
    visitor.page.get_by_label("A tablet").check()
    visitor.press("Continue")
    visitor.page.get_by_label("Fairly").check()
    visitor.press("Continue")
    visitor.look("What would you learn first?")
    visitor.page.get_by_role("textbox").fill("Spreadsheets")
    visitor.press("Continue")
    visitor.look("Check your answers")
    visitor.press("Go to the groups")


@pytest.mark.django_db(transaction=True)
def test_participant_joins_and_is_sent_back_to_where_they_wanted_to_go(visitor):
    make_world()
    visitor.open("/")
    visitor.look()
    visitor.press("Join the workshop", "link")
    visitor.look("Join or sign in")

    visitor.open("/w/spring/groups/at-work/")
    sign_in(visitor)
    answer_the_gateway(visitor)

    visitor.page.wait_for_url("**/w/spring/groups/at-work/")
    visitor.look()
    assert Participant.objects.get(user__email=ADDRESS).has_joined


@pytest.fixture
def inside(visitor):
    """A participant who has joined, in the hall."""
    person = make_participant(make_world(), make_user(ADDRESS))
    sign_in_as(visitor, person.user)
    visitor.open("/w/spring/groups/")
    visitor.look("Breakout groups")
    return visitor


@pytest.mark.django_db(transaction=True)
def test_participant_posts_edits_and_withdraws_an_idea(inside):
    inside.page.locator("#group-at-work").get_by_role("link").first.click()
    inside.press("Add your idea", "link")
    inside.look("Add your idea")
    inside.page.get_by_label("Title").fill("Short")
    inside.page.get_by_label("Your idea").fill("A quiet room with a computer.")
    inside.press("Post idea")
    inside.page.get_by_role("alert").wait_for()
    assert inside.page.get_by_label("Your idea").input_value() == "A quiet room with a computer."
    inside.look("Add your idea")
    inside.page.get_by_label("Title").fill("A quiet room for learning")
    inside.press("Post idea")
    inside.look("A quiet room for learning")

    inside.page.get_by_role("link", name="Edit").first.click()
    inside.look("Change your idea")
    inside.page.get_by_label("Title").fill("A quiet room on every floor")
    inside.press("Save")
    inside.look("A quiet room on every floor")

    inside.page.get_by_role("link", name="Withdraw").first.click()
    inside.look("Withdraw your idea?")
    inside.press("Withdraw this idea")
    inside.look("An idea that was withdrawn")
    idea = Idea.objects.get(title="A quiet room on every floor")
    assert (idea.state, idea.body) == ("withdrawn", "A quiet room with a computer.")


@pytest.mark.django_db(transaction=True)
def test_participant_comments_and_replies(inside):
    inside.page.locator("#group-at-work").get_by_role("link").first.click()
    inside.page.get_by_role("link", name="Two hours a month for everybody", exact=True).click()
    inside.look("Two hours a month for everybody")
    inside.page.locator("#write").get_by_role("textbox").fill("Ours is on a Tuesday.")
    inside.press("Post comment")
    inside.page.locator("#comment-list").get_by_text("Ours is on a Tuesday.").wait_for()
    inside.look()

    inside.page.locator("#comment-list").get_by_role("link", name="Reply to Participant B").click()
    reply = inside.page.get_by_role("button", name="Post reply")
    reply.wait_for()
    form = inside.page.locator("form", has=reply)
    form.get_by_role("textbox").fill("Which ward was that?")
    inside.look()
    reply.click()
    inside.page.locator("#comment-list").get_by_text("Which ward was that?").wait_for()

    assert Comment.objects.get(body="Which ward was that?").parent.handle == 2
    assert "You (participant C)" in inside.page.locator("#comment-list").inner_text()
    inside.press("Sign out")
    inside.page.get_by_role("link", name="Sign in", exact=True).wait_for()
    inside.look()
