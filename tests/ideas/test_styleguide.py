"""The page of all components: for those who build, with nothing of anybody on it."""

import re

import pytest

from ideas.styleguide.tokens import tokens, whole
from tests.factories import make_idea
from workshop.enums import Role


@pytest.fixture
def page(client, settings, db) -> str:
    settings.DEBUG = True
    return client.get("/styleguide/").content.decode()


def test_it_is_open_while_developing_and_asks_the_database_nothing(
    client, settings, django_assert_num_queries, db
):
    settings.DEBUG = True

    with django_assert_num_queries(0):
        assert client.get("/styleguide/").status_code == 200


@pytest.mark.parametrize(("role", "status"), [(Role.FACILITATOR, 200), (Role.OPERATOR, 403)])
def test_elsewhere_staff_who_see_workshops_may_open_it(staff_client, role, status):
    assert staff_client(role).get("/styleguide/").status_code == status


def test_elsewhere_nobody_else_may(client, participant_client):
    assert client.get("/styleguide/").status_code == 302
    assert participant_client.get("/styleguide/").status_code == 403


def test_its_rows_are_made_up(client, settings, group):
    settings.DEBUG = True
    make_idea(group, title="What a person wrote")

    assert "What a person wrote" not in client.get("/styleguide/").content.decode()


@pytest.mark.parametrize(
    "words",
    [
        *["You voted up", "You voted down", "You cannot vote on your own idea", "41 up, 3 down"],
        *["Conversation starter", "Your idea", "Needs more readers", "Read on"],
        *["You have voted on every idea here", "You have voted on 12 of 77 ideas here"],
        *["withdrew this comment", "hidden by a facilitator", "You (participant D)"],
        *["The workshop has closed", "was not posted", "There is a problem", "No ideas here yet"],
    ],
)
def test_every_state_is_on_it(page, words):
    assert words in page


def test_no_two_things_on_it_have_the_same_id(page):
    ids = re.findall(r'\sid="([^"]+)"', page)

    assert sorted(ids) == sorted(set(ids))


def test_a_colour_is_shown_with_its_contrast():
    found = {token.name: token for token in tokens()}

    # As the reference of the look gives them, on ground and paper.
    assert (found["ink"].light, found["ink"].on_light) == ("#1b2527", "14.4 / 15.7")
    assert found["ink-2"].on_light == "6.9 / 7.5"
    assert (found["accent"].dark, found["accent"].on_dark) == ("#86cdcd", "9.9 / 8.9")
    assert found["focus"].dark == "#ffeb3b"


def test_a_colour_of_three_digits_is_written_in_six():
    assert whole("#fff") == "#ffffff"
    assert whole("#1b2527") == "#1b2527"
