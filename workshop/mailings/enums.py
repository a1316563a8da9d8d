"""The fixed words of the mailings."""

from django.db import models


class MailingKind(models.TextChoices):
    """What a mailing is for."""

    INVITATION = "invitation", "Invitation"
    REMINDER = "reminder", "Reminder"
    COUNTDOWN = "countdown", "Countdown"
    THANKS = "thanks", "Thanks"
    REPORT = "report", "Report"
    OTHER = "other", "Other"
    # Summaries of the conversation: the product's own, planned by no one and in no archive.
    DIGEST = "digest", "Summary of the conversation"


# What a facilitator may plan.
PLANNED_KINDS = tuple(kind for kind in MailingKind if kind != MailingKind.DIGEST)

# These make no sense once the workshop has closed.
BEFORE_CLOSE = (MailingKind.INVITATION, MailingKind.REMINDER, MailingKind.COUNTDOWN)


class Audience(models.TextChoices):
    """Whom a mailing reaches; audiences.py has the words that name something. Never by answer."""

    PREREGISTERED = "preregistered", "Pre-registered and not yet joined"
    UNFINISHED = "unfinished", "Registered, questions not finished"
    SPECTATORS = "spectators", "Joined, nothing contributed yet"
    VOTERS = "voters", "Voted, posted nothing"
    CONTRIBUTORS = "contributors", "Contributed at least once"
    EVERYONE = "everyone", "Everyone who joined"


# The audiences that tell what people did.
DEEDS = (Audience.SPECTATORS, Audience.VOTERS, Audience.CONTRIBUTORS)


class MailingState(models.TextChoices):
    """How far a mailing is."""

    DRAFT = "draft", "Draft"
    ASKED = "asked", "Waits for approval"
    SCHEDULED = "scheduled", "Scheduled"
    BUILDING = "building", "Preparing"
    SENDING = "sending", "Sending"
    PAUSED = "paused", "Paused"
    DONE = "done", "Sent"
    CANCELLED = "cancelled", "Cancelled"


class DeliveryState(models.TextChoices):
    """How far one message to one address is."""

    PENDING = "pending", "Waiting"
    SENDING = "sending", "Claimed by a sender"
    HANDED = "handed", "Being handed over"
    SENT = "sent", "Sent"
    FAILED = "failed", "Refused"
    SKIPPED = "skipped", "Left out"
    UNKNOWN = "unknown", "Not known whether it arrived"


class DeliveryFate(models.TextChoices):
    """What came back after the mail server had taken a message; it moves only forward."""

    DELIVERED = "delivered", "Delivered"
    BOUNCED = "bounced", "Came back"
    COMPLAINED = "complained", "Reported as unwanted"


class EventKind(models.TextChoices):
    """What a provider or a mail server tells of a message."""

    DELIVERED = "delivered", "Delivered"
    SOFT = "soft", "Could not be delivered for now"
    HARD = "hard", "Cannot be delivered"
    COMPLAINT = "complaint", "Reported as unwanted"
    LEFT = "left", "Answered by asking for no more"


class SuppressionCause(models.TextChoices):
    """Why we no longer write to an address."""

    HARD = "hard", "The address does not exist"
    SOFT = "soft", "Three messages came back within thirty days"
    COMPLAINT = "complaint", "A message of ours was reported as unwanted"
