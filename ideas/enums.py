"""The fixed words of the conversation."""

from django.db import models


class ContributionState(models.TextChoices):
    """Whether an idea or comment can be read."""

    VISIBLE = "visible", "Visible"
    HIDDEN = "hidden", "Hidden by a facilitator"
    WITHDRAWN = "withdrawn", "Withdrawn by its author"


class VoteValue(models.IntegerChoices):
    """The two directions of a vote; taking it back deletes the row."""

    UP = 1, "Up"
    DOWN = -1, "Down"
