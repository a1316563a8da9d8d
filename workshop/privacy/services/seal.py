"""Sealing: after it nobody, with whatever copy of the secrets, can say whose a response is."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gateway.models import Draft
from gateway.services import changes_release
from gateway.services.table import rows_read, rows_write
from workshop.accounts.models import User
from workshop.common.errors import DomainError
from workshop.enums import WorkshopState
from workshop.models import Workshop
from workshop.privacy.models import SealRequest
from workshop.privacy.selectors import REQUEST_LIVES, seal_request

NOT_CLOSED = "A workshop can be sealed only after its close."
SEALED_ALREADY = "This workshop is sealed already."


@transaction.atomic
def seal_ask(*, workshop: Workshop, by: User, now: datetime | None = None) -> SealRequest:
    """Ask that a workshop be sealed; another person has to confirm it within seven days.

    Asking again while a wish is open changes nothing. Raises DomainError before the close, and
    for a workshop that is sealed already.
    """
    now = now or timezone.now()
    workshop = _sealable(workshop, now)
    SealRequest.objects.filter(workshop=workshop, asked_at__lt=now - REQUEST_LIVES).delete()
    request, _ = SealRequest.objects.get_or_create(
        workshop=workshop, defaults={"asked_by": by, "asked_at": now}
    )
    return request


@transaction.atomic
def seal_withdraw(*, workshop: Workshop) -> None:
    """Take back the wish to seal a workshop, whoever had it; after the seal nothing happens."""
    Workshop.objects.select_for_update(no_key=True).get(pk=workshop.pk)
    SealRequest.objects.filter(workshop=workshop, confirmed_at=None).delete()


@transaction.atomic
def seal_confirm(*, workshop: Workshop, by: User | None, now: datetime | None = None) -> int:
    """Seal a workshop as somebody else has asked; return how many responses there are.

    `by` is None for whoever confirms it by command. Raises DomainError where nobody has asked, or
    the same person.
    """
    now = now or timezone.now()
    workshop = _sealable(workshop, now)
    request = seal_request(workshop, now=now)
    if request is None:
        raise DomainError("Nobody has asked for this seal, or the request ran out after 7 days.")
    if by is not None and request.asked_by_id == by.pk:
        raise DomainError("You asked for this seal, so another person has to confirm it.")
    count = workshop_seal(workshop=workshop, now=now)
    request.confirmed_by, request.confirmed_at = by, now
    request.save(update_fields=["confirmed_by", "confirmed_at"])
    return count


def _sealable(workshop: Workshop, now: datetime) -> Workshop:
    """Return the workshop's row, locked; raises DomainError where it cannot be sealed."""
    workshop = Workshop.objects.select_for_update(no_key=True).get(pk=workshop.pk)
    if workshop.is_sealed:
        raise DomainError(SEALED_ALREADY)
    if workshop.state_at(now) != WorkshopState.CLOSED:
        raise DomainError(NOT_CLOSED)
    return workshop


@transaction.atomic
def workshop_seal(*, workshop: Workshop, now: datetime | None = None) -> int:
    """Destroy the tokens, the workshop's half of the secret and the drafts, for good.

    The responses are written anew, under new ids and in random order, so that neither an id nor
    a place in the table leads back to an earlier copy. Returns how many responses there are.
    Raises DomainError before the close, and for a workshop that is sealed already.
    """
    now = now or timezone.now()
    workshop = _sealable(workshop, now)
    changes_release(workshop=workshop)
    rows = rows_read(workshop)
    if rows:
        rows_write(workshop=workshop, rows=rows, sealed=True)
    Draft.objects.filter(participant__workshop=workshop).delete()
    workshop.secret_half, workshop.sealed_at = "", now
    workshop.save(update_fields=["secret_half", "sealed_at"])
    return len(rows)
