"""Comments: to moderate, and to add as a facilitator."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from ideas.admin.moderation import ModerationAdmin
from ideas.forms import COMMENT_LONGEST, PlainTextField
from ideas.models import Comment
from ideas.services import (
    comment_add_as_facilitator,
    comment_hide,
    comment_restore,
    facilitator_comment_require,
)
from workshop.common.errors import DomainError


class FacilitatorForm(forms.ModelForm):
    """A comment or reply that people see is a facilitator's."""

    body = PlainTextField(
        label="Comment", noun="the comment", longest=COMMENT_LONGEST, widget=forms.Textarea,
        help_text="People read it as a comment of “Facilitator”.",
    )  # fmt: skip

    class Meta:
        model = Comment
        fields = ["idea", "parent", "body"]
        labels = {"parent": "Reply to"}
        help_texts = {"parent": "The number of a comment on the same idea. Empty: no reply."}

    def clean(self) -> dict:
        """Refuse what takes no comment now."""
        data = super().clean()
        if data.get("idea"):
            try:
                facilitator_comment_require(
                    idea=data["idea"], parent=data.get("parent"), now=timezone.now()
                )
            except DomainError as refusal:
                raise forms.ValidationError(refusal.message) from refusal
        return data


@admin.register(Comment)
class CommentAdmin(ModerationAdmin):
    """Comments to moderate; adding one writes it as a facilitator."""

    new_form, new_fields = FacilitatorForm, ["idea", "parent", "body"]
    services = {"hide": comment_hide, "restore": comment_restore}
    posted = "The comment is posted; people read it as a comment of “Facilitator”."
    raw_id_fields = ["idea", "parent"]
    list_display = ["excerpt", "idea", "by_facilitator", "state", "day"]
    list_select_related = ["idea", "workshop"]
    search_fields = ["body"]
    shown = [
        "body", "idea", "by_facilitator", "state", "moderation_reason", "day", "earlier", "reply",
    ]  # fmt: skip

    @admin.display(description="comment")
    def excerpt(self, comment: Comment) -> str:
        """Return the beginning of a comment."""
        return comment.body[:80]

    @admin.display(description="reply")
    def reply(self, comment: Comment) -> str:
        """Return a link to the form of a facilitator's reply."""
        if comment.parent_id:
            return "A reply takes no replies."
        path = reverse("admin:ideas_comment_add")
        words = '<a href="{}?idea={}&amp;parent={}">Reply to this as facilitator</a>'
        return format_html(words, path, comment.idea_id, comment.pk)

    def add(self, obj: Comment) -> Comment:
        """Write the comment."""
        return comment_add_as_facilitator(idea=obj.idea, parent=obj.parent, body=obj.body)
