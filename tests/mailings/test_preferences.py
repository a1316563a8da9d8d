"""What a person gets of us: by the link in a message, and for who is signed in."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_mailing, make_participant, make_preregistration, make_user
from tests.queries import query_budget
from workshop.accounts.addresses import address_key
from workshop.common.errors import DomainError
from workshop.enums import EmailChoice
from workshop.mailings.audiences import participants_reached
from workshop.mailings.enums import (
    PLANNED_KINDS,
    DeliveryState,
    MailingKind,
    MailingState,
    SuppressionCause,
)
from workshop.mailings.models import Delivery, StoppedKind, Suppression
from workshop.mailings.services import address_try_again, preferences_set
from workshop.mailings.suppressions import suppression_hash
from workshop.mailings.tokens import StopTarget, stop_token
from workshop.models import Participant
from workshop.privacy.services import account_erase

MAIL = "/w/spring/mail/"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
ALL = [str(kind) for kind in PLANNED_KINDS]


def message(person, kind: str = MailingKind.REMINDER, **extra) -> Delivery:
    """A message to a person, as the ledger has it."""
    state = MailingState.SENDING if kind == MailingKind.DIGEST else MailingState.DONE
    mailing = make_mailing(person.workshop, kind=kind, state=state)
    name = "participant" if isinstance(person, Participant) else "preregistration"
    values = {"address": "a@example.org", "state": DeliveryState.SENT} | extra
    return Delivery.objects.create(mailing=mailing, **{name: person}, **values)


def path(of) -> str:
    return f"/mailings/stop/{stop_token(of)}/"


def post(client, target: str, data: dict | None = None) -> tuple[int, str]:
    response = client.post(target, data or {})
    return response.status_code, response.content.decode()


def stopped_kinds(person) -> list[str]:
    return sorted(StoppedKind.objects.filter(participant=person).values_list("kind", flat=True))


@pytest.fixture
def digest(participant):
    Participant.objects.filter(pk=participant.pk).update(email_choice=EmailChoice.DAILY)
    participant.refresh_from_db()
    return message(participant, MailingKind.DIGEST)


def test_one_click_from_a_message_stops_all_and_counts_there_alone(participant):
    row, other = message(participant), message(participant)

    status, page = post(Client(enforce_csrf_checks=True), path(row), ONE_CLICK)

    assert (status, "You get no more messages" in page) == (200, True)
    for delivery in (participant, row, other):
        delivery.refresh_from_db()
    assert participant.mailings_stopped_at is not None
    assert (row.stopped_here, other.stopped_here) == (True, False)


def test_one_click_sets_no_cookie_and_leads_nowhere(participant):
    response = Client(enforce_csrf_checks=True).post(path(message(participant)), ONE_CLICK)

    assert response.status_code == 200
    assert not response.headers.get("Location")


def test_who_starts_again_by_the_same_link_has_not_left_by_it(participant, client):
    row = message(participant)
    post(client, path(row), ONE_CLICK)

    post(client, path(row), {"action": "start"})

    row.refresh_from_db()
    participant.refresh_from_db()
    assert (row.stopped_here, participant.mailings_stopped_at) == (False, None)


def test_one_click_from_a_summary_stops_the_summaries_alone(participant, digest, client):
    waiting = message(participant, MailingKind.DIGEST, state=DeliveryState.PENDING)
    claimed = message(participant, MailingKind.DIGEST, state=DeliveryState.SENDING)
    reminder = message(participant, state=DeliveryState.PENDING)

    _, page = post(client, path(digest), ONE_CLICK)

    participant.refresh_from_db()
    assert (participant.email_choice, participant.mailings_stopped_at) == ("none", None)
    assert "You get no more summaries" in page
    assert 'value="stop">Stop all messages' in page
    for row in (digest, waiting, claimed, reminder):
        row.refresh_from_db()
    assert digest.stopped_here
    assert [row.state for row in (digest, waiting, claimed, reminder)] == [
        "sent",
        "skipped",
        "skipped",
        "pending",
    ]


def test_a_summary_offers_to_stop_all(participant, digest, client):
    assert "Stop these summaries?" in client.get(path(digest)).content.decode()

    _, page = post(client, path(digest), {"action": "stop"})

    participant.refresh_from_db()
    assert participant.mailings_stopped_at is not None
    assert participant.email_choice == "daily"
    assert "You get no more messages" in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_following_the_link_of_a_summary_changes_nothing(participant, digest, client, method):
    assert getattr(client, method)(path(digest)).status_code == 200

    participant.refresh_from_db()
    assert participant.email_choice == "daily"
    digest.refresh_from_db()
    assert not digest.stopped_here


@pytest.mark.parametrize("signed_in", [True, False])
def test_kinds_are_kept_and_reach_the_next_mailing(
    participant, participant_client, client, workshop, signed_in
):
    row = message(participant)
    wanted = {"action": "keep", "kinds": ["thanks", "report"], "email_choice": "weekly"}
    way, target = (participant_client, MAIL) if signed_in else (client, path(row))

    response = way.post(target, wanted, follow=True)

    assert "Your choices are kept." in response.content.decode()
    assert stopped_kinds(participant) == ["countdown", "invitation", "other", "reminder"]
    participant.refresh_from_db()
    assert participant.email_choice == "weekly"
    reached = {
        kind: participants_reached(workshop, ["everyone"], kind=kind).exists() for kind in ALL
    }
    assert [kind for kind, found in reached.items() if found] == ["thanks", "report"]
    row.refresh_from_db()
    assert row.stopped_here == (not signed_in)


def test_keeping_the_kind_of_the_message_is_no_leaving(participant, client):
    row = message(participant)

    post(client, path(row), {"action": "keep", "kinds": ["reminder"], "email_choice": "none"})

    row.refresh_from_db()
    assert not row.stopped_here


def test_wanting_all_again_leaves_no_row(participant, participant_client):
    post(participant_client, MAIL, {"action": "keep", "kinds": [], "email_choice": "none"})
    assert stopped_kinds(participant) == sorted(ALL)

    post(participant_client, MAIL, {"action": "keep", "kinds": ALL, "email_choice": "none"})

    assert stopped_kinds(participant) == []


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"kinds": ALL}, "Choose what we may send you."),
        ({"kinds": ALL, "email_choice": "hourly"}, "Choose one of the four."),
        ({"kinds": ["digest"], "email_choice": "none"}, "Choose from the list of messages."),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_what_is_no_choice_is_refused_beside_the_field(
    participant, participant_client, client, data, problem, signed_in
):
    way, target = (participant_client, MAIL) if signed_in else (client, path(participant))

    status, page = post(way, target, data | {"action": "keep"})

    assert (status, page.count(problem)) == (422, 2)
    assert stopped_kinds(participant) == []
    if data["kinds"] == ALL:
        assert len(re.findall(r'name="kinds"[^>]* checked', page)) == len(ALL)


def test_a_form_without_a_button_is_no_stop(participant, participant_client):
    status, _ = post(participant_client, MAIL, {"kinds": ALL, "email_choice": "daily"})

    participant.refresh_from_db()
    assert (status, participant.mailings_stopped_at) == (302, None)
    assert participant.email_choice == "daily"


def test_who_is_signed_in_stops_all_and_comes_back(participant, participant_client):
    response = participant_client.post(MAIL, {"action": "stop"}, follow=True)
    page = response.content.decode()
    assert "You have stopped all messages" in page
    assert 'name="kinds"' not in page

    page = participant_client.post(MAIL, {"action": "start"}, follow=True).content.decode()

    assert 'name="kinds"' in page
    participant.refresh_from_db()
    assert participant.mailings_stopped_at is None


def test_who_has_not_joined_chooses_kinds_but_no_summaries(workshop, client):
    person = make_participant(workshop, joined_at=None)
    client.force_login(person.user)
    page = client.get(MAIL).content.decode()
    assert 'name="kinds"' in page
    assert 'name="email_choice"' not in page

    status, _ = post(client, MAIL, {"kinds": ["reminder"], "email_choice": "daily"})

    person.refresh_from_db()
    assert (status, person.email_choice, len(stopped_kinds(person))) == (302, "none", 5)


def test_strangers_are_sent_to_sign_in(workshop, client):
    assert client.get(MAIL).url.startswith("/w/spring/join/")
    client.force_login(make_user())
    assert client.get(MAIL).url.startswith("/w/spring/join/")
    assert client.get("/w/nowhere/mail/").status_code == 404


def test_the_page_of_somebody_else_is_left_alone(workshop, participant, participant_client):
    other = make_participant(workshop)

    post(participant_client, MAIL, {"kinds": [], "email_choice": "daily", "participant": other.pk})

    other.refresh_from_db()
    assert (stopped_kinds(other), other.email_choice) == ([], "none")


def test_who_left_an_address_before_has_a_page_to_stop_and_one_once_joined(workshop, client):
    early = make_preregistration(workshop, "Ann+news@example.org")
    row = message(early)
    page = client.get(path(row)).content.decode()
    assert "Erase my address" in page
    assert 'name="kinds"' not in page

    person = make_participant(workshop, make_user("ann@example.org"))
    for of in (row, early):
        page = client.get(path(of)).content.decode()
        assert 'name="kinds"' in page
        assert "Erase my address" not in page

    post(client, path(row), ONE_CLICK)
    person.refresh_from_db()
    assert person.mailings_stopped_at is not None


def test_an_erased_person_leaves_no_wish_and_an_honest_page(participant, client):
    row, old = message(participant), path(participant)
    preferences_set(target=StopTarget(participant), kinds=[])
    same = Participant.objects.get(pk=participant.pk)

    account_erase(user=participant.user)
    preferences_set(target=StopTarget(same), kinds=[])

    assert not StoppedKind.objects.exists()
    for target in (path(row), old):
        assert "You get no messages from us" in client.get(target).content.decode()
        assert post(client, target, ONE_CLICK)[0] == 200
        assert post(client, target, {"action": "keep", "kinds": []})[0] == 200


def suppress(person, cause: str) -> None:
    digest = suppression_hash(address_key(person.user.email))
    Suppression.objects.create(address_hash=digest, cause=cause, noted_on=timezone.now().date())


@pytest.mark.parametrize("cause", [SuppressionCause.HARD, SuppressionCause.SOFT])
def test_who_gets_nothing_because_it_came_back_may_let_us_try_again(
    participant, participant_client, cause
):
    suppress(participant, cause)
    assert "came back" in participant_client.get(MAIL).content.decode()
    known = participant_client.get("/w/spring/you/download/").json()["account"]
    assert known["no_mailing_goes_to_it_because"] == cause.label

    page = participant_client.post(MAIL, {"action": "again"}, follow=True).content.decode()

    assert "We write to your address again." in page
    assert not Suppression.objects.exists()


def test_after_a_complaint_a_plain_word_is_needed(participant, participant_client):
    suppress(participant, SuppressionCause.COMPLAINT)
    assert "reported as unwanted" in participant_client.get(MAIL).content.decode()

    status, page = post(participant_client, MAIL, {"action": "again"})
    assert (status, page.count("Tick this if you want our messages again.")) == (422, 2)
    assert Suppression.objects.exists()

    post(participant_client, MAIL, {"action": "again", "confirmed": "on"})
    assert not Suppression.objects.exists()


def test_a_complaint_that_came_meanwhile_needs_the_plain_word_too(participant):
    suppress(participant, SuppressionCause.COMPLAINT)

    with pytest.raises(DomainError, match="Confirm"):
        address_try_again(participant=participant, confirmed=False)

    assert Suppression.objects.exists()


def test_a_link_tells_nothing_of_an_address(participant, client):
    suppress(participant, SuppressionCause.HARD)

    page = client.get(path(participant)).content.decode()

    assert "came back" not in page
    assert participant.user.email not in page
    post(client, path(participant), {"action": "again"})
    assert Suppression.objects.exists()


def test_the_pages_ask_little(participant, participant_client, client):
    row = message(participant)
    post(client, path(row), {"action": "keep", "kinds": ["thanks"], "email_choice": "none"})

    with query_budget(2):
        client.get(path(row))
    with query_budget(6):
        participant_client.get(MAIL)
