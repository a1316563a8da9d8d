"""A message written by a stamp is the message, byte for byte; what a stamp cannot write goes by."""

import re
from email.utils import parseaddr
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_mailing, make_participant, make_user
from workshop.mailings.content import letter_of, message_for
from workshop.mailings.models import Delivery
from workshop.mailings.services import mailing_build, mailings_tick
from workshop.mailings.stamps import stamp_for
from workshop.mailings.tokens import stop_target

pytestmark = pytest.mark.django_db
NOW = timezone.now()
ATOMS = st.text("abcXYZ019!#$%&'*+/=?^_`{|}~-", min_size=1, max_size=12)
LOCALS = st.lists(ATOMS, min_size=1, max_size=4).map(".".join)
LABELS = st.text("abcxyz019", min_size=1, max_size=20)
DOMAINS = st.lists(LABELS, min_size=2, max_size=4).map(".".join)


def deliveries_of(mailing, *addresses: str) -> list[Delivery]:
    """Rows as a claim has them, without the people behind them."""
    return [
        Delivery(pk=n, mailing=mailing, address=address, message_uuid=uuid4())
        for n, address in enumerate(addresses, start=10_001)
    ]


def names(count: int) -> list[str]:
    return [f"p{n}@example.org" for n in range(count)]


def stamp_of(mailing, rows):
    return stamp_for(rows, letter_of(mailing, NOW), NOW)


@pytest.mark.parametrize("bounces", ["", "bounces@example.net"])
def test_a_stamped_message_is_the_message(workshop, settings, bounces):
    settings.MAIL_BOUNCES = bounces
    mailing = make_mailing(workshop, subject="Grüße – {title}", body="Wörter.\n\n.\n\n[Go]({link})")
    letter = letter_of(mailing, NOW)
    stamp = stamp_for(deliveries_of(mailing, *names(3)), letter, NOW)

    @given(st.builds("{}@{}".format, LOCALS, DOMAINS).filter(lambda text: len(text) <= 70))
    def check(address):
        (row,) = deliveries_of(mailing, address)
        written, message = stamp.message(row, NOW), message_for(row, letter, NOW)
        mime = message.message()
        mime.set_boundary(re.search(rb'boundary="([^"]+)"', written.content)[1].decode())
        assert written.content == mime.as_bytes(linesep="\r\n")
        sender = parseaddr(message.from_email)[1]
        assert (written.to, written.sender) == (address, sender)

    check()


@pytest.mark.parametrize(
    "address",
    ["ann@exämple.org", "änn@example.org", "a\nb@example.org", "", f"{'a' * 64}@example.org"],
)
def test_an_address_of_another_kind_goes_the_long_way(workshop, address):
    mailing = make_mailing(workshop)
    stamp = stamp_of(mailing, deliveries_of(mailing, *names(3)))

    assert stamp.message(*deliveries_of(mailing, address), NOW) is None


@pytest.mark.parametrize(
    ("extra", "rows"),
    [
        ({"body": "New to you: {new_ideas}"}, 3),
        ({"subject": "{new_ideas} new ideas"}, 3),
        ({}, 2),
        # Its lines are too long to be sent as they are, and marks would be broken.
        ({"body": "word " * 400}, 3),
    ],
)
def test_a_letter_that_differs_in_more_is_not_stamped(workshop, extra, rows):
    mailing = make_mailing(workshop, **extra)

    assert stamp_of(mailing, deliveries_of(mailing, *names(rows))) is None


def test_each_person_gets_a_message_of_their_own(workshop, smtp, settings):
    settings.MAIL_BOUNCES = "bounces@example.net"
    for address in (*names(4), "o'neill@example.org"):
        make_participant(workshop, make_user(address))
    mailing = make_mailing(workshop, send_at=NOW)
    mailing_build(mailing=mailing, now=NOW)

    mailings_tick(now=NOW)

    assert len(smtp.accepted) == 5
    for received in smtp.accepted:
        row, message = mailing.deliveries.get(address=received.to), received.message
        parts = [
            str(message["List-Unsubscribe"]),
            *(part.get_content() for part in message.iter_parts()),
        ]
        found = [re.findall(r"/stop/([^/]+)/", part) for part in parts]
        assert all(found), found
        tokens = {token for several in found for token in several}
        assert [stop_target(token).delivery for token in tokens] == [row]
        assert (message["To"], message["Message-ID"]) == (row.address, row.message_id)
        assert received.sender == f"bounces+{row.message_uuid.hex}@example.net"
