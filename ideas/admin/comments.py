"""Comments: to moderate, and to add as a facilitator."""

import re
from contextlib import suppress

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from ideas.admin.moderation import PLAIN, ModerationAdmin
from ideas.forms import COMMENT_LONGEST, PlainTextField
from ideas.models import Comment, Idea
from ideas.services import (
    comment_add_as_facilitator,
    comment_hide,
    comment_restore,
    facilitator_comment_require,
)
from workshop.common.errors import DomainError

EXCERPT = 80
LINKED = ("idea", "parent")


class ChosenInput(forms.HiddenInput):
    """A row that is chosen already: its words to read, its number sent along."""

    is_hidden = False

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def render(self, *args, **kwargs) -> str:
        """Return the words and the hidden number."""
        number = super().render(*args, **kwargs)
        return format_html('{}<div class="readonly">{}</div>', number, self.words)


class FacilitatorForm(forms.ModelForm):
    """A comment or reply that people see is a facilitator's."""

    body = PlainTextField(
        label="Comment", noun="the comment", longest=COMMENT_LONGEST, widget=forms.Textarea,
        help_text=f"People read it as a comment of “Facilitator”. {PLAIN}",
    )  # fmt: skip

    # What a link has chosen: the numbers in its query, by field.
    chosen: dict[str, str] = {}

    class Meta:
        model = Comment
        fields = ["idea", "parent", "body"]
        labels = {"parent": "Reply to"}
        help_texts = {
            "idea": "Open the idea in the list of ideas and press “Comment on this as "
            "facilitator”: it is chosen here then. Or choose it with the magnifying glass.",
            "parent": "Empty for a comment on the idea. To reply, open the comment and press "
            "“Reply to this as facilitator”. Or choose it with the magnifying glass.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, number in self.chosen.items():
            if name in self.fields:
                self.settle(self.fields[name], number)

    def settle(self, field: forms.ModelChoiceField, number: str) -> None:
        """Show in words what a link has chosen, in place of its number."""
        with suppress(forms.ValidationError):
            row = field.to_python(number)
            words = row.title if isinstance(row, Idea) else row.body[:EXCERPT]
            field.widget, field.help_text = ChosenInput(words), ""

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


class OneIdeaFilter(admin.SimpleListFilter):
    """The comments of the one idea that a link names; it stands at the side only then."""

    title, parameter_name = "idea", "idea"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        """Return the idea that is named, if it is there."""
        number = self.value() or ""
        if not re.fullmatch("[0-9]{1,18}", number):
            return []
        return [(number, idea.title) for idea in Idea.objects.filter(pk=number)]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        """Leave in the comments of the idea."""
        return queryset.filter(idea=self.value()) if self.value() else queryset


@admin.register(Comment)
class CommentAdmin(ModerationAdmin):
    """Comments to moderate; adding one writes it as a facilitator."""

    new_form, new_fields = FacilitatorForm, ["idea", "parent", "body"]
    services = {"hide": comment_hide, "restore": comment_restore}
    posted = "The comment is posted; people read it as a comment of “Facilitator”."
    raw_id_fields = ["idea", "parent"]
    list_display = ["excerpt", "idea", "by_facilitator", "state", "day"]
    list_select_related = ["idea", "workshop"]
    list_filter = [OneIdeaFilter, *ModerationAdmin.list_filter]
    search_fields = ["body"]
    shown = [
        "body", "idea", "by_facilitator", "state", "moderation_reason", "day", "earlier", "reply",
    ]  # fmt: skip

    def get_form(self, request, obj=None, **kwargs):
        """Tell the form of a new comment what the link has chosen."""
        form = super().get_form(request, obj, **kwargs)
        if obj is None:
            form.chosen = {name: request.GET[name] for name in LINKED if request.GET.get(name)}
        return form

    def get_fields(self, request, obj=None):
        """Leave out the reply where a link has chosen the idea alone."""
        fields = super().get_fields(request, obj)
        alone = obj is None and request.GET.get("idea") and not request.GET.get("parent")
        return [name for name in fields if name != "parent"] if alone else fields

    @admin.display(description="comment")
    def excerpt(self, comment: Comment) -> str:
        """Return the beginning of a comment."""
        return comment.body[:EXCERPT]

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
