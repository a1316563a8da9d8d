"""Reads of the conversation, named by what they answer."""

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from ideas.enums import CommentOrder, ContributionState, ListOrder

ORDERS = {
    ListOrder.NEWEST: ("-created_at", "id"),
    ListOrder.TOP: ("-net", "id"),
    ListOrder.SUPPORTED: ("-support", "id"),
    ListOrder.DISCUSSED: ("-comment_count", "id"),
    ListOrder.DIVIDED: ("-division", "id"),
}

COMMENT_ORDERS = {
    CommentOrder.OLDEST: ("created_at", "id"),
    CommentOrder.BEST: ("-support", "id"),
}


def new_to(participant) -> Q:
    """Say of posts that others made them since the person's last visit; on a first visit none.

    The one rule of what is new, on every page; is_new_to says it of a post at hand.
    """
    if participant.seen_before_at is None:
        return Q(pk__in=[])
    return Q(created_at__gt=participant.seen_before_at) & ~Q(author=participant.pk)


class PostQuerySet(models.QuerySet):
    """What ideas and comments have in common."""

    def new_to(self, participant) -> "PostQuerySet":
        """Return what others posted since the person's last visit; on a first visit nothing."""
        return self.filter(new_to(participant))


class IdeaQuerySet(PostQuerySet):
    """Ideas as lists need them."""

    def visible(self) -> "IdeaQuerySet":
        """Return ideas that people may read."""
        return self.filter(state=ContributionState.VISIBLE)

    def in_order(self, order: str) -> "IdeaQuerySet":
        """Return ideas as a person chose to read them; each order has its index."""
        return self.order_by(*ORDERS[ListOrder(order)])

    def with_place(self, participant) -> "IdeaQuerySet":
        """Add the person's vote (`own_value`, or None), and whether it counts as shown to them."""
        vote = self._below("votes").filter(participant=participant.pk)
        return self.annotate(
            own_value=Subquery(vote.values("value")[:1]),
            was_shown=Exists(self._below("shown_to").filter(participant=participant.pk)),
        )

    def with_own(self, participant) -> "IdeaQuerySet":
        """Add to the person's place their number in the thread (`own_handle`), or None."""
        comment = self._below("comments").filter(author=participant.pk, handle__isnull=False)
        return self.with_place(participant).annotate(
            own_handle=Subquery(comment.values("handle")[:1])
        )

    def with_following(self, participant) -> "IdeaQuerySet":
        """Add whether the person follows the conversation (`is_followed`)."""
        follows = self._below("followers").filter(participant=participant.pk)
        return self.annotate(is_followed=Exists(follows))

    def with_news(self, participant, news: Q) -> "IdeaQuerySet":
        """Add how many comments of others are new (`news_count`), and the first (`news_first`).

        `news` says which comments are new.
        """
        new = self._below("comments").of_others(participant).filter(news)
        count = new.values("idea").annotate(n=Count("pk")).values("n")
        return self.annotate(
            news_count=Coalesce(Subquery(count), 0),
            news_first=Subquery(new.order_by("pk").values("public_id")[:1]),
        )

    def with_latest(self) -> "IdeaQuerySet":
        """Add the public id of the comment that came last, whatever became of it (`latest`)."""
        last = self._below("comments").order_by("-pk")
        return self.annotate(latest=Subquery(last.values("public_id")[:1]))

    def _below(self, name: str) -> models.QuerySet:
        """Return the rows that point to the idea at hand."""
        model = self.model._meta.get_field(name).related_model
        return model.objects.filter(idea=OuterRef("pk")).order_by()


class CommentQuerySet(PostQuerySet):
    """Comments as threads need them."""

    def visible(self) -> "CommentQuerySet":
        """Return comments that people may read."""
        return self.filter(state=ContributionState.VISIBLE)

    def of_others(self, participant) -> "CommentQuerySet":
        """Return comments that people may read and the person did not write."""
        return self.visible().exclude(author=participant)

    def in_order(self, order: str) -> "CommentQuerySet":
        """Return comments as a person chose to read them; each order has its index."""
        return self.order_by(*COMMENT_ORDERS[CommentOrder(order)])

    def oldest_first(self) -> "CommentQuerySet":
        """Return comments in the order of a conversation."""
        return self.order_by("created_at", "id")

    def as_conversation(self) -> "CommentQuerySet":
        """Return comments oldest first, the replies to each beneath it."""
        return self.order_by(
            Coalesce("parent__created_at", "created_at"),
            Coalesce("parent_id", "id"),
            F("parent_id").asc(nulls_first=True),
            "created_at",
            "id",
        )

    def before(self, comment) -> "CommentQuerySet":
        """Return the comments that stand before another one, oldest first."""
        earlier = Q(created_at__lt=comment.created_at)
        same_time = Q(created_at=comment.created_at, id__lt=comment.pk)
        return self.filter(earlier | same_time)

    def first_replies(self, parents: list, most: int) -> "CommentQuerySet":
        """Return the oldest replies to each of some comments, at most so many to one.

        Each knows its place among them (`place`, from 1) and how many there are (`siblings`).
        """
        family = F("parent_id")
        return (
            self.filter(parent__in=parents)
            .annotate(
                place=Window(RowNumber(), partition_by=family, order_by=["created_at", "id"]),
                siblings=Window(Count("pk"), partition_by=family),
            )
            .filter(place__lte=most)
            .oldest_first()
        )


class VoteQuerySet(models.QuerySet):
    """Votes as pages need them: always one person's, on few items."""

    def values_on(self, kind: str, pks: list[int]) -> dict[int, int]:
        """Return the votes on some items (`kind` is idea or comment) by the item's key."""
        rows = self.filter(**{f"{kind}__in": pks})
        return dict(rows.values_list(f"{kind}_id", "value"))
