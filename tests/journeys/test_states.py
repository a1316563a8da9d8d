"""Every state of the pages through axe, at 320 px (which is 1280 at 400 %), light and dark."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.enums import FlagReason
from ideas.models import Idea
from ideas.services import (
    comment_add,
    flag_raise,
    idea_edit,
    idea_hide,
    idea_submit,
    idea_withdraw,
)
from tests.factories import make_group, make_idea, make_participant
from tests.ideas.helpers import close
from tests.journeys.signing_in import sign_in_as
from tests.journeys.world import make_world
from workshop.enums import ScoresShown
from workshop.models import Participant, Workshop

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("scripts", [True], ids=["scripts"]),
]


@pytest.fixture
def person(visitor) -> Participant:
    """Somebody with ideas in every state, who was here yesterday; dark, and narrow."""
    workshop, now = make_world(), timezone.now()
    stamps = {"last_seen_at": now, "seen_before_at": now - timedelta(days=1), "uses_keys": True}
    person, group = make_participant(workshop, **stamps), workshop.groups.first()
    words = {"author": person, "group": group, "body": "Words of mine"}
    shown, hidden, gone = (idea_submit(title=f"An idea of mine {n}", **words) for n in range(3))
    idea_edit(participant=person, idea=shown, title=shown.title, body="Other words of mine")
    idea_hide(idea=hidden, reason="It named a colleague.")
    idea_withdraw(participant=person, idea=gone)
    other = make_participant(workshop)
    top = comment_add(author=other, idea=shown, body="A comment")
    comment_add(author=person, idea=shown, body="A reply", parent=top)
    flag_raise(reporter=person, item=top, reason=FlagReason.OTHER)
    make_group(workshop, "empty", title="Empty", prompt="Who is first?", position=5)
    sign_in_as(visitor, person.user)
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    return person


def look_at(visitor, *paths: str) -> None:
    for path in paths:
        visitor.open(path)
        visitor.look()


def posts(person: Participant) -> list[str]:
    return [f"/w/spring/ideas/{idea.public_id}/" for idea in person.ideas.order_by("pk")]


def test_what_is_hidden_withdrawn_empty_or_not_found_is_clear(visitor, person):
    visitor.page.emulate_media(color_scheme="dark")
    shown, hidden, gone = posts(person)
    remark = person.ideas.order_by("pk").first().comments.first().public_id
    groups = "/w/spring/groups/"
    look_at(visitor, shown, f"{shown}?sort=best", hidden, gone, f"{shown}history/")
    look_at(visitor, f"{groups}empty/", f"{groups}at-work/?show=commented", f"{groups}at-work/new/")
    look_at(visitor, f"/w/spring/comments/{remark}/report/", f"{shown}withdraw/")
    look_at(visitor, "/w/spring/search/", "/w/spring/search/?q=zebra", "/w/spring/search/?q=words")
    look_at(visitor, "/w/spring/mine/", "/w/spring/mine/ideas/", "/w/spring/mine/digest/")


@pytest.mark.parametrize("scores", [ScoresShown.AFTER_VOTE, ScoresShown.AFTER_CLOSE])
def test_a_score_that_waits_is_clear(visitor, person, scores):
    Workshop.objects.update(scores=scores)
    make_idea(Idea.objects.first().group, make_participant(person.workshop), up=7)

    look_at(visitor, "/w/spring/groups/at-work/", posts(person)[0])


def test_the_time_before_and_after_is_clear(visitor, person):
    close(person.workshop)
    look_at(visitor, "/w/spring/", "/w/spring/groups/", "/w/spring/groups/at-work/", *posts(person))
    look_at(visitor, "/w/spring/mine/", "/w/spring/groups/at-work/new/")
    soon = timezone.now() + timedelta(days=5)
    Workshop.objects.update(opens_at=soon, closes_at=soon + timedelta(days=21))

    look_at(visitor, "/w/spring/", "/w/spring/groups/")


def test_without_style_sheets_the_order_makes_sense(visitor, person):
    visitor.page.route("**/*.css*", lambda route: route.abort())
    visitor.open("/w/spring/groups/at-work/")
    words = visitor.page.locator("main").inner_text()

    order = ["All groups", "How can everybody find time", "Add your idea", "Sort by", "of mine 0"]
    assert sorted(order, key=words.index) == order
    item = visitor.page.locator(".ws-idea", has_text="Two hours a month").inner_text()
    assert item.index("Two hours") < item.index("1 comment") < item.index("Up")
    assert visitor.page.locator("body").inner_text().startswith("Skip to the content")
