"""Writing what somebody has written before: the like idea shows, a vote for it keeps the draft."""

import pytest
from playwright.sync_api import expect

from ideas.models import Vote
from tests.factories import make_group, make_idea, make_participant, make_workshop
from tests.ideas.helpers import group_url


@pytest.mark.parametrize("scripts", [True])
def test_a_like_idea_comes_beneath_what_is_typed_and_takes_a_vote(
    visitor, client, transactional_db
):
    group = make_group(make_workshop("spring"), "at-work")
    author = make_participant(group.workshop)
    title = "A single password for all systems"
    idea = make_idea(group, author, title=title, body="Eleven passwords before my first patient.")
    client.force_login(make_participant(group.workshop).user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    visitor.page.context.add_cookies([session | {"url": visitor.address}])
    visitor.open(group_url("new", group))
    field = visitor.page.get_by_label("Title")

    place = field.bounding_box()
    field.press_sequentially("One password for all our systems")
    expect(visitor.page.locator("#similar")).to_contain_text(title)
    assert field.bounding_box() == place
    expect(field).to_be_focused()
    expect(visitor.page.get_by_role("link", name="1 similar idea, see below")).to_be_visible()
    expect(visitor.page.locator("#ws-live")).to_have_text("1 similar idea")
    visitor.look("Add your idea")
    visitor.page.get_by_role("button", name="Vote for this one instead").click()

    visitor.look(title)
    assert Vote.objects.get().idea == idea
    visitor.open(group_url("new", group))
    expect(field).to_have_value("One password for all our systems")
