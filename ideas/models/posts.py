"""Ideas and comments, and what they said before they were edited."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from ideas.enums import ContributionState
from ideas.querysets import CommentQuerySet, IdeaQuerySet
from ideas.ranking import division, support_by_showings, support_by_votes
from workshop.common.ids import new_public_id
from workshop.models import BreakoutGroup, Participant, Workshop

TITLE_LIMIT, IDEA_LIMIT, COMMENT_LIMIT, LINK_LIMIT = 200, 10_000, 5_000, 500


def exactly_one_item(name: str) -> models.CheckConstraint:
    """Return the constraint by which a row is about one idea or one comment."""
    on_idea, on_comment = Q(idea__isnull=False, comment=None), Q(idea=None, comment__isnull=False)
    return models.CheckConstraint(condition=on_idea | on_comment, name=name)


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
    evidence_link = models.URLField("link to evidence", max_length=LINK_LIMIT, blank=True)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    # How many people it was shown to, each counted once (see Showing).
    showings = models.PositiveIntegerField(default=0, editable=False)
    support = models.GeneratedField(
        expression=support_by_showings(), output_field=models.FloatField(), db_persist=True
    )
    division = models.GeneratedField(
        expression=division(), output_field=models.FloatField(), db_persist=True
    )

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
            models.Index("group", "state", F("support").desc(), "id", name="idea_supported"),
            models.Index("group", "state", F("division").desc(), "id", name="idea_divided"),
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
    by_facilitator = models.BooleanField(default=False, editable=False)
    support = models.GeneratedField(
        expression=support_by_votes(), output_field=models.FloatField(), db_persist=True
    )

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
        indexes = [
            models.Index("idea", "parent", "created_at", "id", name="comment_thread"),
            models.Index("idea", "parent", F("support").desc(), "id", name="comment_best"),
        ]

    def __str__(self) -> str:
        return f"Comment {self.public_id}"


class Revision(models.Model):
    """What an idea or comment said before an edit."""

    idea = models.ForeignKey(Idea, null=True, on_delete=models.CASCADE, related_name="revisions")
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="revisions"
    )
    title = models.CharField(max_length=TITLE_LIMIT, blank=True)
    body = models.TextField()
    # A web process of the release before may still write rows without it.
    evidence_link = models.CharField(max_length=LINK_LIMIT, blank=True, db_default="")
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["replaced_at", "id"]
        constraints = [exactly_one_item("revision_of_exactly_one_item")]
