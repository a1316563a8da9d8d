"""Reads of the conversation, named by what they answer."""

from django.db import models

from ideas.enums import ContributionState


class IdeaQuerySet(models.QuerySet):
    """Ideas as lists need them."""

    def visible(self) -> "IdeaQuerySet":
        """Return ideas that people may read."""
        return self.filter(state=ContributionState.VISIBLE)


class CommentQuerySet(models.QuerySet):
    """Comments as threads need them."""

    def visible(self) -> "CommentQuerySet":
        """Return comments that people may read."""
        return self.filter(state=ContributionState.VISIBLE)
