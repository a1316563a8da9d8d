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


class ListOrder(models.TextChoices):
    """How a list of ideas is read; the label says what the order does."""

    NEWEST = "newest", "Newest"
    TOP = "top", "Most net votes"
    DISCUSSED = "discussed", "Most discussed"

    @property
    def why(self) -> str:
        """Return one line that says in plain words what the order does."""
        return {
            ListOrder.NEWEST: "“Newest” shows the latest ideas first.",
            ListOrder.TOP: "“Most net votes” puts up votes minus down votes in order.",
            ListOrder.DISCUSSED: "“Most discussed” shows ideas with the most comments first.",
        }[self]
