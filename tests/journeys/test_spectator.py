"""A spectator: reads everything, writes nothing, and leaves the mailings with one press."""

import pytest

from ideas.models import Idea, Showing
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

    assert person in Participant.objects.spectators()


@pytest.mark.tells
@pytest.mark.django_db(transaction=True)
def test_what_a_spectator_has_seen_counts_as_shown_once(visitor):
    person = make_participant(make_world())
    sign_in_as(visitor, person.user)
    visitor.page.set_viewport_size({"width": 1440, "height": 2000})

    for _ in range(2):
        visitor.open("/w/spring/groups/at-work/")
        visitor.page.wait_for_timeout(1500 if visitor.scripts else 0)
        visitor.open("/w/spring/groups/")
        visitor.look("Breakout groups", axe=False)

    # What is told as a page is left arrives behind the next page.
    for _ in range(50):
        if Showing.objects.filter(participant=person).count() == 2:
            break
        visitor.page.wait_for_timeout(100)
    assert Showing.objects.filter(participant=person).count() == 2
    assert list(Idea.objects.values_list("showings", flat=True)) == [1, 1]


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
