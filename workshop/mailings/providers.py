"""What the provider that carries our mail tells us, by django-anymail, in our own words."""

import re
from collections.abc import Mapping
from importlib import import_module
from uuid import UUID

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.conf import settings
from django.core.exceptions import (
    ImproperlyConfigured,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.utils.timezone import is_aware

from workshop.mailings.enums import EventKind
from workshop.mailings.returned import (
    DELIVERY,
    Returned,
    kind_of_status,
    status_in,
    uuid_in_message_id,
)

# What the parsers of providers' events make of anything that is none.
_UNREADABLE = (
    ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError,
    AnymailError, RawPostDataException,
)  # fmt: skip
_KINDS = {
    EventType.DELIVERED: EventKind.DELIVERED,
    EventType.COMPLAINED: EventKind.COMPLAINT,
    EventType.UNSUBSCRIBED: EventKind.LEFT,
}
# Of what a provider would not even try, since it knows the address.
_REJECTIONS = {
    RejectReason.INVALID: EventKind.HARD,
    RejectReason.BOUNCED: EventKind.HARD,
    RejectReason.SPAM: EventKind.COMPLAINT,
    RejectReason.UNSUBSCRIBED: EventKind.LEFT,
}


class NotTheProviderError(Exception):
    """Who sent this does not know our secret."""


class UnreadableError(Exception):
    """This is no event of our provider."""


def provider_returns(request: HttpRequest) -> list[Returned]:
    """Return what a request of the provider tells; a batch may hold many events, or none for us.

    Raises NotTheProviderError, RequestDataTooBig, and UnreadableError for anything that cannot
    be understood.
    """
    view = _tracking_view()()
    try:
        view.run_validators(request)
    except AnymailWebhookValidationFailure as error:
        raise NotTheProviderError from error
    except _UNREADABLE as error:
        raise UnreadableError from error
    try:
        found = [_returned(event) for event in view.parse_events(request)]
    except RequestDataTooBig:
        raise
    except (*_UNREADABLE, SuspiciousOperation, ImproperlyConfigured) as error:
        raise UnreadableError from error
    return [each for each in found if each]


def _tracking_view() -> type:
    module = import_module(f"anymail.webhooks.{settings.MAIL_PROVIDER}")
    names = [
        name for name in vars(module) if re.fullmatch(r"\w+(Tracking|Combined)WebhookView", name)
    ]
    return getattr(module, names[0])


def _returned(event: AnymailTrackingEvent) -> Returned | None:
    kind = _kind(event)
    if kind is None:
        return None
    at = event.timestamp if event.timestamp and is_aware(event.timestamp) else None
    recipient = str(event.recipient or "")
    # Some tell no number of an event: then it is what it says.
    said = event.event_id or f"{event.message_id}\n{at}"
    identity = f"{settings.MAIL_PROVIDER}\n{said}\n{recipient}"
    return Returned(kind, identity, at, _delivery(event), recipient)


def _kind(event: AnymailTrackingEvent) -> EventKind | None:
    """Return what an event means for us, None for what we do not keep (opened, delayed …)."""
    if event.event_type == EventType.BOUNCED:
        return _bounce(event)
    if event.event_type == EventType.REJECTED:
        return _REJECTIONS.get(event.reject_reason)
    return _KINDS.get(event.event_type)


def _bounce(event: AnymailTrackingEvent) -> EventKind:
    if _calls_it_soft(event.esp_event):
        return EventKind.SOFT
    status = status_in(f"{event.mta_response or ''} {event.description or ''}")
    if status:
        return kind_of_status(status)
    hard = event.reject_reason in (RejectReason.INVALID, RejectReason.BOUNCED)
    return EventKind.HARD if hard else EventKind.SOFT


def _calls_it_soft(raw: object) -> bool:
    """Say whether the provider's own words do, which anymail does not always pass on."""
    if not isinstance(raw, Mapping):
        return False
    if raw.get("hard_bounce") is False:
        return True
    words = (raw.get(name) for name in ("Type", "type", "event", "bounceType"))
    plain = [re.sub(r"[^a-z]", "", str(word).lower()) for word in words]
    return any("softbounce" in word or word == "transient" for word in plain)


def _delivery(event: AnymailTrackingEvent) -> UUID | None:
    metadata = event.metadata if isinstance(event.metadata, Mapping) else {}
    try:
        return UUID(str(metadata[DELIVERY]))
    except (KeyError, ValueError):
        return uuid_in_message_id(str(event.message_id or ""))
