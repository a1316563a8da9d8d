"""Guessing codes: slowed down, then stopped, and never at the owner's cost."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from tests.accounts.signing_in import ask_code, last_code, type_code
from tests.factories import make_participant, make_user
from workshop.accounts.models import CodeRequest, KnownNetwork
from workshop.accounts.services.limits import TooManyCodesError, code_request_create

pytestmark = pytest.mark.django_db
OWNER, ADDRESS = "ada@example.org", "192.0.2.7"


def ask_from(network: str, email: str = OWNER, client: Client | None = None):
    return ask_code(client or Client(), "spring", email, REMOTE_ADDR=network)


def let_hours_pass(hours: float) -> None:
    """Make everything that was asked for so much older."""
    CodeRequest.objects.update(asked_at=F("asked_at") - timedelta(hours=hours))


def be_asked_for(times: int) -> None:
    """Let codes for the owner be asked for from as many networks."""
    for n in range(times):
        code_request_create(email=OWNER, network=f"198.51.100.{n}", now=timezone.now())


def guess_all_day(network: str, email: str, mailoutbox) -> int:
    """Ask and guess wrongly as often as allowed, waiting whenever told; return the guesses."""
    guesses = 0
    for _ in range(30):
        client = Client()
        if ask_from(network, email, client).status_code == 429:
            return guesses
        right = int(last_code(mailoutbox).replace(" ", ""))
        for n in range(1, 4):
            type_code(client, "spring", f"{(right + n) % 10**8:08}")
        guesses += 3
        let_hours_pass(0.2)
    raise AssertionError("nobody stopped it")


def test_a_thousand_guesses_from_one_network_are_stopped_and_the_owner_comes_in(
    workshop, mailoutbox
):
    make_participant(workshop, make_user(OWNER))

    assert guess_all_day("198.51.100.1", OWNER, mailoutbox) == 60

    owner = Client()
    assert ask_from(ADDRESS, OWNER, owner).status_code == 302
    assert type_code(owner, "spring", last_code(mailoutbox)).status_code == 302
    assert "_auth_user_id" in owner.session


def test_guessing_is_slowed_down_first(workshop, mailoutbox):
    for _ in range(3):
        ask_from("198.51.100.1")

    refused = ask_from("198.51.100.1")

    assert refused.status_code == 429
    assert int(refused["Retry-After"]) <= 60
    assert "wait a minute" in refused.content.decode()


def test_from_all_networks_an_address_gets_sixty_codes_a_day(workshop, mailoutbox):
    be_asked_for(60)

    refused = ask_from("198.51.100.99")

    assert refused.status_code == 429
    assert "hours" in refused.content.decode()


def test_where_somebody_signed_in_before_the_sixty_do_not_bind_them(workshop, mailoutbox):
    owner = Client()
    ask_from(ADDRESS, OWNER, owner)
    owner.post(
        "/w/spring/join/code/", {"code": last_code(mailoutbox)}, headers={}, REMOTE_ADDR=ADDRESS
    )
    assert KnownNetwork.objects.count() == 1
    be_asked_for(59)

    assert ask_from("203.0.113.1").status_code == 429
    assert ask_from(ADDRESS).status_code == 302


def test_a_network_that_mistypes_too_often_is_stopped_for_whoever_is_new_there(
    workshop, mailoutbox
):
    now = timezone.now()
    for n in range(100):
        row = code_request_create(email=f"p{n}@example.org", network="198.51.100.1", now=now)
        CodeRequest.objects.filter(pk=row.pk).update(guesses=3)

    refused = ask_from("198.51.100.1", "new@example.org")

    assert refused.status_code == 429
    assert "or use another network" in refused.content.decode()
    assert ask_from("198.51.100.2", "new@example.org").status_code == 302


@pytest.mark.slow
def test_a_thousand_people_behind_one_address_come_in_within_minutes(workshop):
    now = timezone.now()

    for n in range(900):
        moment = now + timedelta(seconds=n / 4)
        code_request_create(email=f"p{n}@example.org", network="198.51.100.1", now=moment)

    assert CodeRequest.objects.count() == 900


def test_a_house_of_ipv6_addresses_is_one_network(workshop, mailoutbox):
    for n in range(3):
        ask_from(f"2001:db8:1:2::{n + 1}")

    assert ask_from("2001:db8:1:2:ffff::9").status_code == 429
    assert ask_from("2001:db8:1:3::1").status_code == 302


def test_a_header_that_nobody_vouches_for_changes_no_limit(workshop, mailoutbox):
    for n in range(3):
        forged = {"REMOTE_ADDR": ADDRESS, "HTTP_X_FORWARDED_FOR": f"203.0.113.{n}"}
        ask_code(Client(), "spring", OWNER, **forged)

    forged = {"REMOTE_ADDR": ADDRESS, "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    assert ask_code(Client(), "spring", OWNER, **forged).status_code == 429


def test_neither_address_nor_network_is_kept(workshop, mailoutbox):
    client = Client()
    ask_from(ADDRESS, OWNER, client)
    client.post("/w/spring/join/code/", {"code": last_code(mailoutbox)}, REMOTE_ADDR=ADDRESS)

    rows = [*CodeRequest.objects.values_list(), *KnownNetwork.objects.values_list()]
    assert len(rows) == 2
    for hidden in (OWNER, ADDRESS):
        assert hidden not in str(rows)


def test_two_people_on_one_network_share_no_hash(workshop, mailoutbox):
    for email in (OWNER, "bo@example.org"):
        client = Client()
        ask_from(ADDRESS, email, client)
        client.post("/w/spring/join/code/", {"code": last_code(mailoutbox)}, REMOTE_ADDR=ADDRESS)

    assert len(set(KnownNetwork.objects.values_list("network_hash", flat=True))) == 2


def test_the_refusal_does_not_depend_on_the_address_being_known(workshop):
    make_user("known@example.org")
    now, refusals = timezone.now(), set()
    for email in ("known@example.org", "unknown@example.org"):
        for _ in range(3):
            code_request_create(email=email, network="", now=now)
        with pytest.raises(TooManyCodesError) as refusal:
            code_request_create(email=email, network="", now=now)
        refusals.add((refusal.value.message, refusal.value.retry_after))

    assert len(refusals) == 1
