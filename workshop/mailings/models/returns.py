"""What comes back after sending: events told by providers, and addresses we no longer write to."""

from django.db import models
from django.db.models import Q

from workshop.mailings.enums import EventKind, SuppressionCause
from workshop.mailings.models.delivery import Delivery


class Suppression(models.Model):
    """An address that no mailing goes to, whatever the workshop, as a salted hash alone."""

    address_hash = models.CharField(max_length=64, unique=True, editable=False)
    cause = models.CharField(max_length=10, choices=SuppressionCause)
    noted_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cause__in=SuppressionCause.values), name="suppression_cause_known"
            )
        ]


class MailEvent(models.Model):
    """A bounce or complaint that was told to us, once however often it is told."""

    # Of provider and its id of the event, or of all that it says where it has none.
    event_hash = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=EventKind)
    address_hash = models.CharField(max_length=64, editable=False)
    delivery = models.ForeignKey(
        Delivery, null=True, on_delete=models.SET_NULL, related_name="events"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EventKind.values), name="mail_event_kind_known"
            )
        ]
        indexes = [models.Index("address_hash", "at", name="mail_event_by_address")]
