"""Recording what came back: each thing once, in whatever order it is told, and only forward."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.signing import BadSignature
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from workshop.accounts.addresses import address_key
from workshop.mailings.enums import DeliveryFate, DeliveryState, EventKind, SuppressionCause
from workshop.mailings.mailboxes import mailbox_state, messages_in
from workshop.mailings.models import Delivery, MailEvent
from workshop.mailings.reports import StopAsked, told_by
from workshop.mailings.returned import Returned, came_back_too_often
from workshop.mailings.services.stop import target_stop
from workshop.mailings.services.suppress import suppression_add_hash
from workshop.mailings.suppressions import suppression_hash
from workshop.mailings.tokens import StopTarget, stop_target, stop_target_of

# Longer than the thirty days that count, and than anybody repeats an event. What is told later
# is not looked at, since nobody would know whether it was told before.
EVENTS_KEPT = timedelta(days=90)
_LAST_STATE = "mailings-bounce-file"
FATES = {
    EventKind.DELIVERED: DeliveryFate.DELIVERED,
    EventKind.SOFT: DeliveryFate.BOUNCED,
    EventKind.HARD: DeliveryFate.BOUNCED,
    EventKind.COMPLAINT: DeliveryFate.COMPLAINED,
}
# The fates that each may follow.
EARLIER = {
    DeliveryFate.DELIVERED: [""],
    DeliveryFate.BOUNCED: ["", DeliveryFate.DELIVERED],
    DeliveryFate.COMPLAINED: ["", DeliveryFate.DELIVERED, DeliveryFate.BOUNCED],
}
CAUSES = {
    EventKind.HARD: SuppressionCause.HARD,
    EventKind.COMPLAINT: SuppressionCause.COMPLAINT,
}


def return_record(*, returned: Returned, now: datetime) -> bool:
    """Record what was told of a message, and what follows for its address; False if it is old.

    Told again it changes nothing.
    """
    at = _moment(returned.at, now)
    if at is None:
        return False
    with transaction.atomic():
        delivery, address_hash = _of_whom(returned)
        news = _record_once(returned, delivery, address_hash, at, now)
    # After the commit: of two that are recorded at once, the later one sees both.
    if returned.kind == EventKind.SOFT and address_hash and _is_too_often(address_hash):
        suppression_add_hash(address_hash=address_hash, cause=SuppressionCause.SOFT, now=now)
    return news


def mailbox_read(*, path: Path, now: datetime) -> Counter:
    """Record all that a mailbox holds; return how many messages of each sort were in it.

    Safe to run again on the same mailbox. Whoever can write to it could send anything, so a
    report counts only if it names a message of ours by its number, which nobody can guess, and
    it concerns the address that we wrote to, whatever the report says.
    """
    counts = Counter()
    for raw in messages_in(path):
        told = told_by(raw)
        counts["read"] += 1
        if isinstance(told, StopAsked):
            counts["stopped"] += _stop_by_mail(told, now)
        elif told and Delivery.objects.filter(message_uuid=told.delivery).exists():
            counts[told.kind] += return_record(returned=told, now=now)
    return counts


def bounce_file_read(*, now: datetime | None = None) -> Counter:
    """Read the mailbox of MAIL_BOUNCE_FILE, unless it is as it was at the last time."""
    if not settings.MAIL_BOUNCE_FILE:
        return Counter()
    path = Path(settings.MAIL_BOUNCE_FILE)
    state = mailbox_state(path)
    if not state or cache.get(_LAST_STATE) == state:
        return Counter()
    counts = mailbox_read(path=path, now=now or timezone.now())
    cache.set(_LAST_STATE, state, timeout=24 * 3600)
    return counts


def mail_events_sweep(*, now: datetime) -> None:
    """Forget what came back long ago; suppressed addresses stay suppressed."""
    MailEvent.objects.filter(at__lt=now - EVENTS_KEPT).delete()


def _of_whom(returned: Returned) -> tuple[Delivery | None, str]:
    """Return the delivery, locked, and the hash of the address: of the delivery where it is known.

    Of who was erased or has another address now, nothing is noted.
    """
    delivery = None
    if returned.delivery:
        rows = Delivery.objects.select_for_update(of=("self",))
        delivery = rows.filter(message_uuid=returned.delivery).first()
    key = delivery.address_key if delivery else _key_of(returned.recipient)
    return delivery, suppression_hash(key) if key else ""


def _record_once(
    returned: Returned, delivery: Delivery | None, address_hash: str, at: datetime, now: datetime
) -> bool:
    """Do what follows from an event unless it was told before; return whether it was news."""
    kind = returned.kind
    if kind == EventKind.LEFT:
        target = stop_target_of(delivery)
        return _leave_once(returned.event, target, at, now)
    # That something arrived needs no row: saying it twice does no harm.
    if kind != EventKind.DELIVERED and not _is_new(
        kind, returned.event, at, delivery=delivery, address_hash=address_hash
    ):
        return False
    if delivery:
        _move(delivery, FATES[kind], at)
    if address_hash and kind in CAUSES:
        suppression_add_hash(address_hash=address_hash, cause=CAUSES[kind], now=now)
    return True


def _is_new(kind: EventKind, event: str, at: datetime, **whose) -> bool:
    """Keep an event; return False if it was told before."""
    value = f"{kind}\n{event}".encode(errors="replace")
    digest = salted_hmac("workshop.mailings.event", value, algorithm="sha256").hexdigest()
    values = {"kind": kind, "at": at} | whose
    return MailEvent.objects.get_or_create(event_hash=digest, defaults=values)[1]


def _move(delivery: Delivery, fate: DeliveryFate, at: datetime) -> None:
    row = Delivery.objects.filter(pk=delivery.pk)
    row.filter(fate__in=EARLIER[fate]).update(fate=fate)
    # Whatever came back: the mail server had it, which is what we did not know.
    row.filter(state=DeliveryState.UNKNOWN).update(state=DeliveryState.SENT, sent_at=at, reason="")


def _is_too_often(address_hash: str) -> bool:
    events = MailEvent.objects.filter(address_hash=address_hash, kind=EventKind.SOFT)
    first = {}
    for pk, delivery, at in events.order_by("at").values_list("pk", "delivery", "at"):
        # One message that is told of twice came back once.
        first.setdefault(("message", delivery) if delivery else ("event", pk), at)
    return came_back_too_often(first.values())


@transaction.atomic
def _stop_by_mail(asked: StopAsked, now: datetime) -> bool:
    at = _moment(asked.at, now)
    try:
        target = stop_target(asked.token)
    except BadSignature:
        return False
    return bool(at) and _leave_once(asked.event, target, at, now)


def _leave_once(event: str, target: StopTarget, at: datetime, now: datetime) -> bool:
    """Stop what one click would, but not again for a mail that is read again.

    The person may have come back in between.
    """
    if target.person is None or not _is_new(EventKind.LEFT, event, at, delivery=target.delivery):
        return False
    target_stop(target=target, now=now)
    return True


def _moment(at: datetime | None, now: datetime) -> datetime | None:
    """Return when something was told, None where that is too long ago to know it again."""
    at = min(at or now, now)
    return at if at >= now - EVENTS_KEPT else None


def _key_of(recipient: str) -> str:
    """Return the key of an address as a provider writes it, or nothing for what is none."""
    local, at, domain = recipient.encode(errors="replace").decode().strip().rpartition("@")
    fits = local and at and domain and len(recipient) <= 254
    return address_key(f"{local}@{domain}") if fits else ""
