"""A mailing as somebody would read it, for the page on which it is written."""

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from html.parser import HTMLParser

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from workshop.mailings.content import Letter, Personal, letter_of
from workshop.mailings.models import Mailing

AWAY = timedelta(days=7)
DARK_ONLY, SCHEMES = "(prefers-color-scheme: dark)", 'content="light dark"'
_LINK = re.compile(r"<a (?=[^>]*href=)")


class Look(StrEnum):
    """A way to look at a mailing."""

    LIGHT = "light"
    DARK = "dark"
    TEXT = "text"


@dataclass(frozen=True)
class Reader:
    """Somebody whose last visit was a week ago."""

    last_seen_at: datetime


def read_by_one(mailing: Mailing, now: datetime) -> Personal:
    """Return a mailing as a person reads it today who was last here a week ago.

    The way to stop leads to the page of a link that is nobody's.
    """
    return read_letter(letter_of(mailing, now), now)


def read_letter(letter: Letter, now: datetime) -> Personal:
    """Return a letter as a person reads it who was last here a week ago."""
    stop = settings.SITE_URL + reverse("mailings:stop", kwargs={"token": "nobody"})
    return letter.for_one(stop, Reader(now - AWAY))


def trial_message(mailing: Mailing, address: str, now: datetime) -> EmailMultiAlternatives:
    """Return a mailing as a test for whoever writes it, marked as such and on no list."""
    words = read_by_one(mailing, now)
    contact = mailing.workshop.contact
    message = EmailMultiAlternatives(
        subject=f"[Test] {words.subject}",
        body=words.text,
        to=[address],
        reply_to=[contact] if contact else None,
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    message.attach_alternative(words.html, "text/html")
    return message


def shown_as(html: str, look: Look) -> str:
    """Return the HTML of a message in one look, whatever the reader's own is; links open aside."""
    applies = "all" if look is Look.DARK else "not all"
    shown = html.replace(DARK_ONLY, applies).replace(SCHEMES, f'content="{look}"')
    return _LINK.sub('<a target="_blank" ', shown)


def policy_of(html: str) -> str:
    """Return the policy of an answer that is this message: its own styles and nothing else."""
    finder = _StyleFinder()
    finder.feed(html)
    hashes = sorted({f"'sha256-{_digest(style)}'" for style in finder.styles})
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src 'unsafe-hashes' {' '.join(hashes)}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
            "sandbox allow-popups allow-popups-to-escape-sandbox",
        ]
    )


class _StyleFinder(HTMLParser):
    """Collects the styles of a page: those of tags, and those of style sheets within it."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: list[str] = []
        self._in_sheet = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_sheet = tag == "style"
        self.styles += [value for name, value in attrs if name == "style" and value]

    def handle_data(self, data: str) -> None:
        if self._in_sheet:
            self.styles.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_sheet = False


def _digest(style: str) -> str:
    return b64encode(sha256(style.encode()).digest()).decode()
