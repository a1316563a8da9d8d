"""What a mailing says: placeholders, text and HTML, and the headers every message carries."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import cache
from urllib.parse import quote

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from workshop.common.plain import markdown_as_text
from workshop.mailings.digests import summary_for
from workshop.mailings.enums import MailingKind
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.tokens import stop_token, stop_url
from workshop.models import Workshop

PLACEHOLDERS = ("title", "link", "days_left")
# `{{title}}` is left as it is: nothing here is ever a template.
_PLACEHOLDER = re.compile(rf"(?<!\{{)\{{({'|'.join(PLACEHOLDERS)})\}}(?!\}})")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")

_TEXT = """{body}

---
You get this message because you gave your address to “{title}”.
Stop these messages: {stop}
"""


@dataclass(frozen=True)
class Letter:
    """A mailing as it reads today, the same for everybody but for one link."""

    subject: str
    text: str
    html: str
    # Stands where each person's own link to stop these mails goes.
    stop_mark: str


def letter_of(mailing: Mailing, now: datetime) -> Letter:
    """Return the mailing's words with the placeholders filled for this moment."""
    values = placeholder_values(mailing.workshop, now)
    mark = f"stop{uuid.uuid4().hex}"
    subject = _one_line(_filled(mailing.subject, values))
    source = _filled_markdown(mailing.body, values)
    context = {
        "workshop": mailing.workshop,
        "subject": subject,
        "source": source,
        "stop_url": mark,
    }
    html = _inliner().inline(render_to_string("emails/mailing.html", context))
    text = _TEXT.format(body=markdown_as_text(source), title=values["title"], stop=mark)
    return Letter(subject, text, html, mark)


def message_for(delivery: Delivery, letter: Letter, now: datetime) -> EmailMultiAlternatives | None:
    """Return the one message of one delivery, complete with headers.

    None for a summary that has nothing to say.
    """
    if delivery.mailing.kind == MailingKind.DIGEST:
        return _summary_message(delivery, now)
    stop = stop_url(delivery)
    contact = delivery.mailing.workshop.contact
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text.replace(letter.stop_mark, stop),
        from_email=_envelope_sender(delivery),
        to=[delivery.address],
        reply_to=[contact] if contact else None,
        headers=_headers(delivery, stop, stop_token(delivery), now),
    )
    message.attach_alternative(letter.html.replace(letter.stop_mark, stop), "text/html")
    return message


def _summary_message(delivery: Delivery, now: datetime) -> EmailMultiAlternatives | None:
    summary = summary_for(delivery)
    if summary is None:
        return None
    contact = delivery.mailing.workshop.contact
    message = EmailMultiAlternatives(
        subject=_one_line(summary.subject),
        body=summary.text,
        from_email=_envelope_sender(delivery),
        to=[delivery.address],
        reply_to=[contact] if contact else None,
        headers=_headers(delivery, stop_url(delivery), stop_token(delivery), now),
    )
    message.attach_alternative(_inliner().inline(summary.html), "text/html")
    return message


def placeholder_values(workshop: Workshop, now: datetime) -> dict[str, str]:
    """Return what each placeholder stands for at a moment."""
    path = reverse("workshop:landing", kwargs={"slug": workshop.slug})
    return {
        "title": _one_line(workshop.title),
        "link": f"{settings.SITE_URL}{path}",
        "days_left": str(workshop.days_left_at(now)),
    }


def _headers(delivery: Delivery, stop: str, token: str, now: datetime) -> dict[str, str]:
    mailbox = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    by_mail = f"mailto:{mailbox}?subject={quote(f'stop {token}')}"
    mailing = delivery.mailing
    # A list of its own, since one may stop the summaries and keep the rest.
    space = "summaries." if mailing.kind == MailingKind.DIGEST else ""
    return {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": delivery.message_id,
        "Date": format_datetime(now),
        "List-Id": f"<{space}{mailing.workshop.slug}.{settings.MAIL_DOMAIN}>",
        "List-Unsubscribe": f"<{stop}>, <{by_mail}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _envelope_sender(delivery: Delivery) -> str:
    """Return where a bounce goes: an address of this delivery's own, where a mailbox takes them."""
    if not settings.MAIL_BOUNCES:
        return settings.DEFAULT_FROM_EMAIL
    local, _, domain = settings.MAIL_BOUNCES.rpartition("@")
    return f"{local}+{delivery.message_uuid.hex}@{domain}"


def _filled(text: str, values: dict[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


def _filled_markdown(source: str, values: dict[str, str]) -> str:
    """Fill Markdown: a title cannot become markup, and a bare link becomes one to press."""

    def value(found: re.Match) -> str:
        if found[1] == "title":
            return _MARKDOWN_SIGNS.sub(r"\\\1", values["title"])
        before = source[: found.start()]
        if found[1] == "link" and not before.endswith(("](", "<")):
            return f"<{values['link']}>"
        return values[found[1]]

    return _PLACEHOLDER.sub(value, source)


def _one_line(text: str) -> str:
    """Return text without line breaks and control characters, fit for a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@cache
def _inliner() -> css_inline.CSSInliner:
    sheet = settings.BASE_DIR / "templates" / "emails" / "mail.css"
    return css_inline.CSSInliner(
        extra_css=sheet.read_text(encoding="utf-8"), load_remote_stylesheets=False
    )
