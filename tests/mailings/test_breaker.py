"""What pauses a mailing by itself, and what does not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_mailing, make_participant, make_user
from workshop.mailings.models import Mailing, Suppression
from workshop.mailings.services import mailing_resume, mailings_tick
from workshop.mailings.services.breaker import LOOKED_AT, REFUSED, REFUSED_AT_MOST

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()


def mailing_to(workshop, *, good: int, bad: int) -> Mailing:
    """A mailing to people whose addresses the server takes, and then to some that it refuses."""
    for name in [*(f"p{n}" for n in range(good)), *(f"r550-{n}" for n in range(bad))]:
        make_participant(workshop, make_user(f"{name}@example.org"))
    return make_mailing(workshop, send_at=NOW)


def test_more_refusals_than_five_in_a_hundred_pause_a_mailing(workshop, smtp):
    mailing = mailing_to(workshop, good=5, bad=REFUSED_AT_MOST + 9)

    mailings_tick(now=NOW)

    mailing.refresh_from_db()
    assert (mailing.state, mailing.reason) == ("paused", REFUSED)
    assert mailing.deliveries.filter(state="failed").count() == REFUSED_AT_MOST + 1
    assert mailing.deliveries.filter(state="pending").count() == 8


def test_as_many_as_five_in_a_hundred_do_not(workshop, smtp):
    mailing = mailing_to(workshop, good=3, bad=REFUSED_AT_MOST)

    mailings_tick(now=NOW)

    mailing.refresh_from_db()
    assert mailing.state == "done"


def test_only_the_last_two_hundred_count(workshop, smtp):
    mailing = mailing_to(workshop, good=0, bad=REFUSED_AT_MOST)
    for number in range(LOOKED_AT):
        make_participant(workshop, make_user(f"z{number}@example.org"))
    make_participant(workshop, make_user("r550-last@example.org"))

    mailings_tick(now=NOW)

    mailing.refresh_from_db()
    assert mailing.state == "done"


def test_whoever_lets_it_go_on_begins_to_count_anew(workshop, smtp):
    mailing = mailing_to(workshop, good=0, bad=REFUSED_AT_MOST + 3)
    mailings_tick(now=NOW)

    later = NOW + timedelta(minutes=1)
    mailing_resume(mailing=mailing, now=later)
    mailings_tick(now=later)

    mailing.refresh_from_db()
    assert mailing.state == "done"
    assert mailing.deliveries.filter(state="failed").count() == REFUSED_AT_MOST + 3


@pytest.mark.parametrize(
    ("words", "suppressed"), [("5.1.1 nobody here", 1), ("5.7.1 not today", 0)]
)
def test_an_address_that_does_not_exist_gets_nothing_again(workshop, smtp, words, suppressed):
    async def refuse(server, session, envelope, address, options):
        return f"550 {words}"

    smtp.handle_RCPT = refuse
    make_participant(workshop, make_user("ann@example.org"))
    make_mailing(workshop, send_at=NOW)

    mailings_tick(now=NOW)

    assert Suppression.objects.filter(cause="hard").count() == suppressed
