"""Leaving an address before the opening."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.accounts.signing_in import last_code, sign_in
from tests.factories import make_participant, make_user, make_workshop
from tests.queries import query_budget
from workshop.accounts.models import User
from workshop.models import Channel, Participant, Preregistration

pytestmark = pytest.mark.django_db


@pytest.fixture
def upcoming(db):
    return make_workshop("spring", opens_in_days=3)


def leave(client, email="ada@example.org", query=""):
    return client.post(f"/w/spring/pre-register/{query}", {"email": email})


def confirm(client, code: str, query=""):
    return client.post(f"/w/spring/pre-register/code/{query}", {"code": code})


def leave_and_confirm(client, mailoutbox, email="ada@example.org", query=""):
    leave(client, email, query)
    return confirm(client, last_code(mailoutbox), query)


def open_now(workshop) -> None:
    workshop.opens_at = timezone.now() - timedelta(minutes=1)
    workshop.save()


def test_an_address_is_kept_once_its_code_is_typed(client, upcoming, mailoutbox):
    asked = leave(client)

    assert asked.url == "/w/spring/pre-register/code/"
    assert "Type your code" in client.get(asked.url).content.decode()
    assert not Preregistration.objects.exists()
    done = confirm(client, last_code(mailoutbox))
    assert done.url == "/w/spring/pre-register/done/"
    assert "We have your address" in client.get(done.url).content.decode()
    assert Preregistration.objects.get().email == "ada@example.org"
    assert "_auth_user_id" not in client.session
    assert not User.objects.exists()


def test_the_message_says_what_the_code_is_for(client, upcoming, mailoutbox):
    leave(client)

    message = mailoutbox[0]
    assert message.subject == "Your code to pre-register for Skills for everyone"
    assert "It confirms your address" in message.body
    assert last_code(mailoutbox) in message.alternatives[0].content
    assert "http" not in message.body  # nothing that a scanner could open


def test_a_wrong_code_keeps_nothing_and_the_third_ends_it(client, upcoming, mailoutbox):
    leave(client)
    wrong = "0000 0001" if last_code(mailoutbox) == "0000 0000" else "0000 0000"

    for _ in range(2):
        assert "That is not the code we sent" in confirm(client, wrong).content.decode()
    third = confirm(client, wrong).content.decode()

    assert "try 3 of 3. Ask for a new one" in third
    assert 'value="ada@example.org"' in third
    assert confirm(client, last_code(mailoutbox)).url == "/w/spring/pre-register/"
    assert not Preregistration.objects.exists()


def test_the_code_of_another_browser_confirms_nothing(client, upcoming, mailoutbox):
    leave(client)

    assert confirm(Client(), last_code(mailoutbox)).url == "/w/spring/pre-register/"
    assert not Preregistration.objects.exists()


def test_a_second_time_is_harmless_and_answered_alike(upcoming, mailoutbox):
    first = leave_and_confirm(Client(), mailoutbox)
    second = leave_and_confirm(Client(), mailoutbox, "ADA+work@example.org")

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert Preregistration.objects.get().email == "ada@example.org"


def test_the_partners_link_is_kept_with_the_address(client, upcoming, mailoutbox):
    channel = Channel.objects.create(workshop=upcoming, key="carers", title="Carers")

    leave_and_confirm(client, mailoutbox, query="?channel=carers")

    assert Preregistration.objects.get().channel == channel


def test_the_channel_of_another_workshop_is_none(client, upcoming, mailoutbox):
    Channel.objects.create(workshop=make_workshop("autumn"), key="carers", title="Carers")

    leave_and_confirm(client, mailoutbox, query="?channel=carers")

    assert Preregistration.objects.get().channel is None


def test_an_address_is_erased_by_its_owner_before_the_opening(client, upcoming, mailoutbox):
    leave_and_confirm(Client(), mailoutbox)
    leave(client, "ADA@example.org")
    assert "Erase my address instead" in client.get("/w/spring/pre-register/code/").content.decode()

    response = client.post(
        "/w/spring/pre-register/code/", {"code": last_code(mailoutbox), "erase": "1"}
    )

    assert "We keep no address of yours" in client.get(response.url).content.decode()
    assert not Preregistration.objects.exists()


def test_a_code_asked_for_before_the_opening_lets_in_after_it(client, upcoming, mailoutbox):
    leave(client)
    open_now(upcoming)

    assert confirm(client, last_code(mailoutbox)).url == "/w/spring/groups/"
    assert Participant.objects.get().user.email == "ada@example.org"


def test_somebody_signed_in_elsewhere_can_pre_register(upcoming, mailoutbox):
    client = Client()
    client.force_login(make_user("ada@example.org"))

    leave_and_confirm(client, mailoutbox)

    assert Preregistration.objects.get().email == "ada@example.org"
    assert "_auth_user_id" in client.session


def test_the_pages_of_the_code_ask_the_database_a_few_times(client, upcoming, mailoutbox):
    # Three of them are the worker of codes, which a test runs in the same process.
    with query_budget(18):  # two of them wait in line, on PostgreSQL
        leave(client)
    with query_budget(4):
        client.get("/w/spring/pre-register/code/")
    with query_budget(12):
        confirm(client, last_code(mailoutbox))


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
    leave_and_confirm(client, mailoutbox, query="?channel=carers")
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
