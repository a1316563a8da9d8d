"""The front page and a workshop's landing page, by state and by person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_group, make_participant, make_user, make_workshop
from workshop.models import Channel

pytestmark = pytest.mark.django_db
UPCOMING, OPEN, CLOSED = {"opens_in_days": 3}, {"opens_in_days": -3}, {"opens_in_days": -30}


def button(client: Client, slug: str, query: str = "") -> tuple[str, str] | None:
    found = client.get(f"/w/{slug}/{query}").context["button"]
    return found and (found["words"], found["url"])


def test_home_shows_the_one_open_workshop(client):
    make_workshop("old", **CLOSED)
    make_workshop("now", **OPEN)

    assert client.get("/").url == "/w/now/"


def test_home_lists_open_ones_first_when_there_are_several(client):
    for slug, dates in [("old", CLOSED), ("next", UPCOMING), ("one", OPEN), ("two", OPEN)]:
        make_workshop(slug, title=f"Workshop {slug}", **dates)

    page = client.get("/").content.decode()

    places = [page.index(f"Workshop {slug}") for slug in ("one", "next", "old")]
    assert places == sorted(places)
    assert "Open until" in page
    assert "Opens " in page
    assert "Closed " in page


def test_home_without_any_workshop_says_so(client):
    assert "There is no workshop here yet" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("dates", "who", "expected"),
    [
        (UPCOMING, "stranger", ("Pre-register", "/w/spring/pre-register/")),
        (UPCOMING, "elsewhere", ("Pre-register", "/w/spring/pre-register/")),
        (UPCOMING, "unfinished", None),
        (UPCOMING, "joined", None),
        (OPEN, "stranger", ("Join the workshop", "/w/spring/join/")),
        (OPEN, "elsewhere", ("Join the workshop", "/w/spring/join/")),
        (OPEN, "unfinished", ("Continue to join", "/w/spring/questions/")),
        (OPEN, "joined", ("Go to the groups", "/w/spring/groups/")),
        (CLOSED, "stranger", ("Read what people said", "/w/spring/groups/")),
        (CLOSED, "elsewhere", None),
        (CLOSED, "unfinished", None),
        (CLOSED, "joined", ("Read what people said", "/w/spring/groups/")),
    ],
)
def test_the_landing_page_has_one_button_by_state(client, dates, who, expected):
    workshop, user = make_workshop("spring", **dates), make_user()
    if who == "unfinished":
        make_participant(workshop, user, joined_at=None)
    if who == "joined":
        make_participant(workshop, user)
    if who != "stranger":
        client.force_login(user)

    assert button(client, "spring") == expected
    assert client.get("/w/spring/").content.decode().count("nhsuk-button") == (1 if expected else 0)


@pytest.mark.parametrize(
    ("joined", "words"), [({}, "You have joined."), ({"joined_at": None}, "You are registered.")]
)
def test_who_is_in_before_the_opening_reads_when_it_opens(client, joined, words):
    participant = make_participant(make_workshop("spring", **UPCOMING), make_user(), **joined)
    client.force_login(participant.user)

    page = client.get("/w/spring/").content.decode()

    assert f"{words} It opens in 3 days" in page
    for gone in ("Leave your e-mail address", ">Groups<", ">Your page<"):
        assert gone not in page


def test_the_landing_page_says_what_people_need_to_know(client):
    workshop = make_workshop(
        "spring",
        purpose="We ask **why**.",
        organiser="The *partnership*.",
        next_steps="We read it all.",
        contact="ask@example.org",
    )
    prompt = "How can everybody find time? " * 30
    make_group(workshop, "time", title="Time", prompt=prompt)

    page = client.get("/w/spring/").content.decode()

    for words in ("<strong>why</strong>", "<em>partnership</em>", "We read it all", prompt):
        assert words.strip() in page
    assert "people read your words, never your name" in page
    assert "ask@example.org" in page


@pytest.mark.parametrize(
    ("zone", "opens", "closes"),
    [
        ("Europe/London", "Wednesday 22 November 2017", "Thursday 14 December 2017, 12:30am"),
        ("Asia/Tokyo", "Wednesday 22 November 2017", "Thursday 14 December 2017, 9:30am"),
        ("America/New_York", "Wednesday 22 November 2017", "Wednesday 13 December 2017, 7:30pm"),
    ],
)
def test_dates_stand_in_the_workshops_own_zone(client, zone, opens, closes):
    moments = {
        "opens_at": datetime(2017, 11, 22, 9, 0, tzinfo=UTC),
        "closes_at": datetime(2017, 12, 14, 0, 30, tzinfo=UTC),
    }
    make_workshop("old", timezone=zone, **moments)

    dates = client.get("/w/old/").context["dates"]

    assert (dates["opens"], dates["closes"]) == (opens, closes)


def test_a_close_at_midnight_is_the_end_of_the_day_before(client):
    midnight = datetime(2017, 12, 14, 0, 0, tzinfo=UTC)
    make_workshop("old", opens_at=midnight - timedelta(days=9), closes_at=midnight)

    closes = client.get("/w/old/").context["dates"]["closes"]

    assert closes == "the end of Wednesday 13 December 2017"


def test_a_partners_link_is_carried_to_the_form(client):
    workshop = make_workshop("spring", **UPCOMING)
    Channel.objects.create(workshop=workshop, key="carers", title="Carers Together")

    arrival = client.get("/w/spring/from/carers/").url

    assert arrival == "/w/spring/?channel=carers"
    assert button(client, "spring", "?channel=carers")[1].endswith("pre-register/?channel=carers")


@pytest.mark.parametrize("key", ["unknown", "UPPER", "a" * 60, "semi;colon"])
def test_a_partners_link_that_is_gone_still_leads_in(client, key):
    make_workshop("spring", **UPCOMING)

    assert client.get(f"/w/spring/from/{key}/").url == "/w/spring/"
    assert button(client, "spring", f"?channel={key}")[1] == "/w/spring/pre-register/"


def test_an_unknown_workshop_is_not_found(client):
    for path in ("", "join/", "join/code/", "pre-register/", "from/x/", "questions/", "look.css"):
        assert client.get(f"/w/nowhere/{path}").status_code == 404


def test_a_workshops_colour_has_its_own_stylesheet(client):
    make_workshop("spring", accent="#7a3e06")

    sheet = client.get("/w/spring/look.css")

    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "--ws-accent: #7a3e06;" in sheet.content.decode()
    assert '"/w/spring/look.css?v=7a3e06"' in client.get("/w/spring/").content.decode()


def test_the_landing_page_costs_the_same_for_many_groups(client, django_assert_num_queries):
    workshop = make_workshop("spring")
    for number in range(30):
        make_group(workshop, f"g{number}")

    with django_assert_num_queries(3):
        client.get("/w/spring/")
    client.force_login(make_participant(workshop).user)
    with django_assert_num_queries(6):
        client.get("/w/spring/")


def test_time_left_is_counted_in_days_of_the_zone(client):
    soon = timezone.now() + timedelta(days=12)
    make_workshop("spring", opens_at=soon - timedelta(days=20), closes_at=soon)

    assert client.get("/w/spring/").context["dates"]["left"] == "12 days"


def test_before_the_opening_the_way_to_it_is_said_in_words(client):
    make_workshop("spring", opens_in_days=5.01)

    page = client.get("/w/spring/").content.decode()

    assert '<h2 id="state">Opens in 5 days</h2>' in page
    assert "The groups are not open yet" not in page


@pytest.mark.parametrize("signed_in", [True, False])
def test_who_comes_too_early_is_told_why_they_are_here(client, signed_in):
    workshop = make_workshop("spring", **UPCOMING)
    make_group(workshop, prompt="How can everybody find time?")
    if signed_in:
        client.force_login(make_participant(workshop).user)

    page = client.get("/w/spring/groups/", follow=True).content.decode()

    assert "The groups are not open yet" in page
    assert "How can everybody find time?" in page


@pytest.mark.parametrize("who", ["stranger", "joined"])
def test_after_the_close_thanks_and_next_steps_come_before_the_questions(client, who):
    words = {"thanks": "We are **grateful**.", "next_steps": "We read it all."}
    workshop = make_workshop("spring", **CLOSED, **words)
    make_group(workshop, prompt="How can everybody find time?")
    if who == "joined":
        client.force_login(make_participant(workshop).user)

    page = client.get("/w/spring/").content.decode().partition("<main")[2]

    order = ["We are <strong>grateful</strong>.", "We read it all.", "How can everybody find"]
    assert [page.count(each) for each in order] == [1, 1, 1]
    assert sorted(order, key=page.index) == order
