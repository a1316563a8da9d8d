"""Without a provider: reports of mail servers, complaints and "stop" from a mailbox on disk."""

import mailbox
from contextlib import closing
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories import make_mailing, make_workshop
from tests.mailings.returns import bounce, complaint, make_delivery, stop_mail
from workshop.config import celery as wiring
from workshop.mailings.mailboxes import BYTES_READ
from workshop.mailings.models import Delivery, MailEvent, Suppression
from workshop.mailings.services import bounce_file_read, mailings_start, mailings_tick
from workshop.mailings.suppressions import suppressed_keys
from workshop.mailings.tasks import bounces_read
from workshop.mailings.tokens import stop_token
from workshop.models import Participant

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"
NOW = timezone.now()


def fill(path, *messages: bytes):
    with closing(mailbox.mbox(path)) as box:
        for raw in messages:
            box.add(raw)
    return path


def read(path) -> str:
    out = StringIO()
    call_command("read_bounces", str(path), stdout=out)
    return out.getvalue()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "bounces"


def test_an_address_that_does_not_exist_gets_nothing_more(path):
    delivery = make_delivery()
    fill(path, bounce(delivery, at=NOW))

    assert "1 messages read; new: 1 for an address" in read(path)

    assert Delivery.objects.get().fate == "bounced"
    assert Suppression.objects.get().cause == "hard"
    assert suppressed_keys([ADA]) == {ADA}


def test_reading_a_mailbox_again_changes_nothing(path):
    delivery = make_delivery()
    fill(path, bounce(delivery, "4.4.7", at=NOW), complaint(delivery, at=NOW))
    read(path)
    rows = list(MailEvent.objects.values()), list(Suppression.objects.values())

    assert "2 messages read; new: 0" in read(path)

    assert (list(MailEvent.objects.values()), list(Suppression.objects.values())) == rows


def test_a_complaint_ends_our_mail(path):
    fill(path, complaint(make_delivery(), at=NOW))

    assert "1 complaints" in read(path)

    assert Suppression.objects.get().cause == "complaint"
    assert Delivery.objects.get().fate == "complained"


def test_what_is_no_complaint_is_none(path):
    fill(path, complaint(make_delivery(), "not-spam", at=NOW))
    read(path)

    assert not MailEvent.objects.exists()


@pytest.mark.parametrize(
    ("status", "words", "suppressed"),
    [
        ("5.1.1", "", True),
        ("5.0.0", "smtp; 550 5.7.1 policy", False),
        ("5.2.2", "smtp; 552 5.2.2 full", False),
        ("4.4.7", "", False),
    ],
)
def test_only_an_address_that_is_gone_is_suppressed_at_once(path, status, words, suppressed):
    fill(path, bounce(make_delivery(), status, at=NOW, Diagnostic_Code=words))
    read(path)

    assert MailEvent.objects.count() == 1
    assert Suppression.objects.exists() == suppressed


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_is_still_on_its_way_did_not_come_back(path, action):
    fill(path, bounce(make_delivery(), "4.0.0", action, at=NOW))
    read(path)

    assert not MailEvent.objects.exists()


def test_three_messages_that_came_back_are_enough(path):
    workshop = make_workshop()
    first = make_delivery(mailing=make_mailing(workshop))
    values = {"participant": first.participant, "address": ADA, "address_key": ADA}
    others = [Delivery.objects.create(mailing=make_mailing(workshop), **values) for _ in range(2)]
    fill(path, *(bounce(row, "5.2.2", at=NOW) for row in [first, *others]))
    read(path)

    assert Suppression.objects.get().cause == "soft"


def test_a_report_concerns_whom_we_wrote_to_whatever_it_says(path):
    fill(path, bounce(make_delivery(), at=NOW, recipient="victim@example.org"))
    read(path)

    assert suppressed_keys([ADA, "victim@example.org"]) == {ADA}


def test_a_report_of_no_message_of_ours_harms_nobody(path):
    made_up = Delivery(address=ADA)
    fill(path, bounce(made_up, at=NOW))

    assert "new: 0" in read(path)

    assert not Suppression.objects.exists()


def test_the_address_that_a_bounce_came_to_names_the_message(path, settings):
    settings.MAIL_BOUNCES = "bounces@workshop.example"
    delivery = make_delivery()
    to = f"To: bounces+{delivery.message_uuid.hex}@workshop.example\n".encode()
    raw = bounce(delivery, at=NOW).replace(delivery.message_id.encode(), b"<gone@mx.example>")
    fill(path, to + raw)
    read(path)

    assert Delivery.objects.get().fate == "bounced"


def test_a_report_may_hold_headers_alone(path):
    delivery = make_delivery()
    raw = bounce(delivery, at=NOW).replace(b"message/rfc822", b"text/rfc822-headers")
    fill(path, raw)
    read(path)

    assert Delivery.objects.get().fate == "bounced"


