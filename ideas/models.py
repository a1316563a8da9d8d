"""Ideas, comments, votes and what they said before they were edited."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from ideas.enums import ContributionState, VoteValue
from ideas.querysets import CommentQuerySet, IdeaQuerySet, VoteQuerySet
from workshop.common.ids import new_public_id
from workshop.models import BreakoutGroup, Participant, Workshop

TITLE_LIMIT, IDEA_LIMIT, COMMENT_LIMIT = 200, 10_000, 5_000


class Post(models.Model):
    """What an idea and a comment have in common. The author is never shown to anybody."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="%(class)ss"
    )
    public_id = models.CharField(max_length=40, default=new_public_id, editable=False)
    state = models.CharField(
        max_length=10, choices=ContributionState, default=ContributionState.VISIBLE
    )
    moderation_reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    up = models.PositiveIntegerField(default=0, editable=False)
    down = models.PositiveIntegerField(default=0, editable=False)
    net = models.GeneratedField(
        expression=F("up") - F("down"), output_field=models.IntegerField(), db_persist=True
    )

    class Meta:
        abstract = True

    @property
    def is_visible(self) -> bool:
        """Say whether people may read it."""
        return self.state == ContributionState.VISIBLE


class Idea(Post):
    """One answer to a group's question; a seed was placed by a facilitator and has no author."""

    group = models.ForeignKey(BreakoutGroup, on_delete=models.PROTECT, related_name="ideas")
    seed = models.BooleanField("conversation starter", default=False)
    title = models.CharField(max_length=TITLE_LIMIT)
    body = models.TextField("idea", max_length=IDEA_LIMIT)
    comment_count = models.PositiveIntegerField(default=0, editable=False)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "public_id"], name="idea_public_id_once"),
            models.CheckConstraint(
                condition=Q(state__in=ContributionState.values), name="idea_state_known"
            ),
        ]
        indexes = [
            models.Index("group", "state", F("created_at").desc(), "id", name="idea_newest"),
            models.Index("group", "state", F("net").desc(), "id", name="idea_top"),
            models.Index("group", "state", F("comment_count").desc(), "id", name="idea_discussed"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the thread's path."""
        return reverse(
            "ideas:thread", kwargs={"slug": self.workshop.slug, "public_id": self.public_id}
        )


class Comment(Post):
    """A remark on an idea, or a reply to one; its author has a handle in this thread alone."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    body = models.TextField("comment", max_length=COMMENT_LIMIT)
    # 1 is the idea's author, 2 participant B, 3 participant C …; empty where there is no author.
    handle = models.PositiveIntegerField(null=True, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "public_id"], name="comment_public_id_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ContributionState.values), name="comment_state_known"
            ),
        ]
        indexes = [models.Index("idea", "parent", "created_at", "id", name="comment_thread")]

    def __str__(self) -> str:
        return f"Comment {self.public_id}"


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
            models.CheckConstraint(
                condition=Q(idea__isnull=False, comment=None) | Q(idea=None, comment__isnull=False),
                name="vote_on_exactly_one_item",
            ),
            models.CheckConstraint(
                condition=Q(value__in=VoteValue.values), name="vote_value_known"
            ),
            models.UniqueConstraint(fields=["participant", "idea"], name="vote_once_on_an_idea"),
            models.UniqueConstraint(
                fields=["participant", "comment"], name="vote_once_on_a_comment"
            ),
        ]


class Revision(models.Model):
    """What an idea or comment said before an edit."""

    idea = models.ForeignKey(Idea, null=True, on_delete=models.CASCADE, related_name="revisions")
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="revisions"
    )
    title = models.CharField(max_length=TITLE_LIMIT, blank=True)
    body = models.TextField()
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["replaced_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(idea__isnull=False, comment=None) | Q(idea=None, comment__isnull=False),
                name="revision_of_exactly_one_item",
            )
        ]
