"""The fixed words of the event."""

from django.db import models


class WorkshopState(models.TextChoices):
    """Where the clock stands; never stored, always derived."""

    UPCOMING = "upcoming", "Not open yet"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class GroupKind(models.TextChoices):
    """What a breakout group asks."""

    CHALLENGE = "challenge", "One challenge question"
    OPEN = "open", "Other ideas"


class Action(models.TextChoices):
    """What a person may want to do in a workshop."""

    PREREGISTER = "preregister"
    JOIN = "join"
    READ = "read"
    CONTRIBUTE = "contribute"
    LEAVE = "leave"


ALLOWED: dict[str, frozenset[str]] = {
    WorkshopState.UPCOMING: frozenset({Action.PREREGISTER, Action.LEAVE}),
    WorkshopState.OPEN: frozenset({Action.JOIN, Action.READ, Action.CONTRIBUTE, Action.LEAVE}),
    WorkshopState.CLOSED: frozenset({Action.READ, Action.LEAVE}),
}


class Role(models.TextChoices):
    """Django groups of staff, each with the least it needs."""

    FACILITATOR = "facilitator", "Facilitator"
    ANALYST = "analyst", "Analyst"
    STEERING = "steering group", "Steering group"
    OPERATOR = "operator", "Operator"
