"""Every mail of a full campaign, in the bytes that a mail server gets."""

import email
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from tests.factories import make_mailing
from tests.privacy.canaries import World
from workshop.enums import EmailChoice
from workshop.mailings.content import letter_of, message_for
from workshop.mailings.enums import MailingKind
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.ready import READY
from workshop.models import Workshop

SITE = "https://workshop.example.org"
ONCE = ["Message-ID", "Date", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post"]
ONCE += ["List-Id", "Feedback-ID", "From", "To", "Subject", "Reply-To"]
EVERYTHING = {
    "subject": "{title}: {days_left} days, {ideas} ideas, {new_ideas} new",
    "preheader": "{ideas} ideas",
    "body": "{title} {link} {days_left} {ideas} {new_ideas}\n\n{most_discussed}\n\n{unsubscribe}",
}

pytestmark = pytest.mark.django_db


class Links(HTMLParser):
    """Every address that a page of HTML names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src", "background")]


@pytest.fixture
def world(settings) -> World:
    settings.SITE_URL = SITE
    settings.MAIL_DOMAIN = "workshop.example.org"
    made = World()
    for person in (made.author, made.reader):
        person.email_choice = EmailChoice.DAILY
        person.save()
    return made


def campaign(workshop: Workshop) -> list[Mailing]:
    """The six ready-made mailings, one with all placeholders, and a summary."""
    ready = [
        make_mailing(
            workshop, each.key, kind=each.kind, subject=each.subject, preheader=each.preheader,
            body=each.body,
        )
        for each in READY.values()
    ]  # fmt: skip
    own = make_mailing(workshop, "own", kind=MailingKind.OTHER, **EVERYTHING)
    summary = make_mailing(workshop, "digest", kind=MailingKind.DIGEST, send_at=timezone.now())
    assert len(ready) == 6
    return [*ready, own, summary]


def mails(world: World) -> list[tuple[Mailing, Delivery, EmailMessage]]:
    """What each mailing says to two who took part, and to one who only left an address."""
    found = []
    for mailing in campaign(world.workshop):
        letter = letter_of(mailing, timezone.now())
        people = [(person, person.user.email) for person in (world.author, world.reader)]
        rows = [Delivery(mailing=mailing, participant=p, address=a) for p, a in people]
        if mailing.kind != MailingKind.DIGEST:
            early = world.early
            rows.append(Delivery(mailing=mailing, preregistration=early, address=early.email))
        for row in rows:
            row.save()
            message = message_for(row, letter, timezone.now())
            raw = message.wire or message.message().as_bytes(linesep="\r\n")
            found.append((mailing, row, email.message_from_bytes(raw, policy=SMTP)))
    return found


def test_every_mail_of_a_campaign_is_whole_and_tells_of_nobody(world):
    sent = mails(world)
    assert len(sent) == 7 * 3 + 2
    assert len({mail["Message-ID"] for *_, mail in sent}) == len(sent)

    for mailing, row, mail in sent:
        text, html = _two_parts(mail)
        _judge_headers(mail, row)
        _judge_links(mail, text, html)
        _judge_silence(world, mailing, row, text + html + str(mail["Subject"]))


def _two_parts(mail: EmailMessage) -> tuple[str, str]:
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    text, html = (part.get_content() for part in mail.iter_parts())
    assert text.strip()
    assert html.count("<h1") == 1
    assert 'lang="en-GB"' in html
    return text, html


def _judge_headers(mail: EmailMessage, row: Delivery) -> None:
    assert {name: len(mail.get_all(name, [])) for name in ONCE} == dict.fromkeys(ONCE, 1)
    assert mail["Message-ID"] == row.message_id
    assert mail["To"] == row.address
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip().startswith(f"<{SITE}/mailings/stop/d{row.pk}.")
    assert mail["List-Id"].endswith("spring.workshop.example.org>")
    assert mail["Reply-To"] == "ask@example.org"


def _judge_links(mail: EmailMessage, text: str, html: str) -> None:
    stop = mail["List-Unsubscribe"].strip().split(">")[0][1:]
    links = Links(html).found
    assert stop in links
    assert stop in text
    assert [link for link in links if not link.startswith(f"{SITE}/")] == []
    for mark in (".invalid", "127.0.0.1", "{", "count0"):
        assert mark not in text
    assert all(sign not in html for sign in (".invalid", "<script", "<img", "http:"))


def _judge_silence(world: World, mailing: Mailing, row: Delivery, words: str) -> None:
    found = world.found_in(words)
    assert (found.people, found.keys, found.responses, found.answers) == (set(),) * 4
    assert "canary-early" not in words
    # What is discussed most may be named: everybody may read it, and no author stands by it.
    if "{most_discussed}" not in mailing.body:
        assert found.contributions == set()
        assert "canary-" not in words
    else:
        assert found.contributions
