"""Coding frames, codings, placements and which frames are crossed."""

from django.db import models
from django.db.models import F, Q

from ideas.models import Comment, Idea
from workshop.models import BreakoutGroup, Workshop, valid_key


class CodingFrame(models.Model):
    """A set of codes for one question that the analysts ask of the contributions."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="frames")
    key = models.CharField(max_length=50, validators=[valid_key])
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["workshop", "position", "key"]
        permissions = [("view_report", "Can read the report and its tables")]
        constraints = [models.UniqueConstraint(fields=["workshop", "key"], name="frame_key_once")]

    def __str__(self) -> str:
        return self.title


class Code(models.Model):
    """One theme of a frame; a code with children is a heading, and only leaves are given."""

    frame = models.ForeignKey(CodingFrame, on_delete=models.CASCADE, related_name="codes")
    key = models.CharField(max_length=50, validators=[valid_key])
    label = models.CharField(max_length=300)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    definition = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["frame", "position", "key"]
        constraints = [models.UniqueConstraint(fields=["frame", "key"], name="code_key_once")]

    def __str__(self) -> str:
        return self.label


class CodedIdea(Idea):
    """An idea as the analysts see it: text to read, codes and a placement to give."""

    class Meta:
        proxy = True
        verbose_name = "idea to code"
        verbose_name_plural = "ideas to code"


class Coding(models.Model):
    """One code given to one contribution by one coder; a blank coder is the agreed coding."""

    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="codings")
    idea = models.ForeignKey(Idea, null=True, on_delete=models.CASCADE, related_name="codings")
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="codings"
    )
    coder = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(idea__isnull=False, comment=None) | Q(idea=None, comment__isnull=False),
                name="coding_of_exactly_one_item",
            ),
            models.UniqueConstraint(fields=["idea", "code", "coder"], name="coding_idea_once"),
            models.UniqueConstraint(
                fields=["comment", "code", "coder"], name="coding_comment_once"
            ),
        ]


class Placement(models.Model):
    """The analysts' decision on where an idea counts: a group, or nowhere with a reason."""

    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, related_name="placement")
    group = models.ForeignKey(
        BreakoutGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="placements"
    )
    excluded = models.CharField("reason for leaving it out", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=False, excluded="") | (Q(group=None) & ~Q(excluded="")),
                name="placement_group_or_reason",
                violation_error_message="Give a group or a reason for leaving it out, not both.",
            )
        ]


class CrossTab(models.Model):
    """Two frames crossed in the report, for the groups listed."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="crosstabs")
    rows = models.ForeignKey(CodingFrame, on_delete=models.CASCADE, related_name="+")
    columns = models.ForeignKey(CodingFrame, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["workshop", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "rows", "columns"], name="crosstab_once"),
            models.CheckConstraint(condition=~Q(rows=F("columns")), name="crosstab_of_two_frames"),
        ]


class CrossTabGroup(models.Model):
    """One group for which a cross-tab is made."""

    crosstab = models.ForeignKey(CrossTab, on_delete=models.CASCADE, related_name="groups")
    group = models.ForeignKey(BreakoutGroup, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["crosstab", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["crosstab", "group"], name="crosstab_group_once")
        ]
