"""What comes back of a message, whoever tells it: the words that the rest of us works with."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from workshop.mailings.enums import EventKind

SOFT_LIMIT = 3
SOFT_SPAN = timedelta(days=30)
# The metadata by which a provider's event names its delivery.
DELIVERY = "delivery"
# Of the enhanced codes of RFC 3463 that say "for good", those that speak of the address. The
# others speak of our message, of us, or of a mailbox that is full today.
HARD_STATUS = re.compile(r"5\.(0\.\d+|1\.[0-69]\d*|2\.[01]|4\.[14])$")
# The header in which each takes metadata as JSON; the others tell the Message-ID.
_HEADERS = {
    "brevo": "X-Mailin-custom",
    "mailgun": "X-Mailgun-Variables",
    "mailjet": "X-MJ-EventPayload",
    "mandrill": "X-MC-Metadata",
    "sparkpost": "X-MSYS-API",
}
_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
_UUID = r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}"


@dataclass(frozen=True)
class Returned:
    """One thing told of one message."""

    kind: EventKind
    # What makes it the same event when it is told again.
    event: str
    at: datetime | None = None
    delivery: UUID | None = None
    # Believed only where who tells it has proved to be the provider.
    recipient: str = ""


def delivery_headers(uuid: UUID) -> dict[str, str]:
    """Return the header by which a provider that we reach over SMTP learns which message it is.

    Its events then name the delivery, as they do where it is told so by its own protocol.
    """
    if not settings.MAIL_OVER_SMTP:
        return {}
    if settings.MAIL_PROVIDER == "postmark":
        return {f"X-PM-Metadata-{DELIVERY}": str(uuid)}
    name = _HEADERS.get(settings.MAIL_PROVIDER)
    if not name:
        return {}
    said = {DELIVERY: str(uuid)}
    return {name: json.dumps({"metadata": said} if name == "X-MSYS-API" else said)}


def kind_of_status(status: str) -> EventKind:
    """Return what an enhanced status code says of an address."""
    return EventKind.HARD if HARD_STATUS.fullmatch(status) else EventKind.SOFT


def status_in(words: str) -> str:
    """Return the first enhanced status code in a server's words, or nothing."""
    found = _STATUS.search(words)
    return found[1] if found else ""


def uuid_in_message_id(words: str) -> UUID | None:
    """Return the delivery that a Message-ID of ours names."""
    domain = re.escape(settings.MAIL_DOMAIN)
    found = re.search(rf"({_UUID})@{domain}\b", words, re.IGNORECASE)
    return UUID(found[1]) if found else None


def uuid_in_bounce_address(words: str) -> UUID | None:
    """Return the delivery that an address for bounces names."""
    local, _, domain = settings.MAIL_BOUNCES.rpartition("@")
    if not local:
        return None
    pattern = rf"{re.escape(local)}\+({_UUID})@{re.escape(domain)}\b"
    found = re.search(pattern, words, re.IGNORECASE)
    return UUID(found[1]) if found else None


def came_back_too_often(moments: Iterable[datetime]) -> bool:
    """Say whether three of these lie within thirty days, in whatever order they are told."""
    ordered = sorted(moments)
    later = ordered[SOFT_LIMIT - 1 :]
    return any(end - start <= SOFT_SPAN for start, end in zip(ordered, later, strict=False))
