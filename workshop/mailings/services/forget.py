"""Taking people out of the ledger: the row stays and counts, the address goes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from workshop.accounts.addresses import address_key
from workshop.mailings.enums import DeliveryState
from workshop.mailings.models import Delivery, MailEvent, StoppedKind
from workshop.mailings.querysets import OPEN_STATES
from workshop.models import Participant, Preregistration
from workshop.services import preregistrations_erase

# How long the words of a mail server stay in the ledger.
WORDS_KEPT = timedelta(days=30)
ERASED_REASON = "The address was erased."


@transaction.atomic
def deliveries_forget(
    *,
    participants: Iterable[Participant] | QuerySet,
    preregistrations: Iterable[Preregistration] | QuerySet,
) -> None:
    """Blank the addresses of people's messages; what has not left for them does not leave.

    What they did not want to get goes too.
    """
    rows = Delivery.objects.filter(
        Q(participant__in=participants) | Q(preregistration__in=preregistrations)
    )
    rows.filter(state=DeliveryState.PENDING).update(
        state=DeliveryState.SKIPPED, reason=ERASED_REASON
    )
    # A server's words may repeat the address.
    rows.exclude(state=DeliveryState.SKIPPED).update(reason="")
    # The events stay, so that one that is told again is not new; whose they were goes.
    MailEvent.objects.filter(delivery__in=rows).update(address_hash="", delivery=None)
    rows.update(address="", address_key=None, participant=None, preregistration=None)
    StoppedKind.objects.filter(participant__in=participants).delete()


def deliveries_sweep_erased() -> None:
    """Blank what was listed at the very moment in which its person was erased."""
    nobody = Q(participant=None) | Q(participant__user=None)
    rows = Delivery.objects.filter(nobody, preregistration=None).exclude(address="")
    pks = list(rows.values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=pks).update(address="", address_key=None, reason="")


def deliveries_forget_words(*, now: datetime) -> None:
    """Blank what mail servers said of messages that failed long ago: it may hold an address."""
    old = Delivery.objects.filter(settled_at__lt=now - WORDS_KEPT)
    said = old.filter(state__in=[DeliveryState.FAILED, DeliveryState.UNKNOWN]).exclude(reason="")
    said.update(reason="")


@transaction.atomic
def deliveries_readdress(*, participants: QuerySet, email: str) -> None:
    """Send what has not left yet to a person's new address, and keep the old one nowhere."""
    rows = Delivery.objects.filter(participant__in=participants)
    waiting = rows.filter(state=DeliveryState.PENDING)
    waiting.update(address=email, address_key=address_key(email))
    rows.exclude(state__in=OPEN_STATES).update(address="", address_key=None)


@transaction.atomic
def address_erase(*, preregistration: Preregistration) -> None:
    """Erase an address that was left before the opening, from the ledger too."""
    rows = Preregistration.objects.filter(pk=preregistration.pk)
    deliveries_forget(participants=(), preregistrations=rows)
    preregistrations_erase(preregistrations=rows)
