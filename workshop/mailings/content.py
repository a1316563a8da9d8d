"""What a mailing says: its text and HTML for one person, and the headers every message carries."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from urllib.parse import quote

import css_inline
from django.conf import settings
from django.template.loader import render_to_string

from workshop.common.plain import markdown_as_text
from workshop.mailings.digests import summary_for
from workshop.mailings.enums import MailingKind
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.placeholders import Values, one_line, values_of
from workshop.mailings.returned import DELIVERY, delivery_headers
from workshop.mailings.tokens import stop_path, stop_token
from workshop.mailings.wire import Wire, WiredMessage, wire_of
from workshop.models import Participant

# Of each message by itself; all others are the same in all.
OWN_HEADERS = ("To", "Message-ID", "Date", "List-Unsubscribe")
FRESH = timedelta(minutes=1)
# As the sheet of styles has it.
ACCENT = "#0f5a62"
_TEXT = """{body}

---
You get this message because you gave your address to “{title}”.
Stop these messages: {stop}
"""


@dataclass(frozen=True)
class Letter:
    """A mailing as it reads today, the same for everybody but for a link and a number."""

    subject: str
    preheader: str
    text: str
    html: str
    # The text in Markdown, with its placeholders filled.
    source: str
    values: Values
    # Made with the first message.
    wires: list[Wire | None] = field(default_factory=list, compare=False)

    @property
    def stop_mark(self) -> str:
        """Return what stands where each person's own link to stop these mails goes."""
        return self.values.stop_mark

    def for_one(self, stop: str, participant: Participant | None) -> "Personal":
        """Return what one person reads; without a query, whoever it is."""
        mark, parts = self.values.count_mark, (self.subject, self.text, self.html)
        if count := self.count_for(participant):
            parts = [part.replace(mark, count) for part in parts]
        subject, text, html = (part.replace(self.stop_mark, stop) for part in parts)
        return Personal(subject, text, html)

    def count_for(self, participant: Participant | None) -> str:
        """Return how many ideas are new to a person; nothing where the letter does not say it."""
        mark = self.values.count_mark
        if not any(mark in part for part in (self.subject, self.text, self.html)):
            return ""
        return str(self.values.facts.new_to(participant))


@dataclass(frozen=True)
class Personal:
    """A message as one person reads it."""

    subject: str
    text: str
    html: str


def letter_of(mailing: Mailing, now: datetime) -> Letter:
    """Return the mailing's words with the placeholders filled for this moment.

    At most one query for each figure that they name.
    """
    values = values_of(mailing.workshop, now)
    subject, preheader = values.in_subject(mailing.subject), values.in_subject(mailing.preheader)
    source = values.in_markdown(mailing.body)
    context = {
        "workshop": mailing.workshop,
        "subject": subject,
        "preheader": preheader,
        "source": source,
        "stop_url": values.stop_mark,
    }
    html = html_of("emails/mailing.html", context)
    title = values.plain("title")
    text = _TEXT.format(body=markdown_as_text(source), title=title, stop=values.stop_mark)
    return Letter(subject, preheader, text, html, source, values)


class Letters:
    """The letters of mailings under way: each is written anew once a minute, not for every claim.

    Its figures are as old as that.
    """

    def __init__(self) -> None:
        self._kept: dict[int, tuple[datetime, Letter]] = {}

    def of(self, mailing: Mailing, now: datetime) -> Letter:
        """Return a mailing's letter, not older than a minute."""
        made_at, letter = self._kept.get(mailing.pk, (None, None))
        if made_at is None or not made_at <= now < made_at + FRESH:
            letter = letter_of(mailing, now)
            self._kept[mailing.pk] = (now, letter)
        return letter


def message_for(delivery: Delivery, letter: Letter, now: datetime) -> WiredMessage | None:
    """Return the one message of one delivery, complete with headers.

    None for a summary that has nothing to say.
    """
    token = stop_token(delivery)
    stop = settings.SITE_URL + stop_path(token)
    words = _words_for(delivery, letter, stop)
    if words is None:
        return None
    headers = _headers(delivery, stop, token, now)
    message = _message(delivery, words, headers, [delivery.address])
    if delivery.mailing.kind != MailingKind.DIGEST:
        message.wire = _wire_for(delivery, letter, headers, stop)
    return message


