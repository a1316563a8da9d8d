"""Stopping our mail, and starting it again: per workshop, from the next message on."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from workshop.accounts.addresses import address_key
from workshop.enums import EmailChoice
from workshop.mailings.enums import DeliveryState, MailingKind
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.tokens import StopTarget
from workshop.models import Participant, Preregistration
from workshop.services import participant_email_choose

ASKED_FOR_NO_MORE = "Asked for no more messages."


def mailings_stop(*, person: Participant | Preregistration, now: datetime | None = None) -> None:
    """Send this person nothing more about this workshop; messages already listed are left out."""
    _stamp(person, now or timezone.now())


def mailings_start(*, person: Participant | Preregistration) -> None:
    """Let this person's mail about this workshop begin again."""
    _stamp(person, None)


@transaction.atomic
def target_stop(*, target: StopTarget, now: datetime | None = None) -> None:
    """Do what one click in a mail program asks for; nothing if the person was erased.

    From a summary it stops the summaries, from any other message all that we send.
    """
    if target.person is None:
        return
    if target.of_summary and isinstance(target.person, Participant):
        summaries_choose(participant=target.person, email_choice=EmailChoice.NONE)
    else:
        mailings_stop(person=target.person, now=now)
    target_count(target=target, stopped=True)


def target_count(*, target: StopTarget, stopped: bool) -> None:
    """Note of the message whose link was used that the person left by it, or came back."""
    if target.delivery:
        Delivery.objects.filter(pk=target.delivery.pk).update(stopped_here=stopped)


@transaction.atomic
def summaries_choose(
    *, participant: Participant, email_choice: str, now: datetime | None = None
) -> None:
    """Keep which summaries of the conversation a person wants; none of the others leaves now.

    Raises DomainError.
    """
    participant_email_choose(participant=participant, email_choice=email_choice, now=now)
    if email_choice != EmailChoice.NONE:
        return
    # A sender may have claimed the row a second ago: it finds it gone at its fence.
    waiting = [DeliveryState.PENDING, DeliveryState.SENDING]
    summaries = Mailing.objects.filter(kind=MailingKind.DIGEST, workshop=participant.workshop_id)
    Delivery.objects.filter(
        participant=participant, state__in=waiting, mailing__in=summaries
    ).update(
        state=DeliveryState.SKIPPED, reason=ASKED_FOR_NO_MORE, lease_token=None, lease_until=None
    )


@transaction.atomic
def _stamp(person: Participant | Preregistration, moment: datetime | None) -> None:
    """Stamp the person's participation and pre-registration alike: they are one person."""
    key = _key_of(person)
    rows = [type(person).objects.filter(pk=person.pk)]
    if key:
        workshop = person.workshop_id
        rows += [
            Participant.objects.filter(workshop=workshop, user__email_key=key),
            Preregistration.objects.filter(workshop=workshop, email_key=key),
        ]
    for people in rows:
        if moment:
            people = people.filter(mailings_stopped_at=None)  # the first stop is the one to keep
        people.update(mailings_stopped_at=moment)


def _key_of(person: Participant | Preregistration) -> str:
    if isinstance(person, Preregistration):
        return person.email_key
    return address_key(person.user.email) if person.user else ""
