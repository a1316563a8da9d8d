"""A spectator: reads everything, writes nothing, and leaves the mailings with one press."""

import pytest

from ideas.models import Showing
from tests.factories import make_participant, make_user
from tests.journeys.signing_in import sign_in_as
from tests.journeys.world import make_world
from workshop.mailings.tokens import stop_url
from workshop.models import Participant


@pytest.mark.django_db(transaction=True)
def test_spectator_reads_and_stays_a_spectator(visitor):
    workshop = make_world()
    person = make_participant(workshop, make_user("reader@example.org"))
    sign_in_as(visitor, person.user)

    visitor.open("/w/spring/groups/")
    visitor.look("Breakout groups")
    visitor.page.locator("#group-at-work").get_by_role("link").first.click()
    visitor.look()
    visitor.page.get_by_label("Sort by").select_option("top")
    if not visitor.scripts:
        visitor.press("Apply")
    visitor.page.wait_for_url("**sort=top**")
    visitor.look()
    visitor.page.get_by_role("link", name="Two hours a month for everybody", exact=True).click()
    visitor.look("Two hours a month for everybody")
    visitor.press("How we keep you anonymous", "link")
    visitor.look()

    assert Showing.objects.filter(participant=person).count() == (0 if visitor.scripts else 2)
    assert person in Participant.objects.spectators()


@pytest.mark.django_db(transaction=True)
def test_spectator_stops_the_mailings_without_signing_in(visitor):
    person = make_participant(make_world())

    visitor.page.goto(stop_url(person))
    visitor.look()
    person.refresh_from_db()
    assert person.mailings_stopped_at is None
    visitor.page.locator("main").get_by_role("button").first.click()
    visitor.look()

    person.refresh_from_db()
    assert person.mailings_stopped_at is not None
