"""Reading, voting, writing and replying in a browser, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from ideas.models import Comment, Vote
from ideas.services import comment_add
from tests.factories import make_group, make_idea, make_participant, make_workshop

LONG = "x" * 5000


@pytest.fixture
def scene(transactional_db):
    """A workshop with a wide word in it, an idea of another person, and a comment."""
    workshop = make_workshop("spring")
    group = make_group(workshop, "at-work")
    make_group(workshop, "other", title="Other ideas", kind="open", position=9)
    author = make_participant(workshop)
    make_idea(group, author, title="W" * 120, body=LONG)
    make_idea(group, title="What would make training worth your time?", seed=True)
    idea = make_idea(group, author, title="A person to ask, not a helpline")
    comment_add(author=author, idea=idea, body=LONG)
    return workshop, idea


@pytest.fixture
def reader(visitor, client, scene):
    """A participant at the browser, signed in."""
    client.force_login(make_participant(scene[0]).user)
    cookie = client.cookies["sessionid"].value
    visitor.page.context.add_cookies(
        [{"name": "sessionid", "value": cookie, "url": visitor.address}]
    )
    return visitor


def test_reading_fits_a_phone(reader, scene):
    reader.open("/w/spring/groups/")
    reader.look("Breakout groups")
    reader.press("Start with this question", "link")
    reader.look("How can everybody find time to learn?")
    reader.press("A person to ask, not a helpline", "link")
    reader.look("A person to ask, not a helpline")
    reader.page.set_viewport_size({"width": 320, "height": 640})
    reader.look()


def test_a_vote_changes_the_control_and_keeps_the_focus(reader, scene):
    _, idea = scene
    reader.open("/w/spring/groups/at-work/")
    control = reader.page.locator(f"#vote-idea-{idea.public_id}")
    button = control.get_by_role("button", name="Up")

    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(control).to_contain_text("You voted up.")
    if reader.scripts:
        expect(button).to_be_focused()
        expect(reader.page.locator("#ws-live")).to_have_text("You voted up. Net votes +1.")
    else:
        assert reader.page.url.endswith(f"/w/spring/groups/at-work/#idea-{idea.public_id}")
    reader.look()
    assert [(vote.idea, vote.value) for vote in Vote.objects.all()] == [(idea, 1)]

    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(control).not_to_contain_text("You voted up")
    assert not Vote.objects.exists()
    reader.look()


def test_a_comment_and_a_reply_are_posted(reader, scene):
    _, idea = scene
    reader.open(f"/w/spring/ideas/{idea.public_id}/")
    reader.page.get_by_label("Add a comment").fill("We tried that in 2019.")
    reader.press("Post comment")
    new = reader.page.get_by_text("We tried that in 2019.")
    expect(new).to_be_visible()
    if reader.scripts:
        expect(reader.page.locator("li:focus")).to_contain_text("We tried that in 2019.")
        expect(reader.page.get_by_label("Add a comment")).to_have_value("")
        expect(reader.page.locator("#ws-live")).to_have_text("Your comment is posted.")

    reader.press("Reply to The author", "link")
    if reader.scripts:
        expect(reader.page.get_by_label("Your reply to the author")).to_be_focused()
    reader.page.get_by_label("Your reply to the author").fill("Did it last?")
    reader.press("Post reply")
    expect(reader.page.get_by_text("Did it last?")).to_be_visible()
    expect(reader.page.get_by_role("heading", name="3 comments")).to_be_visible()
    assert Comment.objects.get(body="Did it last?").parent.body == LONG
    reader.look()


@pytest.mark.parametrize("scripts", [True], indirect=True)
def test_news_come_on_a_quiet_line_and_nothing_moves(reader, scene):
    workshop, idea = scene
    reader.page.clock.install()
    reader.open(f"/w/spring/ideas/{idea.public_id}/")
    line = reader.page.locator("#news")
    expect(line).to_be_empty()
    before = reader.page.locator(".ws-comments").bounding_box()

    comment_add(author=make_participant(workshop), idea=idea, body="It is only an hour.")
    reader.page.clock.fast_forward(31_000)
    expect(line).to_contain_text("1 new comment")
    assert reader.page.locator(".ws-comments").bounding_box() == before
    expect(reader.page.get_by_text("It is only an hour.")).to_have_count(0)
    reader.look()

    reader.press("Show it", "link")
    expect(reader.page.locator("li:focus")).to_contain_text("New")
    expect(reader.page.locator("li:focus")).to_contain_text("It is only an hour.")
    expect(line).to_be_empty()
    report = reader.page.get_by_role("link", name="Report this idea")
    place = "link => [link.offsetLeft, link.offsetTop]"
    before = report.evaluate(place)
    reader.press("Follow this conversation")
    expect(reader.page.locator("#follow-button")).to_be_focused()
    expect(reader.page.locator("#follow")).to_contain_text("You follow this.")
    assert report.evaluate(place) == before
    reader.look()


def test_an_empty_comment_is_refused_beside_the_field(reader, scene):
    _, idea = scene
    reader.open(f"/w/spring/ideas/{idea.public_id}/")
    reader.press("Post comment")

    summary = reader.page.locator("[data-error-summary]")
    expect(summary).to_contain_text("Write a comment.")
    if reader.scripts:
        expect(summary).to_be_focused()
    reader.look()
