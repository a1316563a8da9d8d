"""The bytes of a message, most of which are the same for everybody and made once.

Building a message of two parts takes longer than sending it. So one is built with marks where
each person's own things go, and the marks are replaced in its bytes. Where that would not be
exact (an address beyond ASCII, a mark that the encoding took apart) there are no such bytes, and
the message is built as any other.
"""

import re
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives

PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+", re.ASCII)
LONGEST_LINE = 998


class WiredMessage(EmailMultiAlternatives):
    """A message that may know its own bytes, as they go over SMTP."""

    wire: bytes | None = None


@dataclass(frozen=True)
class Wire:
    """What a letter is in bytes, in the pieces between one person's own things."""

    head: bytes
    body: bytes
    marks: tuple[bytes, ...]
    # Headers that are written anew for each message; all others are the letter's.
    own_headers: tuple[str, ...]

    def filled(self, own: dict[str, str], values: list[str]) -> bytes | None:
        """Return the message with its own headers and, for each mark in turn, its own value."""
        if not PLAIN_ADDRESS.fullmatch(own["To"]):
            return None
        lines = [_header(name, own[name]) for name in self.own_headers]
        if any(line is None for line in lines):
            return None
        body = self.body
        for mark, value in zip(self.marks, values, strict=True):
            body = body.replace(mark, value.encode())
        return b"".join([*lines, self.head, b"\r\n", body])


def wire_of(
    message: EmailMultiAlternatives, marks: list[str], own_headers: tuple[str, ...]
) -> Wire | None:
    """Return the bytes of a message that holds marks; None where they would not be exact."""
    html = message.alternatives[0][0]
    built = message.message()
    for name in own_headers:
        del built[name]
    head, _, body = built.as_bytes(linesep="\r\n").partition(b"\r\n\r\n")
    as_bytes = tuple(mark.encode() for mark in marks)
    for mark, sign in zip(marks, as_bytes, strict=True):
        if mark in message.subject or body.count(sign) != (message.body + html).count(mark):
            return None
    return Wire(head + b"\r\n", body, as_bytes, own_headers)


def _header(name: str, value: str) -> bytes | None:
    """Return a header's line, of several parts a line each; None for what is no plain line."""
    folded = value.replace(">, <", ">,\r\n <")
    parts = folded.split("\r\n")
    plain = all(part.isascii() and part.isprintable() for part in parts)
    if not plain or max(map(len, parts)) + len(name) + 2 > LONGEST_LINE:
        return None
    return f"{name}: {folded}\r\n".encode("ascii")
