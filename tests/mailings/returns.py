"""What comes back: a provider's requests, and the reports of mail servers, as they are sent."""

import json
from base64 import b64encode
from datetime import datetime
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime

from django.test import Client

from tests.factories import OPENS, make_mailing, make_participant, make_user, make_workshop
from workshop.mailings.models import Delivery, Mailing

SECRET = "provider:a-long-secret-of-ours"


def make_delivery(
    email: str = "ada@example.org", mailing: Mailing | None = None, **extra
) -> Delivery:
    """A message that was sent to somebody."""
    mailing = mailing or make_mailing(make_workshop())
    person = make_participant(mailing.workshop, make_user(email))
    values = {"state": "sent", "sent_at": OPENS} | extra
    return Delivery.objects.create(
        mailing=mailing, participant=person, address=email, address_key=email, **values
    )


def event(delivery: Delivery | None = None, **extra) -> dict:
    """One event as Postmark tells it: a hard bounce unless something else is said."""
    values = {"RecordType": "Bounce", "Type": "HardBounce", "ID": 1, "Metadata": {}}
    values |= {"BouncedAt": "2026-03-02T10:00:00Z", "Email": "ada@example.org"}
    if delivery:
        values["Metadata"] = {"delivery": str(delivery.message_uuid)}
    return values | extra


def tell(client: Client, body: dict | bytes, secret: str = SECRET, **extra):
    """Post what a provider would."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    if secret:
        extra["HTTP_AUTHORIZATION"] = f"Basic {b64encode(secret.encode()).decode()}"
    return client.post("/mail/events/", data, content_type="application/json", **extra)


def bounce(
    delivery: Delivery,
    status: str = "5.1.1",
    action: str = "failed",
    at: datetime = OPENS,
    **fields,
) -> bytes:
    """A report of a mail server (RFC 3464)."""
    about_server, about_person = Message(), Message()
    about_server["Reporting-MTA"] = "dns; mx.example.org"
    about_person["Final-Recipient"] = f"rfc822; {fields.pop('recipient', delivery.address)}"
    about_person["Action"], about_person["Status"] = action, status
    for name, value in fields.items():
        about_person[name.replace("_", "-")] = value
    status_part = MIMEBase("message", "delivery-status")
    status_part.set_payload([about_server, about_person])
    return _report(delivery, status_part, "delivery-status", at)


def complaint(delivery: Delivery, feedback: str = "abuse", at: datetime = OPENS) -> bytes:
    """A report of a person's press on "this is spam" (RFC 5965)."""
    part = MIMEBase("message", "feedback-report")
    said = Message()
    said["Feedback-Type"], said["User-Agent"], said["Version"] = feedback, "Loop/1", "1"
    part.set_payload([said])
    return _report(delivery, part, "feedback-report", at)


def stop_mail(subject: str) -> bytes:
    """What a mail program sends for the address in List-Unsubscribe."""
    message = EmailMessage()
    message["From"], message["To"] = "ada@example.org", "workshop@example.org"
    message["Subject"] = subject
    message.set_content("")
    return message.as_bytes()


def _report(delivery: Delivery, part: Message, sort: str, at: datetime) -> bytes:
    original = Message()
    original["Message-ID"] = delivery.message_id
    original["Subject"] = "Invitation"
    report = MIMEMultipart("report", report_type=sort)
    report["From"], report["Date"] = "mailer-daemon@example.org", format_datetime(at)
    report.attach(MIMEText("This is what happened."))
    report.attach(part)
    report.attach(MIMEMessage(original))
    return report.as_bytes()
