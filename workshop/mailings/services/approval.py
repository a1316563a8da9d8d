"""A second person's word on a mailing, where a workshop wants one."""

from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone

from workshop.accounts.models import User
from workshop.common.errors import DomainError
from workshop.mailings.enums import MailingState
from workshop.mailings.models import Mailing
from workshop.mailings.services.plan import (
    mailing_change,
    mailing_locked,
    mailing_ready_require,
)

LONGEST_WORDS = 400
SENT_BACK = "Sent back: "
NOT_ASKED = "Nobody has asked for an approval of it."


@transaction.atomic
def approval_ask(*, mailing: Mailing, user: User, now: datetime | None = None) -> None:
    """Ask a second person to approve a draft. Raises DomainError if it could not be sent as it is.

    Whoever asks cannot approve.
    """
    mailing = mailing_locked(mailing, MailingState.DRAFT, words="Only a draft can be approved.")
    if not mailing.workshop.approves_mailings:
        raise DomainError("In this workshop no second person has to approve a mailing.")
    _require_may(user)
    mailing_ready_require(mailing=mailing, now=now or timezone.now())
    mailing.asked_by, mailing.approved_by = user, None
    mailing_change(mailing, MailingState.ASKED)
    _log(mailing, user, "Asked for approval.")


@transaction.atomic
def approval_give(*, mailing: Mailing, user: User, now: datetime | None = None) -> None:
    """Let a mailing go out at its time, by the word of somebody who did not ask for it.

    Raises DomainError.
    """
    mailing = mailing_locked(mailing, MailingState.ASKED, words=NOT_ASKED)
    _require_second(mailing, user)
    mailing_ready_require(mailing=mailing, now=now or timezone.now())
    mailing.approved_by = user
    mailing_change(mailing, MailingState.SCHEDULED)
    _log(mailing, user, "Approved.")


@transaction.atomic
def approval_refuse(*, mailing: Mailing, user: User, words: str) -> None:
    """Make a draft again of a mailing that somebody asked about, and say why. Raises DomainError.

    The words stand on its page until it is asked about again.
    """
    mailing = mailing_locked(mailing, MailingState.ASKED, words=NOT_ASKED)
    _require_second(mailing, user)
    words = " ".join(words.split())
    if not words:
        raise DomainError("Say what should be changed.")
    if len(words) > LONGEST_WORDS:
        raise DomainError(f"Use at most {LONGEST_WORDS} characters. You have {len(words)}.")
    mailing.asked_by = mailing.approved_by = None
    mailing_change(mailing, MailingState.DRAFT, reason=f"{SENT_BACK}{words}")
    _log(mailing, user, "Sent back.")


def _require_may(user: User) -> None:
    if not (user.is_active and user.is_staff and user.has_perm("mailings.change_mailing")):
        raise DomainError("Only somebody who plans mailings can do this.")


def _require_second(mailing: Mailing, user: User) -> None:
    _require_may(user)
    if mailing.asked_by_id is None:
        raise DomainError("Whoever asked has no account any more. Take it back and ask again.")
    if mailing.asked_by_id == user.pk:
        raise DomainError("You asked for the approval, so somebody else has to give it.")


def _log(mailing: Mailing, user: User, words: str) -> None:
    LogEntry.objects.log_actions(user.pk, [mailing], CHANGE, words, single_object=True)
