"""The two nights of the year whose clocks change, tick by tick: nothing early, nothing twice."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from tests.factories import make_group, make_idea, make_participant, make_user, make_workshop
from workshop.common.errors import DomainError
from workshop.mailings.models import Mailing
from workshop.mailings.services import mailing_make, mailings_tick

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TICK = timedelta(minutes=30)
# The wall times of the night, each half an hour, and the minute after which each is sent (UTC).
SPRING, AUTUMN = datetime(2026, 3, 29), datetime(2026, 10, 25)  # noqa: DTZ001 - on the wall
HALVES = [timedelta(minutes=30 * n) for n in range(9)]


def utc(day: datetime, hours: float) -> datetime:
    return (day + timedelta(hours=hours)).replace(tzinfo=UTC)


def expected(night: datetime) -> dict[str, datetime]:
    """When each wall time is: written out by the rule of the zone, not asked of the library."""
    found = {}
    for half in HALVES:
        hours = half.total_seconds() / 3600
        if night == SPRING:
            if 1 <= hours < 2:
                continue  # does not exist
            ahead = 0 if hours < 1 else 1
        else:
            ahead = 1 if hours < 2 else 0  # of the doubled hour the first
        found[(night + half).strftime("%H:%M")] = utc(night, hours - ahead)
    return found


@pytest.fixture
def night(request, smtp):
    """A workshop in London, over that night, with a mailing at every half hour that exists."""
    night = request.param
    workshop = make_workshop("spring", opens_at=utc(night, -72), closes_at=utc(night, 240),
                             timezone="Europe/London")  # fmt: skip
    make_participant(workshop, make_user("ann@example.org"), email_choice="daily",
                     joined_at=utc(night, -72))  # fmt: skip
    other = make_participant(workshop, make_user("bob@example.org"))
    make_idea(make_group(workshop), other, created_at=utc(night, -10))
    refused = []
    for half in HALVES:
        words = {"kind": "other", "subject": f"{night + half:%H:%M}", "wall": night + half}
        try:
            mailing_make(workshop=workshop, now=utc(night, -48), **words)
        except DomainError:
            refused.append(words["subject"])
    Mailing.objects.update(state="scheduled", audience=["everyone"], body="Hello.", rate=1000)
    return night, refused


@pytest.mark.parametrize(
    ("night", "missing"),
    [(SPRING, ["01:00", "01:30"]), (AUTUMN, [])],
    ids=["29 March", "25 October"],
    indirect=["night"],
)
def test_every_mailing_of_the_night_leaves_once_and_at_its_time(night, missing, smtp):
    night, refused = night
    now = utc(night, -3) + TICK / 4
    while now < utc(night, 10):
        mailings_tick(now=now)
        mailings_tick(now=now)  # a second beat
        now += TICK

    moments, sent = expected(night), Counter()
    for message in (received.message for received in smtp.accepted):
        if message["Subject"] in moments:
            sent[message["Subject"], message["To"]] += 1
            late = parsedate_to_datetime(message["Date"]) - moments[message["Subject"]]
            assert timedelta(0) <= late < TICK, message["Subject"]
    assert refused == missing
    people = ("ann@example.org", "bob@example.org")
    assert sent == Counter({(when, who): 1 for when in moments for who in people})
    assert smtp.duplicates == []


@pytest.mark.parametrize("night", [SPRING, AUTUMN], ids=["29 March", "25 October"], indirect=True)
def test_the_summary_of_that_morning_leaves_once_at_eight_on_the_wall(night, smtp):
    night, _ = night
    now = utc(night, 4) + TICK / 4
    while now < utc(night, 12):
        mailings_tick(now=now)
        now += TICK

    digests = Mailing.objects.filter(kind="digest")
    eight = utc(night, 7 if night == SPRING else 8)
    assert list(digests.values_list("send_at", "state")) == [(eight, "done")]
    dates = [
        parsedate_to_datetime(received.message["Date"])
        for received in smtp.accepted
        if received.message["List-Id"].startswith("<summaries.")
    ]
    assert len(dates) == 1
    assert timedelta(0) <= dates[0] - eight < TICK
