"""What a mailing says: its text and HTML for one person, and the headers every message carries."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import cache
from urllib.parse import quote

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from workshop.common.plain import markdown_as_text
from workshop.mailings.digests import summary_for
from workshop.mailings.enums import MailingKind
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.placeholders import Values, one_line, values_of
from workshop.mailings.returned import DELIVERY, delivery_headers
from workshop.mailings.tokens import stop_token, stop_url
from workshop.models import Participant

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

    @property
    def stop_mark(self) -> str:
        """Return what stands where each person's own link to stop these mails goes."""
        return self.values.stop_mark

    def for_one(self, stop: str, participant: Participant | None) -> "Personal":
        """Return what one person reads; without a query, whoever it is."""
        mark, parts = self.values.count_mark, (self.subject, self.text, self.html)
        if any(mark in part for part in parts):
            count = str(self.values.facts.new_to(participant))
            parts = [part.replace(mark, count) for part in parts]
        subject, text, html = (part.replace(self.stop_mark, stop) for part in parts)
        return Personal(subject, text, html)


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


def message_for(delivery: Delivery, letter: Letter, now: datetime) -> EmailMultiAlternatives | None:
    """Return the one message of one delivery, complete with headers.

    None for a summary that has nothing to say.
    """
    words = _words_for(delivery, letter)
    if words is None:
        return None
    stop = stop_url(delivery)
    contact = delivery.mailing.workshop.contact
    message = EmailMultiAlternatives(
        subject=words.subject,
        body=words.text,
        from_email=_envelope_sender(delivery),
        to=[delivery.address],
        reply_to=[contact] if contact else None,
        headers=_headers(delivery, stop, stop_token(delivery), now),
    )
    # By it the events of a provider name the message; over SMTP a header says it.
    message.metadata = {DELIVERY: str(delivery.message_uuid)}
    message.attach_alternative(words.html, "text/html")
    return message


def _words_for(delivery: Delivery, letter: Letter) -> Personal | None:
    if delivery.mailing.kind != MailingKind.DIGEST:
        return letter.for_one(stop_url(delivery), delivery.participant)
    summary = summary_for(delivery)
    if summary is None:
        return None
    html = _inliner().inline(summary.html)
    return Personal(one_line(summary.subject), summary.text, html)


def html_of(template: str, context: dict) -> str:
    """Return a message of ours as HTML, its styles written into the tags."""
    return _inliner().inline(render_to_string(template, context))


def _headers(delivery: Delivery, stop: str, token: str, now: datetime) -> dict[str, str]:
    mailbox = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    by_mail = f"mailto:{mailbox}?subject={quote(f'stop {token}')}"
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
        **(delivery_headers(delivery.message_uuid) if settings.MAIL_OVER_SMTP else {}),
    }


def _envelope_sender(delivery: Delivery) -> str:
    """Return where a bounce goes: an address of this delivery's own, where a mailbox takes them."""
    if not settings.MAIL_BOUNCES:
        return settings.DEFAULT_FROM_EMAIL
    local, _, domain = settings.MAIL_BOUNCES.rpartition("@")
    return f"{local}+{delivery.message_uuid.hex}@{domain}"


@cache
def _inliner() -> css_inline.CSSInliner:
    sheet = settings.BASE_DIR / "templates" / "emails" / "mail.css"
    return css_inline.CSSInliner(
        extra_css=sheet.read_text(encoding="utf-8"), load_remote_stylesheets=False
    )
