"""Noting an address that no mailing goes to any more, and writing to it again."""

from datetime import datetime

from django.db import transaction

from workshop.common.errors import DomainError
from workshop.mailings.enums import SuppressionCause
from workshop.mailings.models import MailEvent, Suppression
from workshop.mailings.suppressions import suppression_hash

# A weaker cause never takes the place of a stronger one: a complaint is a person's own word.
_STRENGTH = (SuppressionCause.SOFT, SuppressionCause.HARD, SuppressionCause.COMPLAINT)


def suppression_add(*, address_key: str, cause: SuppressionCause, now: datetime) -> None:
    """Send no mailing to this address again; the same again changes nothing."""
    if address_key:
        suppression_add_hash(address_hash=suppression_hash(address_key), cause=cause, now=now)


@transaction.atomic
def suppression_add_hash(*, address_hash: str, cause: SuppressionCause, now: datetime) -> None:
    """Do the same where only the hash of the address is known."""
    noted = {"cause": cause, "noted_on": now.date()}
    Suppression.objects.bulk_create(
        [Suppression(address_hash=address_hash, **noted)], ignore_conflicts=True
    )
    weaker = _STRENGTH[: _STRENGTH.index(cause)]
    Suppression.objects.filter(address_hash=address_hash, cause__in=weaker).update(**noted)


@transaction.atomic
def suppression_lift(*, address_key: str, despite_complaint: bool = False) -> bool:
    """Write to this address again; return whether it was suppressed.

    What came back before is no longer counted: three more messages must come back. Raises
    DomainError after a complaint, unless it is said that the person wants our mail all the same.
    """
    address_hash = suppression_hash(address_key)
    noted = Suppression.objects.select_for_update().filter(address_hash=address_hash).first()
    if noted and noted.cause == SuppressionCause.COMPLAINT and not despite_complaint:
        raise DomainError(
            "A message of ours was reported as unwanted from this address. Write to it again only "
            "if its person asks for it."
        )
    MailEvent.objects.filter(address_hash=address_hash).update(address_hash="")
    count, _ = Suppression.objects.filter(address_hash=address_hash).delete()
    return count > 0
