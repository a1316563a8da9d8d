"""How long a session lives, and how a person ends all of theirs."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.accounts.signing_in import ask_code, sign_in
from tests.factories import make_participant, make_user, make_workshop
from workshop.accounts.services import sessions_end

pytestmark = pytest.mark.django_db
SLACK = timedelta(minutes=1)


def expiry(client: Client):
    return Session.objects.get(pk=client.session.session_key).expire_date


def test_a_session_lasts_until_the_close(client, workshop, mailoutbox):
    sign_in(client, "spring", "ada@example.org", mailoutbox)

    assert abs(expiry(client) - workshop.closes_at) < SLACK


def test_a_session_lasts_at_most_thirty_five_days(client, mailoutbox):
    make_workshop("spring", days=200)

    sign_in(client, "spring", "ada@example.org", mailoutbox)

    assert abs(expiry(client) - timezone.now() - timedelta(days=35)) < SLACK


def test_visits_do_not_make_it_longer(client, workshop, mailoutbox):
    sign_in(client, "spring", "ada@example.org", mailoutbox)
    before = expiry(client)

    client.get("/w/spring/groups/")

    assert expiry(client) == before


def test_after_the_close_a_session_lasts_a_day(client, mailoutbox):
    autumn = make_workshop("autumn", opens_in_days=-30)
    make_participant(autumn, make_user("ada@example.org"))

    sign_in(client, "autumn", "ada@example.org", mailoutbox)

    assert abs(expiry(client) - timezone.now() - timedelta(days=1)) < SLACK


def test_of_two_open_workshops_the_later_close_counts(client, workshop, mailoutbox):
    later = make_workshop("later", days=30)
    make_participant(later, make_user("ada@example.org"))

    sign_in(client, "spring", "ada@example.org", mailoutbox)

    assert abs(expiry(client) - later.closes_at) < SLACK


def test_joining_another_workshop_makes_it_last_as_long(client, workshop, mailoutbox):
    later = make_workshop("later", days=30)
    sign_in(client, "spring", "ada@example.org", mailoutbox)

    client.post("/w/later/join/")

    assert abs(expiry(client) - later.closes_at) < SLACK


def test_a_browser_that_only_awaits_a_code_is_forgotten_in_an_hour(client, workshop, mailoutbox):
    ask_code(client, "spring", "ada@example.org")

    assert abs(expiry(client) - timezone.now() - timedelta(hours=1)) < SLACK


def test_ending_all_sessions_ends_those_of_other_browsers_and_nobody_elses(workshop):
    ada, bo = make_participant(workshop), make_participant(workshop)
    browsers = [Client(), Client(), Client()]
    for browser, person in zip(browsers, (ada, ada, bo), strict=True):
        browser.force_login(person.user)

    sessions_end(user=ada.user)

    statuses = [browser.get("/w/spring/groups/").status_code for browser in browsers]
    assert statuses == [302, 302, 200]
