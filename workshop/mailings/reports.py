"""Reading what mail servers and people send back: RFC 3464 and RFC 5965 reports, and "stop"."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import parsedate_to_datetime
from uuid import UUID

from workshop.mailings.enums import EventKind
from workshop.mailings.returned import (
    Returned,
    kind_of_status,
    status_in,
    uuid_in_bounce_address,
    uuid_in_message_id,
)

# What rubbish may make of the parsers of the standard library.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
_STOP = re.compile(r"\bstop\s+([A-Za-z0-9._\-]{8,200})\s*$", re.IGNORECASE)
# Where mail servers write down whom a message was for.
_RECEIVERS = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
_SENDERS = ("Return-Path", "X-Original-Return-Path")


@dataclass(frozen=True)
class StopAsked:
    """A person asks by mail, with the word of their own link, for no more messages."""

    token: str
    # What makes it the same mail when it is read again.
    event: str
    at: datetime | None = None


def told_by(raw: bytes) -> Returned | StopAsked | None:
    """Return what a message tells us, None if it is no report that names a message of ours."""
    try:
        message = message_from_bytes(raw, policy=compat32)
        return _report(message) or _stop(message)
    except UNREADABLE:
        return None


def _report(message: Message) -> Returned | None:
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    kind = _kind(message)
    delivery = _delivery(message)
    if not kind or not delivery:
        return None
    return Returned(kind, f"report\n{delivery}", _moment(message), delivery)


def _kind(message: Message) -> EventKind | None:
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            return _complaint(part)
        if part.get_content_type() == "message/delivery-status":
            return _worst([_fate(block) for block in part.get_payload()])
    return None


def _complaint(part: Message) -> EventKind | None:
    """Return a complaint, unless the report says that it is another sort of feedback."""
    lines = part.get_payload()
    text = str(lines[0]) if isinstance(lines, list) else str(lines)
    wanted = re.search(r"(?im)^Feedback-Type:\s*(abuse|fraud|virus|other)\b", text)
    return EventKind.COMPLAINT if wanted else None


def _fate(recipient: Message) -> EventKind | None:
    """Return what happened to one recipient; delays and successes tell us nothing to do."""
    if _text(recipient, "Action").lower() != "failed":
        return None
    status = status_in(_text(recipient, "Status"))
    # Some servers write a status that says nothing beside words that say it all.
    if status in ("", "5.0.0", "4.0.0"):
        status = status_in(_text(recipient, "Diagnostic-Code")) or status
    return kind_of_status(status)


def _worst(kinds: list[EventKind | None]) -> EventKind | None:
    return next((kind for kind in (EventKind.HARD, EventKind.SOFT) if kind in kinds), None)


def _delivery(message: Message) -> UUID | None:
    """Return the message of ours that a report is about."""
    for name in _RECEIVERS:
        for value in message.get_all(name, []):
            if found := uuid_in_bounce_address(str(value)):
                return found
    for part in message.walk():
        if part is message:
            continue
        # Of the returned message itself, or of the part that holds nothing but its headers.
        values = [part.get("Message-ID", ""), *(part.get(name, "") for name in _SENDERS)]
        if part.get_content_type() == "text/rfc822-headers":
            values.append(part.get_payload())
        for value in map(str, values):
            if found := uuid_in_message_id(value) or uuid_in_bounce_address(value):
                return found
    return None


def _stop(message: Message) -> StopAsked | None:
    found = _STOP.search(" ".join(_text(message, "Subject").split()))
    if found is None:
        return None
    event = f"stop\n{found[1]}\n{message['Message-ID']}\n{message['Date']}"
    return StopAsked(found[1], event, _moment(message))


def _text(message: Message, name: str) -> str:
    return str(make_header(decode_header(message.get(name, "")))).strip()


def _moment(message: Message) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(message["Date"]))
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
