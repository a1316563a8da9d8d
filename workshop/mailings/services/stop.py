"""Stopping our mail, and starting it again: per workshop, from the next message on."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from workshop.accounts.addresses import address_key
from workshop.models import Participant, Preregistration


def mailings_stop(*, person: Participant | Preregistration, now: datetime | None = None) -> None:
    """Send this person nothing more about this workshop; messages already listed are left out."""
    _stamp(person, now or timezone.now())


def mailings_start(*, person: Participant | Preregistration) -> None:
    """Let this person's mail about this workshop begin again."""
    _stamp(person, None)


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
