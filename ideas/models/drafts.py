"""What people have begun to write, and the evidence that they add."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ideas.enums import EvidenceKind
from ideas.models.posts import COMMENT_LIMIT, IDEA_LIMIT, LINK_LIMIT, TITLE_LIMIT, Comment, Idea
from workshop.models import BreakoutGroup, Participant, private_files

NAME_LIMIT = 120


def new_evidence_id() -> str:
    """Return a fresh name of a file (128 bits, hexadecimal), which says nothing about it."""
    return secrets.token_hex(16)


class PostDraft(models.Model):
    """A text that a person has not posted yet: an idea for a group, a comment or a reply.

    It goes when it is posted. `version` is the number of the form that saved it last, so that two
    tabs notice each other.
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="post_drafts"
    )
    group = models.ForeignKey(BreakoutGroup, null=True, on_delete=models.CASCADE, related_name="+")
    idea = models.ForeignKey(Idea, null=True, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=TITLE_LIMIT, blank=True)
    body = models.TextField(max_length=max(IDEA_LIMIT, COMMENT_LIMIT), blank=True)
    evidence_link = models.CharField(max_length=LINK_LIMIT, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=False, idea=None, parent=None)
                | Q(group=None, idea__isnull=False, parent=None)
                | Q(group=None, idea=None, parent__isnull=False),
                name="draft_of_exactly_one_post",
            ),
            models.UniqueConstraint(fields=["participant", "group"], name="draft_idea_once"),
            models.UniqueConstraint(fields=["participant", "idea"], name="draft_comment_once"),
            models.UniqueConstraint(fields=["participant", "parent"], name="draft_reply_once"),
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk}"


class Evidence(models.Model):
    """A picture or PDF that belongs to an idea or, until it is posted, to a draft.

    What is stored is made anew from what was sent, without the particulars that could name its
    maker.
    """

    public_id = models.CharField(
        max_length=32, unique=True, default=new_evidence_id, editable=False
    )
    idea = models.OneToOneField(Idea, null=True, on_delete=models.CASCADE, related_name="evidence")
    draft = models.OneToOneField(
        PostDraft, null=True, on_delete=models.CASCADE, related_name="evidence"
    )
    kind = models.CharField(max_length=4, choices=EvidenceKind)
    name = models.CharField(max_length=NAME_LIMIT)
    size = models.PositiveIntegerField(help_text="In bytes.")
    file = models.FileField(storage=private_files, upload_to="evidence", max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(idea__isnull=False, draft=None) | Q(idea=None, draft__isnull=False),
                name="evidence_of_exactly_one_post",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EvidenceKind.values), name="evidence_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