def _message(
    delivery: Delivery, words: Personal, headers: dict[str, str], to: list[str]
) -> WiredMessage:
    contact = delivery.mailing.workshop.contact
    message = WiredMessage(
        subject=words.subject,
        body=words.text,
        from_email=_envelope_sender(delivery),
        to=to,
        reply_to=[contact] if contact else None,
        headers=headers,
    )
    # By it the events of a provider name the message; over SMTP a header says it.
    message.metadata = {DELIVERY: str(delivery.message_uuid)}
    message.attach_alternative(words.html, "text/html")
    return message


def _wire_for(
    delivery: Delivery, letter: Letter, headers: dict[str, str], stop: str
) -> bytes | None:
    """Return the bytes of a message, made from those that all messages of the letter share."""
    marks = [letter.stop_mark, letter.values.count_mark]
    if not letter.wires:
        shared = _message(delivery, Personal(letter.subject, letter.text, letter.html), headers, [])
        own = (*OWN_HEADERS, *delivery_headers(delivery.message_uuid))
        letter.wires.append(wire_of(shared, marks, own))
    wire = letter.wires[0]
    if wire is None:
        return None
    return wire.filled(
        headers | {"To": delivery.address}, [stop, letter.count_for(delivery.participant)]
    )


def _words_for(delivery: Delivery, letter: Letter, stop: str) -> Personal | None:
    if delivery.mailing.kind != MailingKind.DIGEST:
        return letter.for_one(stop, delivery.participant)
    summary = summary_for(delivery)
    if summary is None:
        return None
    html = _inliner(delivery.mailing.workshop.accent).inline(summary.html)
    return Personal(one_line(summary.subject), summary.text, html)


def html_of(template: str, context: dict) -> str:
    """Return a message of ours as HTML, its styles written into the tags."""
    return _inliner(context["workshop"].accent).inline(render_to_string(template, context))


def _headers(delivery: Delivery, stop: str, token: str, now: datetime) -> dict[str, str]:
    by_mail = f"mailto:{_mailbox(settings.DEFAULT_FROM_EMAIL)}?subject={quote(f'stop {token}')}"
    mailing = delivery.mailing
    slug = mailing.workshop.slug
    # A list of its own, since one may stop the summaries and keep the rest.
    space = "summaries." if mailing.kind == MailingKind.DIGEST else ""
    return {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": delivery.message_id,
        "Date": format_datetime(now),
        "List-Id": f"<{space}{slug}.{settings.MAIL_DOMAIN}>",
        "List-Unsubscribe": f"<{stop}>, <{by_mail}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Feedback-ID": f"{mailing.key}:{mailing.kind}:{slug}:{settings.MAIL_DOMAIN}",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        **delivery_headers(delivery.message_uuid),
    }


@lru_cache(maxsize=8)
def _mailbox(sender: str) -> str:
    return parseaddr(sender)[1]


def _envelope_sender(delivery: Delivery) -> str:
    """Return where a bounce goes: an address of this delivery's own, where a mailbox takes them."""
    if not settings.MAIL_BOUNCES:
        return settings.DEFAULT_FROM_EMAIL
    local, _, domain = settings.MAIL_BOUNCES.rpartition("@")
    return f"{local}+{delivery.message_uuid.hex}@{domain}"


@lru_cache(maxsize=64)
def _inliner(accent: str) -> css_inline.CSSInliner:
    """Return what writes our styles into tags, in the colour of a workshop where it has one."""
    sheet = settings.BASE_DIR / "templates" / "emails" / "mail.css"
    css = sheet.read_text(encoding="utf-8").replace(ACCENT, accent or ACCENT)
    return css_inline.CSSInliner(extra_css=css, load_remote_stylesheets=False)
