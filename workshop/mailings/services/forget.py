"""Taking people out of the ledger: the row stays and counts, the address goes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from workshop.accounts.addresses import address_key
from workshop.mailings.enums import DeliveryState
from workshop.mailings.models import Delivery, MailEvent, StoppedKind
from workshop.mailings.querysets import OPEN_STATES
from workshop.models import Participant, Preregistration
from workshop.services import preregistrations_erase

# How long the words of a mail server stay in the ledger.
WORDS_KEPT = timedelta(days=30)
# What may still go to a person.
NOT_LEFT = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNKNOWN)
LISTED_REASON = "The new address was listed already."
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
    """Blank what was listed, or sent, in the very moment in which its person went or moved on."""
    nobody = Q(participant=None) | Q(participant__user=None)
    settled = ~Q(state__in=(*OPEN_STATES, DeliveryState.UNKNOWN))
    moved = Q(participant__user__isnull=False) & ~Q(address_key=F("participant__user__email_key"))
    stray = (nobody & Q(preregistration=None)) | (settled & moved)
    rows = Delivery.objects.filter(stray).exclude(address="")
    pks = list(rows.values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=pks).update(address="", address_key=None, reason="")


def deliveries_forget_words(*, now: datetime) -> None:
    """Blank what mail servers said of messages that failed long ago: it may hold an address."""
    old = Delivery.objects.filter(settled_at__lt=now - WORDS_KEPT)
    said = old.filter(state__in=[DeliveryState.FAILED, DeliveryState.UNKNOWN]).exclude(reason="")
    said.update(reason="")


@transaction.atomic
def deliveries_readdress(*, participants: QuerySet, email: str) -> None:
    """Send what has not left yet to a person's new address, and keep the old one nowhere.

    What a sender has claimed is taken from it; what it is handing over at this moment is blanked
    by the next sweep. What may not have arrived goes to the new address, should it be sent again.
    """
    key = address_key(email)
    rows = Delivery.objects.filter(participant__in=participants)
    listed = Delivery.objects.filter(address_key=key).values("mailing")
    to_come = rows.filter(state__in=NOT_LEFT)
    doubled = list(to_come.exclude(address_key=key).filter(mailing__in=listed).values_list("pk"))
    Delivery.objects.filter(pk__in=[pk for (pk,) in doubled]).update(
        state=DeliveryState.SKIPPED, reason=LISTED_REASON, address="", address_key=None
    )
    claimed = rows.filter(state=DeliveryState.SENDING)
    claimed.update(state=DeliveryState.PENDING, lease_token=None, lease_until=None)
    rows.filter(state__in=NOT_LEFT).update(address=email, address_key=key)
    rows.exclude(state__in=(*OPEN_STATES, *NOT_LEFT)).update(address="", address_key=None)


@transaction.atomic
def address_erase(*, preregistration: Preregistration) -> None:
    """Erase an address that was left before the opening, from the ledger too."""
    rows = Preregistration.objects.filter(pk=preregistration.pk)
    deliveries_forget(participants=(), preregistrations=rows)
    preregistrations_erase(preregistrations=rows)
