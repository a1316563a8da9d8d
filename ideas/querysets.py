"""Reads of the conversation, named by what they answer."""

from django.db import models
from django.db.models import OuterRef, Subquery

from ideas.enums import ContributionState, ListOrder

ORDERS = {
    ListOrder.NEWEST: ("-created_at", "id"),
    ListOrder.TOP: ("-net", "id"),
    ListOrder.SUPPORTED: ("-support", "id"),
    ListOrder.DISCUSSED: ("-comment_count", "id"),
    ListOrder.DIVIDED: ("-division", "id"),
}


class IdeaQuerySet(models.QuerySet):
    """Ideas as lists need them."""

    def visible(self) -> "IdeaQuerySet":
        """Return ideas that people may read."""
        return self.filter(state=ContributionState.VISIBLE)

    def in_order(self, order: str) -> "IdeaQuerySet":
        """Return ideas as a person chose to read them; each order has its index."""
        return self.order_by(*ORDERS[ListOrder(order)])

    def with_own(self, participant) -> "IdeaQuerySet":
        """Add the person's vote (`own_value`) and number in the thread (`own_handle`), or None."""
        votes = self.model._meta.get_field("votes").related_model.objects
        comments = self.model._meta.get_field("comments").related_model.objects
        vote = votes.filter(participant=participant, idea=OuterRef("pk"))
        comment = comments.filter(author=participant, idea=OuterRef("pk"), handle__isnull=False)
        return self.annotate(
            own_value=Subquery(vote.values("value")[:1]),
            own_handle=Subquery(comment.values("handle")[:1]),
        )


class CommentQuerySet(models.QuerySet):
    """Comments as threads need them."""

    def visible(self) -> "CommentQuerySet":
        """Return comments that people may read."""
        return self.filter(state=ContributionState.VISIBLE)

    def oldest_first(self) -> "CommentQuerySet":
        """Return comments in the order of a conversation."""
        return self.order_by("created_at", "id")

    def before(self, comment) -> "CommentQuerySet":
        """Return the comments that stand before another one, oldest first."""
        earlier = models.Q(created_at__lt=comment.created_at)
        same_time = models.Q(created_at=comment.created_at, id__lt=comment.pk)
        return self.filter(earlier | same_time)


class VoteQuerySet(models.QuerySet):
    """Votes as pages need them: always one person's, on few items."""

    def values_on(self, kind: str, pks: list[int]) -> dict[int, int]:
        """Return the votes on some items (`kind` is idea or comment) by the item's key."""
        rows = self.filter(**{f"{kind}__in": pks})
        return dict(rows.values_list(f"{kind}_id", "value"))
