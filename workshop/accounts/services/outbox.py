"""Messages of accounts: written down first, sent by a worker of their own, never behind a mailing.

At least once: a worker that dies between the server's answer and the deletion sends again. That is
the right way round for a code, which helps nobody who does not get it.
"""

import logging
import smtplib
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from kombu.exceptions import OperationalError

from workshop.accounts.models import OutboxMessage

logger = logging.getLogger(__name__)
# A code that comes later finds nobody waiting; what only tells something may come later.
CODE_LASTS = timedelta(seconds=60)
NOTICE_LASTS = timedelta(hours=1)
RETRY_AFTER = timedelta(seconds=5)
# Of one step of the conversation with the mail server.
TIMEOUT = 10
# Longer than a slow server usually takes; past it another worker tries as well.
LEASE = timedelta(seconds=30)
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def outbox_put(
    *, message: EmailMultiAlternatives, lasts: timedelta, now: datetime | None = None
) -> OutboxMessage:
    """Write a message down; `outbox_wake` gets it sent, once this is committed."""
    now = now or timezone.now()
    html = next((text for text, kind in message.alternatives if kind == "text/html"), "")
    return OutboxMessage.objects.create(
        to=message.to[0],
        subject=message.subject,
        text=message.body,
        html=html,
        created_at=now,
        deadline_at=now + lasts,
        next_attempt_at=now,
    )


def outbox_wake(*, row: OutboxMessage) -> bool:
    """Ask the worker of codes to send it; where no broker answers, send it here and now.

    Return False if it could not be sent here either.
    """
    from workshop.accounts.tasks import message_send  # a task is a leaf

    try:
        message_send.apply_async((row.pk,), retry=False, expires=LEASE.total_seconds())
    except (OperationalError, OSError):
        logger.warning("The broker is away; a message of an account is sent by the web process.")
        return outbox_send(pk=row.pk)
    return True


def outbox_withdraw(*, row: OutboxMessage) -> None:
    """Take back a message nobody waits for any more."""
    OutboxMessage.objects.filter(pk=row.pk).delete()


def outbox_send(*, pk: int, now: datetime | None = None) -> bool:
    """Send one message if it is due and nobody else has it; say False where it was not taken."""
    now = now or timezone.now()
    row = _claim(pk=pk, now=now)
    if row is None:
        return True
    if row.deadline_at <= now:
        return _drop(row, "its time is over")
    mine = OutboxMessage.objects.filter(pk=row.pk, lease_token=row.lease_token)
    try:
        _message(row).send()
    except Exception as error:  # noqa: BLE001 - whatever it is, the next message must go
        if _is_final(error):
            return _drop(row, f"refused for good, {type(error).__name__}")
        logger.warning("A message of an account waits: %s", type(error).__name__)
        again = timezone.now() + RETRY_AFTER
        mine.update(lease_token=None, lease_until=None, next_attempt_at=again)
        return False
    mine.delete()
    return True


def outbox_sweep(*, slice_seconds: float = 20, now: datetime | None = None) -> int:
    """Try what is due again, oldest first, and drop what is too old; return how many were due."""
    began = timezone.now()
    due = OutboxMessage.objects.filter(_free(now or began)).order_by("created_at")
    pks = list(due.values_list("pk", flat=True)[:500])
    for pk in pks:
        if timezone.now() - began > timedelta(seconds=slice_seconds):
            break
        outbox_send(pk=pk, now=now)
    return len(pks)


def outbox_forget(*, now: datetime) -> None:
    """Delete what is past its time, should no worker of codes be there to do it."""
    OutboxMessage.objects.filter(deadline_at__lt=now).delete()


def _free(now: datetime) -> Q:
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    return Q(next_attempt_at__lte=now) & free


def _claim(*, pk: int, now: datetime) -> OutboxMessage | None:
    """Take a message for as long as a lease lasts, in one statement."""
    values = {"lease_token": uuid.uuid4(), "lease_until": now + LEASE}
    rows = OutboxMessage.objects.filter(_free(now), pk=pk)
    if not rows.update(attempts=F("attempts") + 1, **values):
        return None
    return OutboxMessage.objects.filter(pk=pk, lease_token=values["lease_token"]).first()


def _message(row: OutboxMessage) -> EmailMultiAlternatives:
    # The same over all tries, so that a mailbox may recognise the second; it counts nothing.
    value = f"{row.pk}.{row.created_at.isoformat()}"
    name = salted_hmac("workshop.outbox", value, algorithm="sha256").hexdigest()[:32]
    message = EmailMultiAlternatives(
        row.subject,
        row.text,
        settings.DEFAULT_FROM_EMAIL,
        [row.to],
        headers=HEADERS | {"Message-ID": f"<{name}@{settings.MAIL_DOMAIN}>"},
        connection=get_connection(timeout=TIMEOUT),
    )
    if row.html:
        message.attach_alternative(row.html, "text/html")
    return message


def _is_final(error: Exception) -> bool:
    """Say whether another try would be answered the same: a 5xx, or what cannot be written."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        is_about_us = isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPAuthenticationError)
        return 500 <= error.smtp_code < 600 and not is_about_us
    return isinstance(error, ValueError)


def _drop(row: OutboxMessage, why: str) -> bool:
    OutboxMessage.objects.filter(pk=row.pk).delete()
    logger.warning("A message of an account was dropped: %s.", why)
    return False
