from email.message import EmailMessage

import pytest
from django.core import mail
from django.core.signing import Signer
from django.test import Client

from tests.factories import make_mailing, make_participant, make_preregistration, make_user
from workshop.mailings.models import Delivery
from workshop.mailings.services import mailings_stop, mailings_tick
from workshop.mailings.tokens import stop_token, stop_url
from workshop.models import Preregistration

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(params=["participant", "preregistration"])
def person(request, workshop):
    if request.param == "participant":
        return make_participant(workshop, make_user("ann@example.org"))
    return make_preregistration(workshop, "ann@example.org")


def path(person) -> str:
    return f"/mailings/stop/{stop_token(person)}/"


def is_stopped(person) -> bool:
    person.refresh_from_db()
    return person.mailings_stopped_at is not None


def test_one_click_stops_without_cookies_or_a_form_token(person):
    client = Client(enforce_csrf_checks=True)

    response = client.post(path(person), ONE_CLICK)

    assert response.status_code == 200
    assert "You get no more messages" in response.content.decode()
    assert is_stopped(person)


@pytest.mark.parametrize("method", ["get", "head"])
def test_following_the_link_changes_nothing(person, client, method):
    response = getattr(client, method)(path(person))

    assert response.status_code == 200
    assert not is_stopped(person)


def test_the_page_has_a_button_that_stops_and_one_that_starts_again(person, client):
    assert 'name="action" value="stop"' in client.get(path(person)).content.decode()

    stopped = client.post(path(person), {"action": "stop"}).content.decode()
    assert is_stopped(person)
    assert 'name="action" value="start"' in stopped

    started = client.post(path(person), {"action": "start"}).content.decode()
    assert not is_stopped(person)
    assert 'name="action" value="stop"' in started


def test_stopping_twice_keeps_the_first_moment(person, client):
    client.post(path(person), ONE_CLICK)
    person.refresh_from_db()
    first = person.mailings_stopped_at

    client.post(path(person), ONE_CLICK)

    person.refresh_from_db()
    assert person.mailings_stopped_at == first


def test_nobody_else_is_stopped(person, workshop, client):
    other = make_participant(workshop)

    client.post(path(person), ONE_CLICK)

    assert not is_stopped(other)


def test_a_participant_who_stops_is_stopped_as_preregistered_too(workshop):
    early = make_preregistration(workshop, "Ann+news@example.org")
    ann = make_participant(workshop, make_user("ann@example.org"))

    mailings_stop(person=ann)

    assert is_stopped(early)


def tampered(token: str) -> list[str]:
    value, signature = token.split(".")
    flipped = signature[:-2] + ("A" if signature[-2] != "A" else "B") + signature[-1]
    other = Signer(sep=".", salt="workshop.other").sign(value)
    return [f"{value}.{flipped}", f"{value}0.{signature}", value, f"{value}.", other, "é.x", "x"]


def test_a_token_that_is_not_ours_gets_a_clear_404_page(person, client):
    for token in tampered(stop_token(person)):
        for call in (client.get, client.post):
            response = call(f"/mailings/stop/{token}/")
            assert response.status_code == 404
            assert "This link does not work" in response.content.decode()
    assert not is_stopped(person)


def test_the_link_of_somebody_erased_still_gets_an_answer(person, client):
    link = path(person)
    person.delete()

    for response in (client.get(link), client.post(link, ONE_CLICK)):
        assert response.status_code == 200
        assert "You get no messages from us" in response.content.decode()


def test_other_methods_are_refused(person, client):
    assert client.put(path(person)).status_code == 405


def test_a_stop_reaches_rows_already_in_the_ledger(workshop, client, settings):
    ann = make_participant(workshop, make_user("ann@example.org"))
    make_participant(workshop, make_user("bob@example.org"))
    mailing = make_mailing(workshop, rate=1)
    mailings_tick(slice_seconds=0)
    assert mailing.deliveries.count() == 2

    client.post(path(ann), ONE_CLICK)
    mailings_tick()

    assert [message.to for message in mail.outbox] == [["bob@example.org"]]
    row = mailing.deliveries.get(participant=ann)
    assert (row.state, row.reason) == ("skipped", "Asked for no more messages.")


def test_the_header_of_a_real_message_stops_when_posted_to(workshop, settings):
    ann = make_participant(workshop, make_user("ann@example.org"))
    make_mailing(workshop)
    mailings_tick()
    message: EmailMessage = mail.outbox[0].message()

    link = message["List-Unsubscribe"].split(">")[0].removeprefix("<")
    assert link == stop_url(Delivery.objects.get(participant=ann))
    Client().post(link.removeprefix(settings.SITE_URL), ONE_CLICK)

    assert is_stopped(ann)
    assert Delivery.objects.get(participant=ann).stopped_here


def test_who_only_left_an_address_can_erase_it(client, workshop):
    early = make_preregistration(workshop, "early@example.org")
    mailing = make_mailing(workshop)
    row = Delivery.objects.create(mailing=mailing, preregistration=early, address=early.email)
    assert "Erase my address" in client.get(path(early)).content.decode()

    page = client.post(path(early), {"action": "erase"}).content.decode()

    assert "You get no messages from us" in page
    assert not Preregistration.objects.exists()
    row.refresh_from_db()
    assert (row.address, row.state) == ("", "skipped")


def test_a_participant_is_not_erased_by_a_link(client, participant):
    client.post(path(participant), {"action": "erase"})

    participant.refresh_from_db()
    assert participant.mailings_stopped_at is not None
