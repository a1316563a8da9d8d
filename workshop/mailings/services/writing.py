"""Writing a mailing: its words, and a test of them to oneself."""

import logging
import smtplib
from datetime import datetime

from django.core.cache import cache
from django.core.mail import get_connection
from django.db import transaction
from redis.exceptions import RedisError

from workshop.accounts.models import User
from workshop.common.errors import DomainError
from workshop.mailings.models import Mailing
from workshop.mailings.preview import trial_message
from workshop.mailings.services.plan import mailing_edit_require

logger = logging.getLogger(__name__)
TESTS_AN_HOUR, HOUR = 10, 3600
# Somebody waits for the answer.
PATIENCE = 10  # seconds


@transaction.atomic
def mailing_text_save(*, mailing: Mailing, subject: str, preheader: str, body: str) -> None:
    """Keep the words of a mailing that may be changed; who had approved others has not these.

    Raises DomainError.
    """
    row = Mailing.objects.select_for_update(of=["self"]).get(pk=mailing.pk)
    mailing_edit_require(mailing=row)
    row.subject, row.preheader, row.body = subject, preheader, body
    row.asked_by = row.approved_by = None
    row.save(update_fields=["subject", "preheader", "body", "asked_by", "approved_by"])
    mailing.subject, mailing.preheader, mailing.body = subject, preheader, body


def mailing_test_send(*, mailing: Mailing, user: User, now: datetime) -> None:
    """Send a mailing as it stands to the person who writes it. Raises DomainError."""
    if not user.email:
        raise DomainError("Your account has no e-mail address to send a test to.")
    _count_test(user, int(now.timestamp()) // HOUR)
    message = trial_message(mailing, user.email, now)
    message.connection = get_connection(timeout=PATIENCE)
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("A test was not taken by the mail server: %s", type(error).__name__)
        words = "The mail server did not take the test. Your text is saved: try again later."
        raise DomainError(words) from error


def _count_test(user: User, hour: int) -> None:
    """Refuse (DomainError) one test more than a person may send in an hour."""
    key = f"mailings.test.{user.pk}.{hour}"
    try:
        cache.add(key, 0, timeout=2 * HOUR)
        sent = cache.incr(key)
    except (RedisError, OSError, ValueError) as error:
        words = "A test cannot be sent just now. Your text is saved: try again later."
        raise DomainError(words) from error
    if sent > TESTS_AN_HOUR:
        words = f"You have sent {TESTS_AN_HOUR} tests in an hour. Look at the preview meanwhile."
        raise DomainError(words)
