"""A delivery: one message of one mailing to one address, and the truth about sending it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from workshop.mailings.enums import DeliveryFate, DeliveryState
from workshop.mailings.models.mailing import Mailing
from workshop.mailings.querysets import DeliveryQuerySet
from workshop.models import Participant, Preregistration


class Delivery(models.Model):
    """One message of one mailing to one address, ever."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="deliveries")
    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    preregistration = models.ForeignKey(
        Preregistration, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    address = models.EmailField(max_length=254, blank=True)
    # Empty (null) once the person is erased.
    address_key = models.CharField(max_length=254, null=True)  # noqa: DJ001 - null lets many be erased
    message_uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    # When it was sent, refused or given up as unknown; the circuit breaker looks at the last ones.
    settled_at = models.DateTimeField(null=True)
    # The mail server's code of the last answer, 0 without one.
    code = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)
    # What came back after the mail server had taken it.
    fate = models.CharField(max_length=10, choices=DeliveryFate, blank=True)
    # Whether the person stopped our mail by the link in this message.
    stopped_here = models.BooleanField(default=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "participant"], name="delivery_once_a_participant"
            ),
            models.UniqueConstraint(
                fields=["mailing", "address_key"], name="delivery_once_an_address"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="delivery_state_known"
            ),
            models.CheckConstraint(
                condition=Q(fate__in=["", *DeliveryFate.values]), name="delivery_fate_known"
            ),
        ]
        indexes = [
            models.Index(fields=["message_uuid"], name="delivery_by_message"),
            models.Index(
                "mailing",
                "id",
                name="delivery_due",
                condition=Q(state=DeliveryState.PENDING),
            ),
            models.Index(
                "lease_until",
                name="delivery_leased",
                condition=Q(state__in=[DeliveryState.SENDING, DeliveryState.HANDED]),
            ),
            models.Index(
                "mailing",
                "settled_at",
                name="delivery_settled",
                condition=Q(settled_at__isnull=False),
            ),
        ]

    @property
    def message_id(self) -> str:
        """Return the Message-ID: the same at every attempt, so that a receiver may recognise it."""
        return f"<{self.message_uuid}@{settings.MAIL_DOMAIN}>"
