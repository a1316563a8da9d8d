"""Reads of the ledger, named by what they answer."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from workshop.mailings.enums import DeliveryState, MailingState

OPEN_STATES = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.HANDED)


class DeliveryQuerySet(models.QuerySet):
    """Rows of the ledger.

    Conditions on other tables are written as EXISTS and never as joins: an UPDATE with a join
    becomes `id IN (SELECT …)`, and PostgreSQL does not look again inside it after waiting for a
    lock, so that two senders could both believe a row to be theirs.
    """

    def due(self, now: datetime) -> "DeliveryQuerySet":
        """Return what waits and may be tried at this moment."""
        return self.filter(
            Q(next_attempt_at=None) | Q(next_attempt_at__lte=now), state=DeliveryState.PENDING
        )

    def unfinished(self) -> "DeliveryQuerySet":
        """Return what waits or is on its way."""
        return self.filter(state__in=OPEN_STATES)

    def lease_over(self, now: datetime) -> "DeliveryQuerySet":
        """Return what a sender claimed and never settled."""
        return self.filter(lease_until__lte=now)

    def of_running_mailings(self) -> "DeliveryQuerySet":
        """Return rows whose mailing is being sent: not paused, not cancelled."""
        mailing = self.model._meta.get_field("mailing").related_model
        running = mailing.objects.filter(pk=OuterRef("mailing_id"), state=MailingState.SENDING)
        return self.filter(Exists(running))

    def still_wanted(self, *, kind: str, address_hash: str) -> "DeliveryQuerySet":
        """Return rows whose person is there and wants this kind of mail, at this very moment.

        `address_hash` is the row's own, of which a suppression may have come meanwhile.
        """
        rows = self.exclude(participant=None, preregistration=None)
        for name in ("participant", "preregistration"):
            people = self.model._meta.get_field(name).related_model
            stopped = people.objects.filter(
                pk=OuterRef(f"{name}_id"), mailings_stopped_at__isnull=False
            )
            rows = rows.filter(~Exists(stopped))
        find = self.model._meta.apps.get_model
        kinds = find("mailings", "StoppedKind").objects
        suppressed = find("mailings", "Suppression").objects
        return rows.filter(
            ~Exists(kinds.filter(participant=OuterRef("participant_id"), kind=kind)),
            ~Exists(suppressed.filter(address_hash=address_hash)),
        )
