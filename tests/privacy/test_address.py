"""Changing one's address: proven by a code, told to the old one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.accounts.signing_in import last_code, sign_in
from tests.factories import (
    make_mailing,
    make_participant,
    make_preregistration,
    make_user,
    make_workshop,
)
from workshop.accounts.models import KnownNetwork, OutboxMessage, User
from workshop.mailings.models import Delivery
from workshop.models import Preregistration

pytestmark = pytest.mark.django_db
OLD, NEW = "ada@example.org", "ada@example.net"


@pytest.fixture
def browser(workshop, mailoutbox) -> Client:
    client = Client()
    sign_in(client, "spring", OLD, mailoutbox)
    return client


def ask(client: Client, email: str = NEW):
    return client.post("/w/spring/you/address/", {"email": email})


def confirm(client: Client, code: str):
    return client.post("/w/spring/you/address/code/", {"code": code})


def test_the_address_changes_once_the_code_is_typed(browser, mailoutbox):
    assert OLD in browser.get("/w/spring/you/address/").content.decode()
    assert ask(browser).url == "/w/spring/you/address/code/"
    assert mailoutbox[-1].to == [NEW]
    assert User.objects.get().email == OLD

    response = confirm(browser, last_code(mailoutbox))

    assert response.url == "/w/spring/you/"
    assert NEW in browser.get(response.url).content.decode()
    assert mailoutbox[-1].to == [OLD]
    assert mailoutbox[-1].subject == "Your address for Skills for everyone has been changed"
    assert User.objects.get().email_key == NEW


def test_a_wrong_code_changes_nothing(browser, mailoutbox):
    ask(browser)
    wrong = "0000 0001" if last_code(mailoutbox) == "0000 0000" else "0000 0000"

    assert "That is not the code we sent" in confirm(browser, wrong).content.decode()
    assert User.objects.get().email == OLD


def test_the_address_of_another_account_is_refused_to_its_owner_alone(browser, mailoutbox):
    make_user(NEW)
    asked = ask(browser)
    assert asked.url == "/w/spring/you/address/code/"

    page = confirm(browser, last_code(mailoutbox)).content.decode()

    assert "There is another account with this address" in page
    assert User.objects.filter(email=OLD).exists()


def test_another_spelling_of_ones_own_address_is_taken(browser, mailoutbox):
    ask(browser, "Ada+work@example.org")
    confirm(browser, last_code(mailoutbox))

    assert User.objects.get().email == "Ada+work@example.org"


def test_long_after_signing_in_one_signs_in_once_more(browser):
    User.objects.update(last_login=timezone.now() - timedelta(hours=2))

    response = browser.get("/w/spring/you/address/")

    assert response.url == "/w/spring/join/?next=%2Fw%2Fspring%2Fyou%2Faddress%2F"
    assert "sign in once more" in browser.get(response.url).content.decode()


def test_what_was_left_before_an_opening_follows(browser, mailoutbox):
    make_preregistration(make_workshop("autumn", opens_in_days=3), OLD)
    twice = make_workshop("winter", opens_in_days=3)
    make_preregistration(twice, OLD)
    make_preregistration(twice, NEW)
    ask(browser)

    confirm(browser, last_code(mailoutbox))

    assert [row.email for row in Preregistration.objects.all()] == [NEW, NEW]
    assert KnownNetwork.objects.count() == 1


def test_mail_that_fails_tells_the_old_address_later(browser, mailoutbox, monkeypatch):
    ask(browser)
    code = last_code(mailoutbox)

    def refuse(*args, **kwargs):
        raise OSError("no mail server")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    confirm(browser, code)

    assert User.objects.get().email == NEW
    assert OutboxMessage.objects.get().to == OLD


def test_a_new_session_follows_the_new_address(browser, workshop, mailoutbox):
    ask(browser)
    confirm(browser, last_code(mailoutbox))
    phone = Client()

    sign_in(phone, "spring", NEW, mailoutbox)

    assert phone.session["_auth_user_id"] == browser.session["_auth_user_id"]
    assert make_participant(workshop).user.email != NEW


def test_a_code_asked_for_elsewhere_changes_no_address(browser, mailoutbox):
    make_workshop("autumn", opens_in_days=3)
    browser.post("/w/autumn/pre-register/", {"email": "evil@example.net"})

    response = confirm(browser, last_code(mailoutbox))

    assert response.url == "/w/spring/you/address/"
    assert User.objects.get().email == OLD


def test_the_code_too_wants_somebody_who_has_just_signed_in(browser, mailoutbox):
    ask(browser)
    User.objects.update(last_login=timezone.now() - timedelta(hours=2))

    response = confirm(browser, last_code(mailoutbox))

    assert response.url == "/w/spring/join/?next=%2Fw%2Fspring%2Fyou%2Faddress%2F"
    assert User.objects.get().email == OLD


def test_a_new_spelling_is_proven_as_it_was_typed(browser, mailoutbox):
    ask(browser, "Ada+work@example.org")

    assert mailoutbox[-1].to == ["Ada+work@example.org"]


def test_staff_change_no_address_here(workshop, staff_client):
    client = staff_client("facilitator")
    user = User.objects.get(is_staff=True)
    make_participant(workshop, user)
    User.objects.update(last_login=timezone.now())

    assert ask(client).status_code == 403
    assert User.objects.get().email == user.email


def test_waiting_mail_goes_to_the_new_address_and_the_old_is_gone(browser, mailoutbox, workshop):
    person, mailing = workshop.participants.get(), make_mailing(workshop)
    values = {"participant": person, "address": OLD, "address_key": OLD}
    waiting = Delivery.objects.create(mailing=mailing, **values)
    sent = Delivery.objects.create(mailing=make_mailing(workshop), state="sent", **values)
    ask(browser)

    confirm(browser, last_code(mailoutbox))

    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.address, waiting.address_key) == (NEW, NEW)
    assert (sent.address, sent.address_key) == ("", None)
