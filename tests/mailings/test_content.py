import email
import re
from datetime import UTC, datetime
from email.policy import SMTP

import pytest

from tests.factories import make_mailing, make_participant, make_user
from workshop.mailings.content import letter_of, message_for
from workshop.mailings.models import Delivery
from workshop.mailings.tokens import stop_url

NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def spring(workshop):
    workshop.opens_at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    workshop.closes_at = datetime(2026, 3, 23, 17, 0, tzinfo=UTC)
    workshop.title = "Skills *for* <everyone> & all"
    workshop.contact = "team@example.org"
    workshop.save()
    return workshop


def letter(workshop, **words):
    return letter_of(make_mailing(workshop, **words), NOW)


def parsed(workshop, address="ann@example.org", **words) -> email.message.EmailMessage:
    """The message as it goes over the wire, read by the standard library's strict parser."""
    mailing = make_mailing(workshop, **words)
    person = make_participant(workshop, make_user(address))
    delivery = Delivery.objects.create(
        mailing=mailing, participant=person, address=address, address_key=address
    )
    message = message_for(delivery, letter_of(mailing, NOW), NOW)
    raw = message.message().as_bytes(linesep="\r\n")
    found = email.message_from_bytes(raw, policy=SMTP)
    found.stop_url, found.uuid = stop_url(delivery), delivery.message_uuid
    return found


def test_headers_are_those_of_a_bulk_mail_that_can_be_left(spring):
    mail = parsed(spring)

    names = ["From", "To", "Subject", "Message-ID", "Date", "List-Id", "Auto-Submitted"]
    names += ["X-Auto-Response-Suppress", "List-Unsubscribe-Post", "Reply-To"]
    assert {name: mail.get_all(name) for name in names} == {
        "From": ["Workshop <workshop@workshop.invalid>"],
        "To": ["ann@example.org"],
        "Subject": ["News of Skills *for* <everyone> & all"],
        "Message-ID": [f"<{mail.uuid}@workshop.invalid>"],
        "Date": ["Fri, 20 Mar 2026 08:00:00 +0000"],
        "List-Id": ["<spring.workshop.invalid>"],
        "Auto-Submitted": ["auto-generated"],
        "X-Auto-Response-Suppress": ["All"],
        "List-Unsubscribe-Post": ["List-Unsubscribe=One-Click"],
        "Reply-To": ["team@example.org"],
    }
    token = mail.stop_url.rsplit("/", 2)[1]
    assert "".join(mail["List-Unsubscribe"].split()) == (
        f"<{mail.stop_url}>,<mailto:workshop@workshop.invalid?subject=stop%20{token}>"
    )


def test_a_message_has_a_text_and_an_html_part_with_the_persons_own_way_out(spring):
    mail = parsed(spring)

    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    text, html = (part.get_content() for part in mail.iter_parts())
    assert text.endswith(f"Stop these messages: {mail.stop_url}\r\n")
    assert f'href="{mail.stop_url}"' in html


def test_placeholders_are_filled_and_a_title_never_becomes_markup(spring):
    found = letter(spring, body="**{title}**: {days_left} days. [Go]({link}) or {link}")

    assert found.text.startswith(
        f"Skills *for* <everyone> & all: 3 days. Go: {SITE}/w/spring/ or {SITE}/w/spring/\n"
    )
    assert "Skills *for* &lt;everyone&gt; &amp; all</strong>: 3 days." in found.html
    assert found.html.count(f'href="{SITE}/w/spring/"') == 2


def test_template_marks_are_printed_as_they_are(spring):
    body = "{{ title }} {{title}} {% url 'x' %} {settings.SECRET_KEY} {unknown} {0} {"

    found = letter(spring, body=body, subject=body)

    assert found.text.startswith(body)
    assert found.subject == body
    assert body.replace("'", "&#39;") in found.html or body in found.html


def test_html_in_the_body_is_shown_and_not_obeyed(spring):
    found = letter(spring, body="<script>x</script> [a](javascript:x) ![i](http://x.org/i.png)")

    assert "<script" not in found.html
    assert "javascript:x" not in found.html.split("<h1")[1].replace("[a](javascript:x)", "")
    assert "<img" not in found.html


def test_styles_are_written_into_the_tags_and_nothing_is_loaded(spring):
    found = letter(spring, body="# Head\n\nText")

    assert re.findall(r"<style[^>]*>\s*(@media [^{]*)", found.html) == [
        "@media (max-width: 480px) "
    ]
    assert "<link" not in found.html
    assert "url(" not in found.html
    assert 'style="' in found.html.split("<h1")[1].split(">")[0]
    assert 'lang="en-GB"' in found.html


@pytest.mark.parametrize("ending", ["\r\nBcc: all@example.org", "\nX-Other: 1", "\x1b", "\x85x"])
def test_a_line_end_in_a_subject_makes_no_header(spring, ending):
    mail = parsed(spring, subject=f"Hello{ending}")

    assert mail["Subject"] == " ".join(f"Hello{ending}".replace("\x1b", " ").split())
    assert mail["Bcc"] is None
    assert mail["X-Other"] is None


def test_long_and_foreign_subjects_survive(spring):
    subject = "Größer als gedacht: " + "ein sehr langer Satz, " * 8

    assert parsed(spring, subject=subject)["Subject"].strip() == subject.strip()


def test_an_address_with_a_line_end_is_refused(spring):
    with pytest.raises(ValueError, match="newline"):
        parsed(spring, address="a@example.org\nBcc: b@example.org")


def test_bounces_name_their_delivery_where_a_mailbox_takes_them(spring, settings):
    settings.MAIL_BOUNCES = "bounces@example.org"
    mailing = make_mailing(spring)
    row = Delivery.objects.create(
        mailing=mailing, participant=make_participant(spring), address="a@example.org"
    )

    message = message_for(row, letter_of(mailing, NOW), NOW)

    assert message.from_email == f"bounces+{row.message_uuid.hex}@example.org"
    assert message.message()["From"] == "Workshop <workshop@workshop.invalid>"
