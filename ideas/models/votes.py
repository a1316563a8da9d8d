"""What people do with what others wrote: vote, be shown it, follow it, report it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ideas.enums import FlagReason, FlagState, VoteValue
from ideas.fairness import ORDERS_A_DAY
from ideas.models.posts import Comment, Idea, exactly_one_item
from ideas.querysets import VoteQuerySet
from workshop.models import BreakoutGroup, Participant, Workshop

WORDS_LIMIT = 500


class Vote(models.Model):
    """One person's up or down on one idea or comment. Taking it back deletes the row."""

    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.SET_NULL, related_name="votes"
    )
    idea = models.ForeignKey(Idea, null=True, on_delete=models.CASCADE, related_name="votes")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="votes")
    value = models.SmallIntegerField(choices=VoteValue)
    cast_at = models.DateTimeField(default=timezone.now)

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [
            exactly_one_item("vote_on_exactly_one_item"),
            models.CheckConstraint(
                condition=Q(value__in=VoteValue.values), name="vote_value_known"
            ),
            models.UniqueConstraint(fields=["participant", "idea"], name="vote_once_on_an_idea"),
            models.UniqueConstraint(
                fields=["participant", "comment"], name="vote_once_on_a_comment"
            ),
        ]


class Showing(models.Model):
    """That an idea was shown to a person, once, without a time; `Idea.showings` counts them."""

    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.SET_NULL, related_name="showings"
    )
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="shown_to")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "idea"], name="showing_counted_once")
        ]


class FairOrder(models.Model):
    """One of the day's orders of a group's ideas, each held by a share of its readers."""

    group = models.ForeignKey(BreakoutGroup, on_delete=models.CASCADE, related_name="fair_orders")
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    ideas = models.JSONField(help_text="Keys of ideas, first to last.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "day", "number"], name="fair_order_once"),
            models.CheckConstraint(
                condition=Q(number__lt=ORDERS_A_DAY), name="fair_order_number_known"
            ),
        ]


class Follow(models.Model):
    """That a person wants to hear of new comments on an idea."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="follows")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="followers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "idea"], name="follow_once")]


class Flag(models.Model):
    """A report of one idea or comment to the facilitators, who never see whose it is."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="+")
    idea = models.ForeignKey(Idea, null=True, on_delete=models.CASCADE, related_name="flags")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="flags")
    reporter = models.ForeignKey(
        Participant, null=True, on_delete=models.SET_NULL, related_name="flags", editable=False
    )
    reason = models.CharField(max_length=12, choices=FlagReason)
    words = models.TextField("in their words", max_length=WORDS_LIMIT, blank=True)
    state = models.CharField(max_length=10, choices=FlagState, default=FlagState.OPEN)
    # Kept to the moment for the limit of an hour; no page shows more than the day.
    reported_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-reported_at", "-id"]
        verbose_name = "report"
        constraints = [
            exactly_one_item("flag_on_exactly_one_item"),
            models.UniqueConstraint(fields=["reporter", "idea"], name="flag_once_on_an_idea"),
            models.UniqueConstraint(fields=["reporter", "comment"], name="flag_once_on_a_comment"),
            models.CheckConstraint(
                condition=Q(reason__in=FlagReason.values), name="flag_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=FlagState.values), name="flag_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    @property
    def item(self) -> Idea | Comment:
        """Return what is reported."""
        return self.idea or self.comment
