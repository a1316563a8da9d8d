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


class ScoresShown(models.TextChoices):
    """When people see how others voted."""

    ALWAYS = "always", "Always"
    AFTER_VOTE = "after-vote", "On each idea once they have voted on it"
    AFTER_CLOSE = "after-close", "After the close"


class EmailChoice(models.TextChoices):
    """What a person wants to be told of the conversation by e-mail, reminders apart."""

    NONE = "none", "Nothing"
    REPLIES = "replies", "Replies to what I wrote"
    DAILY = "daily", "A summary each day on which there is something new"
    WEEKLY = "weekly", "A summary each week in which there is something new"


class Role(models.TextChoices):
    """Django groups of staff, each with the least it needs."""

    FACILITATOR = "facilitator", "Facilitator"
    ANALYST = "analyst", "Analyst"
    STEERING = "steering group", "Steering group"
    OPERATOR = "operator", "Operator"
