"""The mailings of the demo on the day it is loaded: sent, due in a minute, still to come."""

from datetime import datetime, timedelta

from analysis.demo.sources import words
from workshop.accounts.addresses import address_key
from workshop.mailings.enums import DeliveryState, MailingState
from workshop.mailings.models import Delivery, Mailing
from workshop.models import Workshop

DUE_IN = timedelta(seconds=60)
APART = timedelta(milliseconds=100)  # ten messages a second, the rate that mailings have


def campaign_schedule(workshop: Workshop, now: datetime) -> None:
    """Record what has gone out by `now`, schedule the rest, and add a mailing due in a minute."""
    for mailing in workshop.mailings.filter(send_at__lt=now).order_by("send_at"):
        _record_sent(mailing)
    workshop.mailings.filter(send_at__gte=now).update(state=MailingState.SCHEDULED)
    Mailing.objects.create(
        workshop=workshop,
        send_at=now + DUE_IN,
        state=MailingState.SCHEDULED,
        **words()["nearly_there"],
    )


def _record_sent(mailing: Mailing) -> None:
    rows = _preregistered(mailing) if mailing.kind == "invitation" else _joined_by_then(mailing)
    for n, delivery in enumerate(rows):
        delivery.sent_at = mailing.send_at + n * APART
    Delivery.objects.bulk_create(rows, batch_size=500)
    mailing.state, mailing.started_at = MailingState.DONE, mailing.send_at
    mailing.save(update_fields=["state", "started_at"])


def _preregistered(mailing: Mailing) -> list[Delivery]:
    people = mailing.workshop.preregistrations.order_by("pk")
    return [_sent(mailing, person.email, preregistration=person) for person in people]


def _joined_by_then(mailing: Mailing) -> list[Delivery]:
    people = mailing.workshop.participants.filter(joined_at__lt=mailing.send_at)
    people = people.select_related("user").order_by("archive_id")
    return [_sent(mailing, person.user.email, participant=person) for person in people]


def _sent(mailing: Mailing, address: str, **recipient) -> Delivery:
    return Delivery(
        mailing=mailing,
        address=address,
        address_key=address_key(address),
        state=DeliveryState.SENT,
        attempts=1,
        **recipient,
    )
