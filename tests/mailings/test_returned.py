"""What a code means, which message is named, and how often is too often."""

from datetime import timedelta
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import OPENS
from workshop.mailings.enums import EventKind
from workshop.mailings.returned import (
    came_back_too_often,
    delivery_headers,
    kind_of_status,
    status_in,
    uuid_in_bounce_address,
    uuid_in_message_id,
)

NUMBER = UUID("6f1f6f6e-5d7a-4a53-9b9e-0123456789ab")
moments = st.lists(
    st.integers(0, 100 * 24 * 60).map(lambda minutes: OPENS + timedelta(minutes=minutes)),
    max_size=8,
)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("5.1.1", EventKind.HARD),
        ("5.1.10", EventKind.HARD),
        ("5.0.0", EventKind.HARD),
        ("5.2.1", EventKind.HARD),
        ("5.4.1", EventKind.HARD),
        ("5.2.2", EventKind.SOFT),
        ("5.1.8", EventKind.SOFT),
        ("5.7.1", EventKind.SOFT),
        ("5.3.4", EventKind.SOFT),
        ("4.1.1", EventKind.SOFT),
        ("4.4.7", EventKind.SOFT),
        ("", EventKind.SOFT),
    ],
)
def test_only_a_word_about_the_address_is_hard(status, kind):
    assert kind_of_status(status) == kind


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("smtp; 550 5.1.1 <a@b.example> no such user", "5.1.1"),
        ("550-5.2.2. Mailbox full", "5.2.2"),
        ("host 5.1.1.9 said: 451 4.3.0 later", "4.3.0"),
        ("250 2.0.0 fine", ""),
        ("version 15.1.1 of 2026", ""),
    ],
)
def test_a_code_is_found_in_the_words_of_a_server(words, status):
    assert status_in(words) == status


@given(moments)
def test_three_within_thirty_days_are_too_many_in_whatever_order(found):
    expected = any(
        max(three) - min(three) <= timedelta(days=30) for three in combinations(found, 3)
    )

    assert came_back_too_often(found) == expected
    assert came_back_too_often(reversed(found)) == expected


def test_a_message_id_of_ours_names_its_delivery(settings):
    settings.MAIL_DOMAIN = "workshop.example"

    assert uuid_in_message_id(f"<{NUMBER}@workshop.example>") == NUMBER
    assert uuid_in_message_id(f"<{NUMBER}@elsewhere.example>") is None
    assert uuid_in_message_id("<hello@workshop.example>") is None


def test_an_address_for_bounces_names_its_delivery(settings):
    settings.MAIL_BOUNCES = "bounces@workshop.example"

    assert uuid_in_bounce_address(f"<Bounces+{NUMBER.hex}@workshop.example>") == NUMBER
    assert uuid_in_bounce_address(f"other+{NUMBER.hex}@workshop.example") is None
    settings.MAIL_BOUNCES = ""
    assert uuid_in_bounce_address(f"+{NUMBER.hex}@") is None


@pytest.mark.parametrize(
    ("provider", "headers"),
    [
        ("", {}),
        ("mailtrap", {}),
        ("postmark", {"X-PM-Metadata-delivery": str(NUMBER)}),
        ("mailgun", {"X-Mailgun-Variables": f'{{"delivery": "{NUMBER}"}}'}),
        ("sparkpost", {"X-MSYS-API": f'{{"metadata": {{"delivery": "{NUMBER}"}}}}'}),
    ],
)
def test_a_provider_behind_smtp_learns_the_delivery_from_a_header(settings, provider, headers):
    settings.MAIL_PROVIDER, settings.MAIL_OVER_SMTP = provider, True

    assert delivery_headers(NUMBER) == headers


def test_a_provider_that_is_told_by_its_own_protocol_needs_no_header(settings):
    settings.MAIL_PROVIDER, settings.MAIL_OVER_SMTP = "postmark", False

    assert delivery_headers(NUMBER) == {}
