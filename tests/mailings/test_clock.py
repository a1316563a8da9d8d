"""A clock that jumps begins nothing early and nothing twice."""

import logging
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_mailing, make_participant, make_user
from workshop.mailings.clock import WAIT, clock_is_steady
from workshop.mailings.models import ClockMark
from workshop.mailings.services import mailings_tick, tick

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def clock(monkeypatch):
    """The one clock, moved by hand; the machine's own seconds go on as ever."""

    class Clock:
        wall, passed = timezone.now(), 0.0

        def go_on(self, by: timedelta) -> None:
            self.wall += by
            self.passed += by.total_seconds()

        def jump(self, by: timedelta) -> None:
            self.wall += by

    clock, began = Clock(), time.monotonic()
    monkeypatch.setattr("workshop.mailings.clock.time.monotonic", lambda: began + clock.passed)
    monkeypatch.setattr(tick, "database_now", lambda: clock.wall)
    return clock


@pytest.fixture
def later(workshop, clock):
    """A mailing that is due in half an hour."""
    make_participant(workshop, make_user("ann@example.org"))
    return make_mailing(workshop, send_at=clock.wall + HOUR / 2)


def state(mailing) -> str:
    mailing.refresh_from_db()
    return mailing.state


def test_a_jump_forward_begins_nothing_until_the_next_tick_and_says_so(later, clock, smtp, caplog):
    mailings_tick()
    clock.jump(HOUR)

    with caplog.at_level(logging.ERROR):
        mailings_tick()
    assert (state(later), smtp.accepted) == ("scheduled", [])
    assert "jumped by 3600 s" in caplog.text

    # Another worker a second later is no next tick.
    clock.go_on(timedelta(seconds=1))
    mailings_tick()
    assert state(later) == "scheduled"


def test_a_clock_that_is_set_right_again_has_sent_nothing(later, clock, smtp):
    mailings_tick()
    clock.jump(HOUR)
    mailings_tick()
    clock.jump(-HOUR)

    for _ in range(3):
        clock.go_on(WAIT)
        mailings_tick()

    assert (state(later), smtp.accepted) == ("scheduled", [])
    clock.go_on(HOUR / 2)
    mailings_tick()
    assert (state(later), len(smtp.accepted)) == ("done", 1)


@pytest.mark.parametrize("by", [HOUR, -HOUR])
def test_a_clock_that_jumps_for_good_sends_once(later, clock, smtp, by):
    mailings_tick()
    clock.jump(by)

    for _ in range(200):
        mailings_tick()
        clock.go_on(WAIT)

    assert (state(later), len(smtp.accepted)) == ("done", 1)


def test_a_clock_that_goes_as_it_should_is_trusted_at_every_tick(clock):
    for _ in range(5):
        assert clock_is_steady(clock.wall)
        clock.go_on(timedelta(hours=7))

    assert ClockMark.objects.get().jumped_at is None
