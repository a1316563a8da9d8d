"""A partner's link, as people press it and as they type it."""

import pytest

from tests.accounts.signing_in import sign_in
from tests.factories import make_workshop
from workshop.models import Channel, Participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel():
    return Channel.objects.create(workshop=make_workshop("spring"), key="carers", title="Carers")


def test_the_link_leads_to_the_landing_page_and_carries_the_channel(client, channel, settings):
    settings.SITE_URL = "https://example.org"
    assert channel.link == "https://example.org/w/spring/from/carers/"
    assert channel.typed_link == "example.org/w/spring/from/carers"

    response = client.get("/w/spring/from/carers/")

    assert response.url == "/w/spring/?channel=carers"


@pytest.mark.parametrize("path", ["/w/spring/from/CARERS/", "/w/SPRING/from/Carers/"])
def test_capitals_typed_by_hand_do_no_harm(client, channel, path):
    assert client.get(path).url == "/w/spring/?channel=carers"


def test_a_forgotten_slash_does_no_harm(client, channel):
    assert client.get("/w/spring/from/carers", follow=True).redirect_chain[-1] == (
        "/w/spring/?channel=carers", 302
    )  # fmt: skip


@pytest.mark.parametrize(
    "key",
    ["gone", "c%C3%A4rers", "%F0%9F%98%80", "carers%0A", "-", "k" * 3000, "%22%3E%3Cb%3E", "%"],
)
def test_what_is_no_channel_leads_to_the_landing_page(client, channel, key):
    response = client.get(f"/w/spring/from/{key}/", follow=True)

    assert response.redirect_chain == [("/w/spring/", 302)]
    assert response.status_code == 200


def test_a_deleted_channel_leads_to_the_landing_page_and_on(client, channel, mailoutbox):
    channel.delete()

    assert client.get("/w/spring/from/carers/").url == "/w/spring/"
    sign_in(client, "spring", "ada@example.org", mailoutbox, "?channel=carers")
    assert Participant.objects.get().channel is None


def test_a_channel_in_capitals_is_kept_through_joining(client, channel, mailoutbox):
    sign_in(client, "spring", "ada@example.org", mailoutbox, "?channel=CARERS")

    assert Participant.objects.get().channel == channel


def test_an_unknown_workshop_is_not_found(client, channel):
    assert client.get("/w/winter/from/carers/").status_code == 404
