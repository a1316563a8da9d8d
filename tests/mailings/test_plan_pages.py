"""The plan of a workshop's mailings, the page of each, and what is decided there."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from tests.factories import (
    make_mailing,
    make_participant,
    make_preregistration,
    make_workshop,
)
from tests.queries import counted_queries, query_budget
from workshop.mailings.models import ClockMark, Delivery, Mailing
from workshop.mailings.ready import READY
from workshop.mailings.services import ready_plan_make

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)
PLAN = "/w/spring/mailings/"
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def facilitator(staff_client):
    return staff_client("facilitator")


@pytest.fixture
def spring():
    return make_workshop("spring", opens_in_days=3)


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def read(client, path: str) -> str:
    """The words of a page, in one line."""
    html = client.get(path).content.decode()
    text = re.sub(r"<[^>]+>", " ", html.split("<main")[1].split("</main>")[0])
    return " ".join(text.replace("&#x27;", "'").split())


def decide(client, mailing: Mailing, decision: str, **extra):
    return client.post(f"{PLAN}{mailing.key}/decide/", {"decision": decision} | extra)


def state_of(mailing: Mailing) -> str:
    mailing.refresh_from_db()
    return mailing.state


def test_one_press_makes_the_ready_made_plan(spring, facilitator):
    assert "A plan from the dates" in read(facilitator, PLAN)

    answer = facilitator.post(PLAN)

    assert answer.url == PLAN
    assert said(answer)[0].startswith("6 mailings are planned.")
    assert set(Mailing.objects.values_list("key", flat=True)) == set(READY)
    words = read(facilitator, PLAN)
    assert "A plan from the dates" not in words
    places = [words.index(each) for each in (
        "The workshop opens", "1: Invitation", "2: First reminder", "3: Second reminder",
        "4: 48 hours to go", "The workshop closes", "5: Thank you", "6: Report published",
    )]  # fmt: skip
    assert places == sorted(places)


def test_a_second_press_changes_nothing_and_says_so(spring, facilitator):
    facilitator.post(PLAN)
    before = list(Mailing.objects.values())

    answer = facilitator.post(PLAN)

    assert said(answer)[-1] == "The ready-made plan is there already."
    assert list(Mailing.objects.values()) == before


def test_what_is_missing_of_the_plan_is_offered_and_made(spring, facilitator):
    facilitator.post(PLAN)
    Mailing.objects.filter(key="thanks").delete()
    assert "Missing from the ready-made plan" in read(facilitator, PLAN)

    answer = facilitator.post(PLAN)

    assert said(answer)[-1] == "1 mailing is planned."
    assert Mailing.objects.filter(key="thanks").exists()


def test_the_plan_shows_the_time_by_the_dates_before_any_tick(spring, facilitator):
    facilitator.post(PLAN)
    spring.closes_at = datetime(2031, 5, 6, 15, 0, tzinfo=LONDON)
    spring.save()

    assert "Thank you Tuesday 6 May 2031, 3pm" in read(facilitator, PLAN)
    assert "Tuesday 6 May 2031, 3pm" in read(facilitator, f"{PLAN}thanks/")


def test_the_plan_warns_of_an_invitation_that_is_off(spring, facilitator):
    make_preregistration(spring)
    values = {"kind": "invitation", "state": "draft", "send_at": spring.opens_at}
    make_mailing(spring, audience=["preregistered"], **values)

    assert "People have pre-registered, but the invitation is still a draft." in read(
        facilitator, PLAN
    )


def test_cancelled_mailings_stand_apart_and_summaries_only_while_they_go(spring, facilitator):
    make_mailing(spring, "gone", state="cancelled", subject="Gone for good")
    make_mailing(spring, "digest-2026-03-02", kind="digest", state="done")
    make_mailing(spring, "digest-2026-03-03", kind="digest", state="paused")

    words = read(facilitator, PLAN)

    assert "Cancelled: 1 Gone for good" in words
    assert ("digest-2026-03-02" in words, "digest-2026-03-03" in words) == (False, True)
    assert "Switch it on again" in read(facilitator, f"{PLAN}digest-2026-03-03/")


@pytest.mark.parametrize("count", [1, 12])
def test_the_plan_asks_the_same_for_any_number_of_mailings(spring, facilitator, count):
    make_preregistration(spring)
    for _ in range(count):
        make_mailing(spring, kind="invitation", state="draft", send_at=spring.opens_at)
    facilitator.get(PLAN)

    with query_budget(8):
        facilitator.get(PLAN)


def test_the_page_of_a_mailing_asks_the_same_for_any_number_of_messages(spring, facilitator):
    def asked(mailing) -> int:
        with counted_queries() as statements:
            facilitator.get(f"{PLAN}{mailing.key}/")
        return len(statements)

    few, many = (make_mailing(spring, state="done", started_at=NOW) for _ in range(2))
    for mailing, count in ((few, 1), (many, 30)):
        for number in range(count):
            Delivery.objects.create(mailing=mailing, address_key=str(number), state="sent")
    facilitator.get(PLAN)

    assert asked(few) == asked(many)


@pytest.mark.parametrize("role", ["analyst", "operator", "steering group"])
@pytest.mark.parametrize("page", ["", "new/", "news/", "news/when/"])
def test_other_staff_are_kept_out(spring, staff_client, role, page):
    make_mailing(spring, "news")

    assert staff_client(role).get(PLAN + page).status_code == 403


def test_what_is_not_there_is_not_found(spring, facilitator):
    other = make_workshop("autumn")
    make_mailing(other, "theirs", state="draft")

    for path in ("theirs/", "theirs/when/", "nothing/"):
        assert facilitator.get(PLAN + path).status_code == 404
    assert facilitator.get("/w/nowhere/mailings/").status_code == 404
    assert facilitator.post(f"{PLAN}theirs/decide/", {"decision": "cancel"}).status_code == 404


def test_a_draft_is_switched_on_and_off(spring, facilitator):
    make_participant(spring)
    mailing = make_mailing(spring, "own-1", state="draft", send_at=NOW + 5 * DAY)

    answer = decide(facilitator, mailing, "schedule")
    assert (answer.url, state_of(mailing)) == (f"{PLAN}own-1/", "scheduled")
    assert "is on: it goes out at its time." in said(answer)[0]

    answer = decide(facilitator, mailing, "switch-off", back="plan")
    assert (answer.url, state_of(mailing)) == (f"{PLAN}#own-1", "draft")


@pytest.mark.parametrize(
    ("state", "begun", "decision", "becomes"),
    [
        ("sending", True, "pause", "paused"),
        ("paused", True, "resume", "sending"),
        ("paused", False, "resume", "scheduled"),
        ("paused", False, "switch-off", "draft"),
        ("asked", False, "switch-off", "draft"),
        ("sending", True, "cancel", "cancelled"),
        ("draft", False, "cancel", "cancelled"),
    ],
)
def test_every_decision_is_on_the_page_and_does_as_it_says(
    spring, facilitator, state, begun, decision, becomes
):
    started = NOW if begun else None
    mailing = make_mailing(spring, state=state, started_at=started, send_at=NOW + 5 * DAY)
    page = facilitator.get(f"{PLAN}{mailing.key}/").content.decode()
    assert f'name="decision" value="{decision}"' in page

    decide(facilitator, mailing, decision)

    assert state_of(mailing) == becomes


def test_resending_is_offered_only_where_something_is_unknown(spring, facilitator):
    mailing = make_mailing(spring, state="done", started_at=NOW)
    offered = "Yes, resend to unknown"
    assert offered not in read(facilitator, f"{PLAN}{mailing.key}/")
    row = Delivery.objects.create(mailing=mailing, address_key="a", state="unknown")
    assert offered in read(facilitator, f"{PLAN}{mailing.key}/")

    decide(facilitator, mailing, "resend")

    row.refresh_from_db()
    assert (row.state, state_of(mailing)) == ("pending", "sending")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"audience": []}, "Choose whom this mailing goes to."),
        ({"body": "Come to {tilte}: {link}"}, "Did you mean {title}?"),
        ({"send_at": NOW - DAY}, "The time of this mailing has passed."),
        ({"subject": " "}, "Write a subject."),
    ],
)
def test_what_keeps_a_mailing_back_is_said_and_it_stays_off(spring, facilitator, changes, words):
    mailing = make_mailing(spring, **({"state": "draft", "send_at": NOW + 5 * DAY} | changes))

    page = read(facilitator, f"{PLAN}{mailing.key}/")
    answer = decide(facilitator, mailing, "schedule")

    assert words in page
    assert "Switch it on" not in page
    assert state_of(mailing) == "draft"
    assert "stays as it is." in said(answer)[0]


@pytest.mark.parametrize(("people", "is_said"), [(0, True), (1, False)])
def test_an_audience_of_nobody_is_said(spring, facilitator, people, is_said):
    for _ in range(people):
        make_participant(spring)
    mailing = make_mailing(spring, state="draft", send_at=NOW + 5 * DAY)

    page = read(facilitator, f"{PLAN}{mailing.key}/")

    assert ("Nobody is in its audience at this moment." in page) == is_said


def test_an_audience_that_turned_out_empty_is_said_afterwards(spring, facilitator):
    mailing = make_mailing(spring, state="done", started_at=NOW)

    assert "Nobody was in its audience when it was due" in read(
        facilitator, f"{PLAN}{mailing.key}/"
    )


@pytest.mark.parametrize("decision", ["", "nothing", "schedule; drop"])
def test_a_decision_that_there_is_not_is_refused(spring, facilitator, decision):
    mailing = make_mailing(spring, state="draft")

    assert decide(facilitator, mailing, decision).status_code == 400
    assert state_of(mailing) == "draft"
    assert facilitator.get(f"{PLAN}{mailing.key}/decide/").status_code == 405


def when_form(**changes) -> dict:
    return {"date": "2031-03-28", "time": "09:30", "rate": "5"} | changes


@pytest.fixture
def thanks(spring):
    ready_plan_make(workshop=spring, now=NOW)
    return Mailing.objects.get(key="thanks")


def test_a_mailing_is_moved(thanks, facilitator):
    page = facilitator.get(f"{PLAN}thanks/when/").content.decode()
    local = thanks.send_at.astimezone(LONDON)
    assert f'value="{local:%Y-%m-%d}"' in page
    assert f'value="{local:%H:%M}"' in page

    answer = facilitator.post(f"{PLAN}thanks/when/", when_form())

    thanks.refresh_from_db()
    assert (answer.url, said(answer)) == (f"{PLAN}thanks/", ["The time is saved."])
    assert (thanks.wall_time, thanks.rate, thanks.follows_dates) == ("2031-03-28T09:30", 5, False)


def test_a_doubled_hour_is_said_on_saving(thanks, facilitator):
    answer = facilitator.post(f"{PLAN}thanks/when/", when_form(date="2031-10-26", time="01:30"))

    assert "1:30am comes twice. This mailing goes out the first time" in said(answer)[1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"date": "2031-03-30", "time": "01:30"}, "1:30am does not exist on Sunday 30 March 2031"),
        ({"date": "2021-03-30"}, "The time of this mailing has passed."),
        ({"date": "31st of May"}, "Write the day as in 31/12/2026."),
        ({"date": ""}, "Choose a day."),
        ({"time": "half past"}, "Write the time as in 9:30 or 17:00."),
        ({"time": ""}, "Choose a time."),
        ({"rate": "0"}, "At least one message has to leave in a second."),
        ({"rate": "1001"}, "At most 1,000 messages can leave in a second."),
        ({"rate": "many"}, "as a whole number."),
        ({"date": "9999-12-31"}, "Choose a year between 2000 and 2099."),
    ],
)
def test_a_time_that_cannot_be_is_explained_and_what_was_typed_stays(
    thanks, facilitator, changes, words
):
    form = when_form(**changes)

    page = facilitator.post(f"{PLAN}thanks/when/", form).content.decode()

    assert words in page
    assert all(f'value="{value}"' in page for value in form.values() if value)
    before = thanks.send_at
    thanks.refresh_from_db()
    assert (thanks.send_at, thanks.follows_dates) == (before, True)


@pytest.mark.parametrize(("day", "time"), [("28/03/2031", "9.30"), ("28 March 2031", "9:30am")])
def test_days_and_times_may_be_typed_as_people_write_them(thanks, facilitator, day, time):
    facilitator.post(f"{PLAN}thanks/when/", when_form(date=day, time=time))

    thanks.refresh_from_db()
    assert thanks.wall_time == "2031-03-28T09:30"


def test_a_moved_mailing_follows_the_dates_again(thanks, facilitator):
    facilitator.post(f"{PLAN}thanks/when/", when_form())
    assert "Let it follow the dates again" in read(facilitator, f"{PLAN}thanks/when/")

    facilitator.post(f"{PLAN}thanks/when/", {"follow": "1"})

    thanks.refresh_from_db()
    assert thanks.follows_dates
    assert "Let it follow the dates again" not in read(facilitator, f"{PLAN}thanks/when/")


@pytest.mark.parametrize("form", [when_form(), {"follow": "1"}])
def test_a_mailing_that_is_being_sent_is_not_moved_and_the_way_is_said(thanks, facilitator, form):
    Mailing.objects.update(state="sending", started_at=NOW)

    page = facilitator.post(f"{PLAN}thanks/when/", form).content.decode()

    assert "It is being sent. Pause it" in page
    before = thanks.send_at
    thanks.refresh_from_db()
    assert thanks.send_at == before


def test_a_mailing_of_ones_own_is_made(spring, facilitator):
    form = {"kind": "other", "subject": "Questions and answers", "date": "2031-03-28"}

    answer = facilitator.post(f"{PLAN}new/", form | {"time": "09:30"})

    made = Mailing.objects.get()
    assert answer.url == f"{PLAN}{made.key}/"
    assert (made.state, made.subject, made.kind) == ("draft", "Questions and answers", "other")
    assert "Choose whom this mailing goes to." in read(facilitator, answer.url)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ""}, "Choose what the mailing is for."),
        ({"kind": "digest"}, "is not one of the available choices"),
        ({"subject": ""}, "Write a subject."),
        ({"subject": "x" * 201}, "Use at most 200 characters. You have 201."),
        ({"subject": "Hello\x07 there"}, "cannot be shown"),
        ({"subject": "Hello\r\nBcc: all@example.org"}, "cannot be shown"),
        ({"time": "01:30", "date": "2031-03-30"}, "1:30am does not exist"),
        ({"kind": "reminder"}, "The workshop has closed by then."),
    ],
)
def test_one_that_cannot_be_made_is_refused_beside_the_field(spring, facilitator, changes, words):
    form = {"kind": "other", "subject": "News", "date": "2031-03-28", "time": "09:30"} | changes

    page = facilitator.post(f"{PLAN}new/", form).content.decode()

    assert words in page
    assert not Mailing.objects.exists()


def test_staff_find_the_plan_from_every_page_of_the_workshop(spring, facilitator, staff_client):
    landing = "/w/spring/"

    assert f'href="{PLAN}"' in facilitator.get(landing).content.decode()
    assert f'href="{PLAN}"' not in staff_client("analyst").get(landing).content.decode()


@pytest.mark.parametrize(("hours", "is_said"), [(1, True), (25, False)])
def test_a_clock_that_jumped_is_told(spring, facilitator, hours, is_said):
    jumped_at = NOW - timedelta(hours=hours)
    ClockMark.objects.create(machine="one", wall=NOW, monotonic=1, jumped_at=jumped_at)

    assert ("A clock jumped" in read(facilitator, PLAN)) == is_said
