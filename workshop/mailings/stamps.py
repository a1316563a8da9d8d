"""A letter written out once for many: the bytes of a message, in which each person's parts change.

Writing a message out costs more than all else that we do for it. What comes of it here is byte
for byte what `content.message_for` gives; where it is not, the letter goes the long way.
"""

import re
import uuid
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parseaddr

from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address

from workshop.common.mail import WrittenMessage
from workshop.mailings.content import Letter, message_for
from workshop.mailings.enums import MailingKind
from workshop.mailings.models import Delivery
from workshop.mailings.tokens import stop_token

# Fewer than these are not worth a stamp.
WORTH_IT = 3
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
# A header with a longer one is folded.
_LONGEST = 70
# Other addresses are legal too; how a header holds them is left to the long way.
_PLAIN_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class Stamp:
    """A message with marks where each person's parts go."""

    parts: list[str]
    sender: str
    marks: tuple[str, ...]

    def message(self, delivery: Delivery, now: datetime) -> WrittenMessage | None:
        """Return the message of a delivery; None for an address that it does not fit."""
        if len(delivery.address) > _LONGEST or not _PLAIN_ADDRESS.fullmatch(delivery.address):
            return None
        values = dict(zip(self.marks, _personal(delivery, now), strict=True))
        written = "".join(values.get(part, part) for part in self.parts)
        hexes = (uuid.UUID(self.marks[1]).hex, delivery.message_uuid.hex)
        return WrittenMessage(
            sender=self.sender.replace(*hexes), to=delivery.address, content=written.encode()
        )


def stamp_for(deliveries: list[Delivery], letter: Letter, now: datetime) -> Stamp | None:
    """Return what writes the messages of one claim, or None where each is written by itself."""
    if len(deliveries) < WORTH_IT or not _is_same_for_all(deliveries[0], letter):
        return None
    boundary = f"=={uuid.uuid4().hex}=="
    pattern = copy(deliveries[0])
    pattern.address, pattern.message_uuid = f"{uuid.uuid4().hex}@mark.invalid", uuid.uuid4()
    marks = _personal(pattern, now)
    try:
        stamp = _stamp(message_for(pattern, letter, now), marks, boundary)
        last = message_for(deliveries[-1], letter, now)
        stamped = stamp.message(deliveries[-1], now)
        is_true = stamped and stamped.content == _written(last, boundary)
    except ValueError:
        # Something cannot be written: which message's fault it is shows when each is by itself.
        return None
    return stamp if is_true else None


def _is_same_for_all(delivery: Delivery, letter: Letter) -> bool:
    """Say whether nothing but the marks differs: no summary, and no number of one's own."""
    count = letter.values.count_mark
    parts = (letter.subject, letter.text, letter.html)
    return delivery.mailing.kind != MailingKind.DIGEST and not any(count in part for part in parts)


def _stamp(message: EmailMessage, marks: tuple[str, ...], boundary: str) -> Stamp:
    found = re.compile("|".join(f"({re.escape(mark)})" for mark in marks))
    text = _written(message, boundary).decode()
    parts = [part for part in found.split(text) if part is not None]
    sender = sanitize_address(message.from_email, "utf-8")
    return Stamp(parts, parseaddr(sender)[1], marks)


def _personal(delivery: Delivery, now: datetime) -> tuple[str, ...]:
    """Return what differs from message to message."""
    return (
        delivery.address,
        str(delivery.message_uuid),
        stop_token(delivery),
        format_datetime(now),
    )


def _written(message: EmailMessage, boundary: str) -> bytes:
    mime = message.message()
    mime.set_boundary(boundary)
    return mime.as_bytes(linesep="\r\n")
