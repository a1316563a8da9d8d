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
from workshop.mailings.returned import LEFT, Returned, came_back_too_often
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
    at = min(returned.at or now, now)
    if at < now - EVENTS_KEPT:
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
            counts["stopped"] += _stop_by_token(told.token, now)
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
    if returned.kind == LEFT:
        return _leave(delivery, now)
    if returned.kind != EventKind.DELIVERED:
        # That something arrived needs no row: saying it twice does no harm.
        values = {
            "kind": returned.kind, "address_hash": address_hash, "delivery": delivery, "at": at,
        }  # fmt: skip
        _, created = MailEvent.objects.get_or_create(
            event_hash=_event_hash(returned), defaults=values
        )
        if not created:
            return False
    if delivery:
        _move(delivery, FATES[EventKind(returned.kind)], at)
    if address_hash and returned.kind in CAUSES:
        cause = CAUSES[EventKind(returned.kind)]
        suppression_add_hash(address_hash=address_hash, cause=cause, now=now)
    return True


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


def _leave(delivery: Delivery | None, now: datetime) -> bool:
    return _stop(stop_target_of(delivery), now) if delivery else False


def _stop_by_token(token: str, now: datetime) -> bool:
    try:
        target = stop_target(token)
    except BadSignature:
        return False
    return _stop(target, now)


def _stop(target: StopTarget, now: datetime) -> bool:
    """Stop what one click would; return whether the person still got it until now."""
    if target.person is None or (target.delivery and target.delivery.stopped_here):
        return False
    if not target.of_summary and target.person.mailings_stopped_at:
        return False
    target_stop(target=target, now=now)
    return True


def _event_hash(returned: Returned) -> str:
    value = f"{returned.kind}\n{returned.event}".encode(errors="replace")
    return salted_hmac("workshop.mailings.event", value, algorithm="sha256").hexdigest()


def _key_of(recipient: str) -> str:
    """Return the key of an address as a provider writes it, or nothing for what is none."""
    local, at, domain = recipient.encode(errors="replace").decode().strip().rpartition("@")
    fits = local and at and domain and len(recipient) <= 254
    return address_key(f"{local}@{domain}") if fits else ""
