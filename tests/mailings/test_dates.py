"""When a mailing goes: by the wall time that a person chose, or by the workshop's dates."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.factories import make_mailing, make_participant, make_workshop
from tests.queries import counted_queries
from workshop.common.errors import DomainError
from workshop.mailings.models import Mailing
from workshop.mailings.ready import READY
from workshop.mailings.services import (
    mailing_build,
    mailing_follow_dates,
    mailing_for_edit,
    mailing_make,
    mailing_move,
    mailing_pause,
    mailing_resume,
    mailing_schedule,
    mailing_switch_off,
    mailings_tick,
    ready_plan_make,
    times_follow,
)

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
pytestmark = pytest.mark.django_db


@pytest.fixture
def spring():
    """A workshop that opened yesterday and closes in April, when the clocks have changed."""
    workshop = make_workshop("spring")
    workshop.opens_at, workshop.closes_at = NOW - DAY, datetime(2026, 4, 10, 16, 0, tzinfo=UTC)
    workshop.save()
    return workshop


@pytest.fixture
def autumn():
    workshop = make_workshop("autumn")
    workshop.opens_at, workshop.closes_at = NOW, datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    workshop.save()
    return workshop


def draft_of(workshop, **extra) -> Mailing:
    values = {"state": "draft", "send_at": NOW + 5 * DAY}
    return make_mailing(workshop, "own-1", **(values | extra))


def move(mailing, wall: str, rate: int = 10, now=NOW) -> str:
    return mailing_move(mailing=mailing, wall=datetime.fromisoformat(wall), rate=rate, now=now)


def kept(mailing) -> tuple:
    mailing.refresh_from_db()
    return mailing.wall_time, mailing.zone, mailing.send_at


@pytest.mark.parametrize(
    ("wall", "hour"), [("2026-03-28T09:00", 9), ("2026-03-29T02:00", 1), ("2026-03-30T09:00", 8)]
)
def test_the_time_on_the_wall_is_kept_and_the_moment_follows(spring, wall, hour):
    mailing = draft_of(spring)

    assert move(mailing, wall) == ""

    moment = datetime.fromisoformat(wall).replace(hour=hour, tzinfo=UTC)
    assert kept(mailing) == (wall, "Europe/London", moment)


def test_a_time_that_does_not_exist_is_refused_and_changes_nothing(spring):
    mailing = draft_of(spring)

    with pytest.raises(DomainError, match="1:30am does not exist on Sunday 29 March 2026"):
        move(mailing, "2026-03-29T01:30", rate=3)

    assert kept(mailing) == ("", "", NOW + 5 * DAY)
    assert mailing.rate == 1000


def test_of_a_time_that_comes_twice_the_first_is_taken_and_said(autumn):
    mailing = draft_of(autumn)

    remark = move(mailing, "2026-10-25T01:30")

    assert "comes twice" in remark
    assert kept(mailing)[2] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "wall", "words"),
    [
        ("reminder", "2026-03-02T09:59", "has passed"),
        ("reminder", "2026-04-10T17:00", "has closed by then"),
        ("invitation", "2026-03-02T11:00", "has not opened by then"),
        ("thanks", "2126-04-10T17:00", "Choose a year"),
    ],
)
def test_a_time_that_does_not_fit_is_refused(spring, kind, wall, words):
    spring.opens_at = NOW + DAY
    spring.save()
    mailing = draft_of(spring, kind=kind)

    with pytest.raises(DomainError, match=words):
        move(mailing, wall)


def test_another_zone_moves_the_moment_and_keeps_the_hour(spring):
    mailing = draft_of(spring)
    move(mailing, "2026-03-20T09:00")
    spring.timezone = "America/New_York"
    spring.save()

    mailings_tick(now=NOW)

    assert kept(mailing) == (
        "2026-03-20T09:00", "America/New_York", datetime(2026, 3, 20, 13, 0, tzinfo=UTC)
    )  # fmt: skip


def test_a_moment_without_a_wall_time_stays_where_it_is_in_another_zone(spring):
    mailing = draft_of(spring)
    spring.timezone = "America/New_York"
    spring.save()

    times_follow()

    assert kept(mailing) == ("", "", NOW + 5 * DAY)


def test_an_hour_that_the_new_zone_leaves_out_asks_a_person(spring):
    mailing = draft_of(spring)
    move(mailing, "2026-03-29T02:30")
    mailing_schedule(mailing=mailing, now=NOW)
    spring.timezone = "Europe/Berlin"
    spring.save()

    for _ in range(2):
        times_follow()

    assert kept(mailing) == ("", "Europe/Berlin", datetime(2026, 3, 29, 1, 30, tzinfo=UTC))
    assert (mailing.state, "does not exist" in mailing.reason) == ("paused", True)


def test_the_ready_made_plan_follows_the_dates_until_somebody_moves_it(spring):
    ready_plan_make(workshop=spring, now=NOW)
    moved = Mailing.objects.get(key="reminder-2")
    move(moved, "2026-03-20T09:00")
    spring.closes_at += 7 * DAY
    spring.save()

    times_follow()

    times = dict(Mailing.objects.values_list("key", "send_at"))
    expected = {key: ready.when(spring) for key, ready in READY.items() if key != "invitation"}
    assert times == expected | {"reminder-2": datetime(2026, 3, 20, 9, 0, tzinfo=UTC)}
    assert times["thanks"] == spring.closes_at


def test_a_save_that_moves_nothing_still_follows_the_dates(spring):
    ready_plan_make(workshop=spring, now=NOW)
    thanks = Mailing.objects.get(key="thanks")

    move(thanks, thanks.wall_time, rate=3)

    thanks.refresh_from_db()
    assert (thanks.follows_dates, thanks.rate) == (True, 3)


def test_a_moved_mailing_may_follow_the_dates_again(spring):
    ready_plan_make(workshop=spring, now=NOW)
    thanks = Mailing.objects.get(key="thanks")
    move(thanks, "2026-04-20T09:00")

    mailing_follow_dates(mailing=thanks)

    thanks.refresh_from_db()
    assert (thanks.follows_dates, thanks.send_at) == (True, spring.closes_at)


def test_a_mailing_of_ones_own_has_no_dates_to_follow(spring):
    with pytest.raises(DomainError, match="Choose a time"):
        mailing_follow_dates(mailing=draft_of(spring))


def test_what_has_begun_stays_where_it_was(spring):
    ready_plan_make(workshop=spring, now=NOW)
    reminder = Mailing.objects.get(key="reminder-1")
    mailing_schedule(mailing=reminder, now=NOW)
    mailing_build(mailing=reminder, now=reminder.send_at)
    mailing_pause(mailing=reminder)
    spring.closes_at += 7 * DAY
    spring.save()

    times_follow()

    before = reminder.send_at
    reminder.refresh_from_db()
    assert reminder.send_at == before


def test_one_paused_before_it_began_and_resumed_late_goes_then(spring):
    ready_plan_make(workshop=spring, now=NOW)
    reminder = Mailing.objects.get(key="reminder-1")
    mailing_schedule(mailing=reminder, now=NOW)
    mailing_pause(mailing=reminder)
    late = reminder.send_at + DAY

    mailing_resume(mailing=reminder, now=late)
    times_follow()

    reminder.refresh_from_db()
    assert (reminder.state, reminder.send_at, reminder.follows_dates) == ("scheduled", late, False)


def test_following_costs_the_same_for_any_number_of_workshops(spring):
    def statements() -> int:
        with counted_queries() as asked:
            times_follow()
        return len(asked)

    ready_plan_make(workshop=spring, now=NOW)
    assert statements() == 1
    for _ in range(3):
        ready_plan_make(workshop=make_workshop(opens_in_days=1), now=timezone.now())
    assert statements() == 1


def test_ten_presses_make_one_plan(spring):
    made = ready_plan_make(workshop=spring, now=NOW)
    with pytest.raises(DomainError, match="is there already"):
        ready_plan_make(workshop=spring, now=NOW)

    # The opening is over, so nobody is invited to it any more.
    assert [ready.key for ready in made] == list(READY)[1:]
    assert Mailing.objects.count() == 5
    assert set(Mailing.objects.values_list("state", "follows_dates")) == {("draft", True)}


@pytest.mark.parametrize(("approves", "state"), [(False, "scheduled"), (True, "draft")])
def test_the_invitation_that_was_promised_is_on_unless_a_second_person_approves(approves, state):
    workshop = make_workshop(opens_in_days=3, approves_mailings=approves)

    ready_plan_make(workshop=workshop, now=timezone.now())

    assert Mailing.objects.get(key="invitation").state == state
    assert Mailing.objects.exclude(key="invitation").filter(state="draft").count() == 5


def test_an_invitation_of_another_name_counts_as_the_invitation():
    workshop = make_workshop(opens_in_days=3)
    make_mailing(workshop, "come", kind="invitation", state="draft")

    made = ready_plan_make(workshop=workshop, now=timezone.now())

    assert "invitation" not in {ready.key for ready in made}


def test_a_mailing_of_ones_own_begins_as_an_empty_draft(spring):
    wall = datetime(2026, 3, 20, 9, 0)
    made = [
        mailing_make(workshop=spring, kind="other", subject="News", wall=wall, now=NOW)[0]
        for _ in range(2)
    ]

    assert [row.key for row in made] == ["own-1", "own-2"]
    assert (made[0].state, made[0].audience, made[0].follows_dates) == ("draft", [], False)
    assert kept(made[0])[:2] == ("2026-03-20T09:00", "Europe/London")


def test_nobody_makes_a_summary_by_hand(spring):
    with pytest.raises(DomainError, match="what the mailing is for"):
        mailing_make(
            workshop=spring, kind="digest", subject="x", wall=datetime(2026, 3, 20), now=NOW
        )


@pytest.mark.parametrize(
    ("state", "begun", "words"),
    [
        ("asked", False, "Take it back"),
        ("scheduled", False, "Switch it off first"),
        ("building", True, "Pause it"),
        ("sending", True, "Pause it"),
        ("paused", True, "Resume it, or cancel it"),
        ("done", True, "has been sent"),
        ("cancelled", False, "was cancelled"),
    ],
)
def test_what_cannot_be_changed_says_how_it_could(spring, state, begun, words):
    mailing = draft_of(spring, state=state, started_at=NOW if begun else None)

    for change in (
        lambda: move(mailing, "2026-03-20T09:00"),
        lambda: mailing_follow_dates(mailing=mailing),
    ):
        with pytest.raises(DomainError, match=words):
            change()

    assert kept(mailing)[2] == NOW + 5 * DAY


def test_a_change_ends_an_approval(spring, django_user_model):
    asker, second = (django_user_model.objects.create(email=f"{n}@example.org") for n in "ab")
    spring.approves_mailings = True
    spring.save()
    mailing = draft_of(spring, state="paused", asked_by=asker, approved_by=second)

    move(mailing, "2026-03-20T09:00")

    mailing.refresh_from_db()
    assert (mailing.asked_by, mailing.approved_by) == (None, None)
    with pytest.raises(DomainError, match="has not approved it as it stands"):
        mailing_resume(mailing=mailing, now=NOW)


def test_switching_off_ends_an_approval(spring, django_user_model):
    asker, second = (django_user_model.objects.create(email=f"{n}@example.org") for n in "ab")
    mailing = draft_of(spring, state="scheduled", asked_by=asker, approved_by=second)

    mailing_switch_off(mailing=mailing)

    mailing.refresh_from_db()
    assert (mailing.state, mailing.asked_by, mailing.approved_by) == ("draft", None, None)
    mailing_for_edit(mailing)


def test_where_a_second_person_approves_nobody_switches_on_alone(spring):
    spring.approves_mailings = True
    spring.save()

    with pytest.raises(DomainError, match="a second person approves"):
        mailing_schedule(mailing=draft_of(spring), now=NOW)


def test_what_has_begun_cannot_be_a_draft_again(spring):
    make_participant(spring)
    mailing = draft_of(spring, state="scheduled")
    mailing_build(mailing=mailing, now=NOW)
    mailing_pause(mailing=mailing)

    with pytest.raises(DomainError, match="It has begun"):
        mailing_switch_off(mailing=mailing)


def test_a_paused_mailing_that_was_emptied_is_not_resumed(spring):
    mailing = draft_of(spring, state="paused", body="")

    with pytest.raises(DomainError, match="needs a subject and a text"):
        mailing_resume(mailing=mailing, now=NOW)
