"""The pages about anonymity, privacy and access."""

import pytest
from django.test import Client

from tests.accounts.signing_in import sign_in
from tests.factories import make_workshop

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["anonymity", "privacy", "accessibility", "help"])
def test_the_pages_are_open_to_everyone(client, participant_client, page):
    for visitor in (client, participant_client):
        response = visitor.get(f"/{page}/")
        assert response.status_code == 200
        assert response.content.decode().count("<h1>") == 1


def test_the_privacy_page_lists_every_cookie_that_is_set(workshop, mailoutbox):
    client = Client()
    for path in ("/", "/w/spring/", "/help/", "/w/spring/join/", "/accounts/login/"):
        client.get(path, follow=True)
    sign_in(client, "spring", "ada@example.org", mailoutbox)
    client.get("/w/spring/groups/")
    client.get("/w/spring/join/code/", follow=True)

    page = client.get("/privacy/").content.decode()

    assert set(client.cookies) == {"sessionid", "csrftoken"}
    for name in client.cookies:
        assert f'<th scope="row">{name}</th>' in page
    assert "35 days" in page


def test_whoever_only_reads_gets_no_cookie(client, workshop):
    for path in ("/w/spring/", "/help/", "/privacy/", "/anonymity/"):
        client.get(path)

    assert set(client.cookies) <= {"csrftoken"}


def test_help_names_whom_to_ask(client, workshop):
    workshop.contact = "ask@example.org"
    workshop.save()
    make_workshop("autumn", title="Without an address")

    page = client.get("/help/").content.decode()

    assert 'href="mailto:ask@example.org"' in page
    assert "Without an address" not in page
