"""A mailing, and one row for each address it goes to: the truth about sending."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from workshop.mailings.enums import DeliveryState, MailingKind, MailingState
from workshop.mailings.querysets import DeliveryQuerySet
from workshop.models import Participant, Preregistration, Workshop, valid_key


class Mailing(models.Model):
    """A message to an audience at a time."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="mailings")
    key = models.CharField(max_length=50, validators=[valid_key])
    kind = models.CharField(max_length=10, choices=MailingKind)
    # A list of Audience values and `channel:KEY` words, joined by "or".
    audience = models.JSONField(default=list)
    send_at = models.DateTimeField("goes out at")
    subject = models.CharField(max_length=200)
    body = models.TextField(help_text="In Markdown.")
    state = models.CharField(max_length=10, choices=MailingState, default=MailingState.DRAFT)
    rate = models.PositiveSmallIntegerField("messages a second", default=10)
    # When the ledger was written; until then nobody is on it.
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Up to here the sending rate is spent: every sender reserves its messages by moving it.
    paced_until = models.DateTimeField(null=True, blank=True, editable=False)
    # Messages in a row that failed because the mail server could not be talked to.
    trouble = models.PositiveSmallIntegerField(default=0, editable=False)
    reason = models.CharField("why it is paused", max_length=500, blank=True, editable=False)

    class Meta:
        ordering = ["workshop", "send_at", "key"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "key"], name="mailing_key_once"),
            models.CheckConstraint(
                condition=Q(state__in=MailingState.values), name="mailing_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=MailingKind.values), name="mailing_kind_known"
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="mailing_rate_positive"),
        ]

    def __str__(self) -> str:
        return self.subject


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
    reason = models.CharField(max_length=500, blank=True)

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
        ]
        indexes = [
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
        ]

    @property
    def message_id(self) -> str:
        """Return the Message-ID: the same at every attempt, so that a receiver may recognise it."""
        return f"<{self.message_uuid}@{settings.MAIL_DOMAIN}>"
