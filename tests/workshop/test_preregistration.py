"""Leaving an address before the opening."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.accounts.signing_in import sign_in
from tests.factories import make_participant, make_user, make_workshop
from workshop.models import Channel, Participant, Preregistration

pytestmark = pytest.mark.django_db


@pytest.fixture
def upcoming(db):
    return make_workshop("spring", opens_in_days=3)


def leave(client, email="ada@example.org", query=""):
    return client.post(f"/w/spring/pre-register/{query}", {"email": email})


def open_now(workshop) -> None:
    workshop.opens_at = timezone.now() - timedelta(minutes=1)
    workshop.save()


def test_an_address_is_kept_and_no_mail_is_sent(client, upcoming, mailoutbox):
    response = leave(client)

    assert response.url == "/w/spring/pre-register/done/"
    assert "We have your address" in client.get(response.url).content.decode()
    assert Preregistration.objects.get().email == "ada@example.org"
    assert mailoutbox == []


def test_a_second_time_is_harmless_and_answered_alike(client, upcoming):
    first, second = leave(client), leave(client, "ADA+work@example.org")

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert Preregistration.objects.get().email == "ada@example.org"


def test_the_partners_link_is_kept_with_the_address(client, upcoming):
    channel = Channel.objects.create(workshop=upcoming, key="carers", title="Carers")

    leave(client, query="?channel=carers")

    assert Preregistration.objects.get().channel == channel


def test_the_channel_of_another_workshop_is_none(client, upcoming):
    Channel.objects.create(workshop=make_workshop("autumn"), key="carers", title="Carers")

    leave(client, query="?channel=carers")

    assert Preregistration.objects.get().channel is None


def test_an_error_keeps_what_was_typed(client, upcoming):
    page = leave(client, "ada at example.org").content.decode()

    assert "Type an e-mail address like name@example.org" in page
    assert 'value="ada at example.org"' in page
    assert "<title>Error: Pre-register" in page


def test_before_the_opening_nobody_joins(client, upcoming):
    assert client.get("/w/spring/join/").url == "/w/spring/pre-register/"
    assert client.post("/w/spring/join/", {"email": "ada@example.org"}).status_code == 302
    assert not Participant.objects.exists()


def test_after_the_opening_the_form_leads_to_joining(client, upcoming, mailoutbox):
    open_now(upcoming)

    assert client.get("/w/spring/pre-register/?channel=x&next=/w/spring/groups/").url == (
        "/w/spring/join/?next=%2Fw%2Fspring%2Fgroups%2F"
    )
    assert leave(client).url == "/w/spring/join/code/"
    assert mailoutbox[0].to == ["ada@example.org"]
    assert not Preregistration.objects.exists()


def test_who_was_invited_keeps_channel_and_silence(client, upcoming, mailoutbox):
    channel = Channel.objects.create(workshop=upcoming, key="carers", title="Carers")
    leave(client, query="?channel=carers")
    Preregistration.objects.update(mailings_stopped_at=timezone.now())
    open_now(upcoming)

    sign_in(client, "spring", "ada@example.org", mailoutbox)

    person = Participant.objects.get()
    assert person.channel == channel
    assert person.mailings_stopped_at is not None


def test_after_the_close_it_says_so(client):
    make_workshop("spring", opens_in_days=-30)

    response = leave(client)

    assert response.url == "/w/spring/"
    assert "Pre-registration has ended" in client.get(response.url).content.decode()
    assert not Preregistration.objects.exists()


def test_the_channel_of_who_joins_at_once_is_kept(client, mailoutbox):
    workshop = make_workshop("spring")
    channel = Channel.objects.create(workshop=workshop, key="carers", title="Carers")

    sign_in(client, "spring", "ada@example.org", mailoutbox, "?channel=carers")

    assert Participant.objects.get().channel == channel


def test_joining_again_by_another_link_changes_nothing(client, mailoutbox):
    workshop = make_workshop("spring")
    Channel.objects.create(workshop=workshop, key="carers", title="Carers")
    make_participant(workshop, make_user("ada@example.org"))

    sign_in(client, "spring", "ada@example.org", mailoutbox, "?channel=carers")

    assert Participant.objects.get().channel is None
