"""A score that a vote brings to light, and a person's own page."""

import pytest

from ideas.models import Idea
from tests.factories import make_participant
from tests.journeys.signing_in import sign_in_as
from tests.journeys.world import make_world
from workshop.enums import ScoresShown
from workshop.models import Workshop


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True], indirect=True)
def test_a_vote_shows_the_score_in_place_and_stands_on_ones_own_page(visitor):
    person = make_participant(make_world())
    Workshop.objects.update(scores=ScoresShown.AFTER_VOTE)
    Idea.objects.update(up=41, down=3)
    sign_in_as(visitor, person.user)
    visitor.open(f"/w/spring/ideas/{Idea.objects.get(seed=False).public_id}/")
    below, vote = visitor.page.locator("#comments-head"), visitor.page.locator(".ws-topic .ws-vote")
    before = below.bounding_box()
    assert "Shown once you vote" in vote.inner_text()

    vote.locator("[value=up]").click()
    vote.get_by_text("+39").wait_for()

    assert below.bounding_box() == before
    visitor.press("Your page", "link")
    visitor.look_at_all_widths("Your page")
    visitor.page.get_by_label("Keyboard shortcuts in lists").check()
    visitor.press("Keep this choice")
    visitor.page.get_by_text("Your choice is kept.").wait_for()
    person.refresh_from_db()
    assert person.uses_keys
