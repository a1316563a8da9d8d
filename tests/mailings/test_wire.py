"""The bytes of a message that are made once say the same as the message that is built."""

import email
from datetime import UTC, datetime
from email.policy import SMTP

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.factories import make_idea, make_mailing, make_participant, make_user
from workshop.mailings.content import Letters, letter_of, message_for
from workshop.mailings.models import Delivery, Mailing
from workshop.models import Participant, Workshop

NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)
OPENS, CLOSES = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 22, tzinfo=UTC)


def row(body: str, subject: str = "News", **values) -> Delivery:
    """A delivery that no database knows."""
    workshop = Workshop(pk=1, slug="spring", title="Größe & Maß", opens_at=OPENS, closes_at=CLOSES)
    mailing = Mailing(workshop=workshop, key="one", subject=subject, body=body)
    person = Participant(pk=1, workshop=workshop)
    words = {"address": "ann@example.org"} | values
    return Delivery(pk=7, mailing=mailing, participant=person, **words)


def as_read(raw: bytes) -> tuple:
    found = email.message_from_bytes(raw, policy=SMTP)
    headers = {name: " ".join(value.split()) for name, value in found.items()}
    headers.pop("Content-Type")
    parts = [(part.get_content_type(), part.get_content()) for part in found.iter_parts()]
    return headers, parts


@given(st.text(max_size=200), st.text(max_size=60))
@example("x" * 3000 + " {unsubscribe}", "Plain")
@example("{unsubscribe} {link}", "Grüße = {title}")
@example("=\r\n.\n.\n", "?=")
def test_the_bytes_made_once_are_read_as_the_message_built_anew(body, subject):
    delivery = row(body, subject)

    message = message_for(delivery, letter_of(delivery.mailing, NOW), NOW)

    built = message.message().as_bytes(linesep="\r\n")
    assert as_read(message.wire or built) == as_read(built)


def test_an_ordinary_message_brings_its_bytes_along():
    delivery = row("Come to {link}, or [stop]({unsubscribe}).", "Grüße")

    message = message_for(delivery, letter_of(delivery.mailing, NOW), NOW)

    assert message.wire.startswith(b"To: ann@example.org\r\n")
    assert b"\n" not in message.wire.replace(b"\r\n", b"")


@pytest.mark.parametrize("address", ["a@example.org\nBcc: b@example.org", "jörg@example.org"])
def test_an_address_out_of_the_ordinary_has_no_bytes_made_before(address):
    delivery = row("Hello", address=address)

    assert message_for(delivery, letter_of(delivery.mailing, NOW), NOW).wire is None


def test_two_people_get_bytes_of_their_own(group):
    mailing = make_mailing(group.workshop, body="{new_ideas} new. {unsubscribe}")
    make_idea(group)
    people = [
        make_participant(group.workshop, make_user("a@example.org")),
        make_participant(
            group.workshop, make_user("b@example.org"), last_seen_at=NOW.replace(2100)
        ),
    ]
    letter = letter_of(mailing, NOW)
    rows = [
        Delivery.objects.create(mailing=mailing, participant=p, address=p.user.email)
        for p in people
    ]

    first, second = (message_for(row, letter, NOW) for row in rows)

    assert b"1 new." in first.wire
    assert b"0 new." in second.wire
    assert b"To: b@example.org\r\n" in second.wire
    for message in (first, second):
        assert message.wire.count(message.body.rsplit(": ", 1)[1].strip().encode()) >= 4


def test_a_letter_is_written_once_a_minute(workshop, django_assert_num_queries):
    mailing = make_mailing(workshop, body="{ideas}")
    letters = Letters()

    with django_assert_num_queries(2):
        first = letters.of(mailing, NOW)
        assert letters.of(mailing, NOW.replace(second=59)) is first
        assert letters.of(mailing, NOW.replace(minute=1)) is not first
