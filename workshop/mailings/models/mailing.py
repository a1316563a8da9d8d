"""A mailing: a message to an audience at a time."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from workshop.mailings.enums import MailingKind, MailingState
from workshop.models import Workshop, valid_key


class Mailing(models.Model):
    """A message to an audience at a time."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="mailings")
    key = models.CharField(max_length=50, validators=[valid_key])
    kind = models.CharField(max_length=10, choices=MailingKind)
    # Words of audiences.py, joined by "or": Audience values, `channel:KEY`,
    # `followers:PUBLIC_ID`, and at most one `unmailed:DAYS`, which narrows them all.
    audience = models.JSONField(default=list)
    # The moment; what a person chose is the wall time, from which it is worked out on saving.
    send_at = models.DateTimeField("goes out at")
    # As `2026-03-29T09:00` in `zone`; both empty where a moment was given (an archive's mailing).
    wall_time = models.CharField(max_length=16, blank=True, editable=False)
    zone = models.CharField(max_length=50, blank=True, editable=False)
    # Of the ready-made plan, and not moved by anybody: its time follows the workshop's dates.
    follows_dates = models.BooleanField(default=False, editable=False)
    subject = models.CharField(max_length=200)
    preheader = models.CharField(
        max_length=150, blank=True, help_text="Shown beside the subject in lists of messages."
    )
    body = models.TextField(help_text="In Markdown.")
    state = models.CharField(max_length=10, choices=MailingState, default=MailingState.DRAFT)
    rate = models.PositiveSmallIntegerField(
        "messages a second",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    # Who asked for a second person's word, and who gave it.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+",
        editable=False,
    )  # fmt: skip
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+",
        editable=False,
    )  # fmt: skip
    # When the ledger was written; until then nobody is on it.
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Up to here the sending rate is spent: every sender reserves its messages by moving it.
    paced_until = models.DateTimeField(null=True, blank=True, editable=False)
    # Messages in a row that failed because the mail server could not be talked to.
    trouble = models.PositiveSmallIntegerField(default=0, editable=False)
    # The share of refusals is looked at from here on: the start, or the last time it went on.
    watched_from = models.DateTimeField(null=True, blank=True, editable=False)
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
            models.CheckConstraint(
                condition=Q(asked_by=None) | Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
                name="mailing_approval_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