@pytest.mark.parametrize(
    "subject", ["stop {}", "Re: stop {}", "STOP  {} ", "=?utf-8?q?stop=20{}?="]
)
def test_a_mail_that_says_stop_stops_our_mail(path, subject):
    delivery = make_delivery()
    token = stop_token(delivery)
    if subject.startswith("=?"):
        token = token.replace("_", "=5F")
    line = f"Subject: {subject.format(token)}".encode()
    fill(path, stop_mail("x").replace(b"Subject: x", line))

    assert "1 who want no more" in read(path)
    assert "0 who want no more" in read(path)

    assert Participant.objects.get().mailings_stopped_at
    assert Delivery.objects.get().stopped_here


@pytest.mark.parametrize("of", ["message", "person"])
def test_who_came_back_is_not_stopped_by_the_mail_of_before(path, of):
    delivery = make_delivery()
    person = delivery.participant
    word = f"stop {stop_token(delivery if of == 'message' else person)}"
    fill(path, stop_mail(word))
    read(path)
    mailings_start(person=person)
    Delivery.objects.update(stopped_here=False)

    assert "0 who want no more" in read(path)
    assert not Participant.objects.get().mailings_stopped_at

    fill(path, stop_mail(word).replace(b"From:", b"Message-ID: <another@mx.example>\nFrom:"))
    assert "1 who want no more" in read(path)
    assert Participant.objects.get().mailings_stopped_at


def test_a_stop_with_a_false_token_stops_nobody(path):
    fill(path, stop_mail(f"stop {stop_token(make_delivery())[:-1]}"), stop_mail("please stop now"))

    assert "0 who want no more" in read(path)

    assert not Participant.objects.get().mailings_stopped_at


def test_rubbish_in_between_stops_nothing(path, settings):
    settings.DEFAULT_CHARSET = "utf-8"
    good = bounce(make_delivery(), at=NOW)
    halves = [good[: len(good) // 2], good.replace(b"delivery-status", b"delivery-status; x=\xff")]
    wild = [
        b"",
        b"\x00\xff\xfe",
        b"Subject: =?utf-8?b?////?=\n\n",
        b"Date: yesterday\n" + good[:90],
    ]
    noise = b"Content-Type: multipart/report\n\nnothing"
    fill(path, *halves, *wild, noise, good)

    assert "new: 1 for an address" in read(path)


def test_only_the_beginning_of_a_huge_message_is_read(path):
    raw = bounce(make_delivery(), at=NOW)
    fill(path, raw + b"x" * BYTES_READ * 2)
    read(path)

    assert Delivery.objects.get().fate == "bounced"


def test_old_reports_are_not_looked_at(path):
    fill(path, bounce(make_delivery(), at=NOW - timedelta(days=91)))
    read(path)

    assert not MailEvent.objects.exists()


@pytest.mark.parametrize("sort", ["maildir", "folder", "file"])
def test_a_mailbox_has_other_forms_too(tmp_path, sort):
    raw = bounce(make_delivery(), at=NOW)
    path = tmp_path / "box"
    if sort == "maildir":
        mailbox.Maildir(path).add(raw)
    elif sort == "folder":
        path.mkdir()
        (path / "one.eml").write_bytes(raw)
    else:
        path = tmp_path / "one.eml"
        path.write_bytes(raw)

    assert "1 messages read; new: 1" in read(path)


def test_a_mailbox_that_is_not_there_is_said_in_a_line(tmp_path):
    with pytest.raises(CommandError, match="There is no such mailbox"):
        read(tmp_path / "nowhere")


def test_beat_reads_the_mailbox_when_it_has_changed(path, settings, tmp_path):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.MAIL_BOUNCE_FILE = str(path)
    delivery = make_delivery()

    assert not bounce_file_read()  # nothing has come yet
    fill(path, bounce(delivery, at=NOW))
    assert bounce_file_read() == {"read": 1, "hard": 1}
    assert not bounce_file_read()
    fill(path, stop_mail("hello"))
    assert bounce_file_read()["read"] == 2

    settings.MAIL_BOUNCE_FILE = ""
    assert not bounce_file_read()


def test_beat_knows_the_task():
    assert wiring.app.conf.beat_schedule["bounces-read"]["task"] == bounces_read.name


def test_a_message_that_really_went_out_comes_back(path, smtp, settings):
    settings.MAIL_BOUNCES = "bounces@workshop.example"
    settings.MAIL_PROVIDER, settings.MAIL_OVER_SMTP = "postmark", True
    workshop = make_workshop()
    make_delivery(mailing=make_mailing(workshop, state="done"))
    mailing = make_mailing(workshop)
    mailings_tick()
    (received,) = smtp.accepted
    assert received.message["X-PM-Metadata-delivery"]
    sent = Delivery.objects.get(mailing=mailing)
    raw = bounce(sent, at=NOW).replace(sent.message_id.encode(), b"<lost@mx.example>")
    fill(path, f"X-Original-To: {received.sender}\n".encode() + raw)
    read(path)

    sent.refresh_from_db()
    assert (sent.state, sent.fate) == ("sent", "bounced")
