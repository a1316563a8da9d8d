"""Seeding and moderation. No screen shows an author, a voter or a time of day."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html_join

from ideas.enums import ContributionState
from ideas.forms import IDEA_LONGEST, TITLE_LONGEST, TITLE_SHORTEST, PlainTextField
from ideas.models import Comment, Evidence, Idea
from ideas.services import comment_hide, comment_restore, idea_hide, idea_restore, idea_seed
from workshop.enums import WorkshopState
from workshop.staff import DecisionAdmin, DecisionForm


class SeedForm(forms.ModelForm):
    """A new conversation starter."""

    title = PlainTextField(
        noun="a title", shortest=TITLE_SHORTEST, longest=TITLE_LONGEST, one_line=True
    )
    body = PlainTextField(
        label="Idea", noun="the idea", longest=IDEA_LONGEST, widget=forms.Textarea
    )

    class Meta:
        model = Idea
        fields = ["group", "title", "body"]

    def clean_group(self):
        """Refuse a group whose workshop has closed."""
        group = self.cleaned_data["group"]
        if group.workshop.state == WorkshopState.CLOSED:
            raise forms.ValidationError("This workshop has closed: nothing can be added.")
        return group


class ModerationForm(DecisionForm):
    """Hide with a reason, or show again."""

    decisions = {
        ContributionState.VISIBLE: {"hide": "Hide it from everybody"},
        ContributionState.HIDDEN: {"restore": "Show it again"},
    }
    reason = forms.CharField(
        max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The author will read it. Say what would have to change.",
    )  # fmt: skip

    def clean(self) -> dict:
        """Ask for a reason where something is hidden."""
        data = super().clean()
        if data.get("decision") == "hide" and not data.get("reason", "").strip():
            self.add_error("reason", "Say why: the author will read it.")
        return data


class ModerationAdmin(DecisionAdmin):
    """What ideas and comments have in common: to read, to hide, to show again."""

    form = ModerationForm
    services: dict = {}
    list_filter = ["state", "workshop"]

    def may_edit(self, obj, change: bool) -> bool:
        """Nobody changes what people wrote."""
        return False

    def decide(self, request, obj, decision: str, form) -> None:
        """Hide or restore."""
        name = self.model._meta.model_name
        reason = {"reason": form.cleaned_data["reason"]} if decision == "hide" else {}
        self.services[decision](**{name: obj}, **reason)

    @admin.display(description="day", ordering="created_at")
    def day(self, post) -> str:
        """Return the day of posting; the time of day could tell who wrote."""
        return post.created_at.astimezone(post.workshop.zone).strftime("%-d %B %Y")

    def has_delete_permission(self, request, obj=None) -> bool:
        """What was shown once can be found again."""
        return False


@admin.register(Idea)
class IdeaAdmin(ModerationAdmin):
    """Ideas to moderate; adding one places a conversation starter."""

    services = {"hide": idea_hide, "restore": idea_restore}
    list_display = ["title", "group", "state", "seed", "net", "comment_count", "day"]
    list_filter = ["state", "seed", "workshop", "group"]
    list_select_related = ["group", "workshop"]
    search_fields = ["title", "body"]
    shown = ["title", "body", "supported_by", "group", "seed", "state", "moderation_reason", "day"]

    @admin.display(description="evidence")
    def supported_by(self, idea: Idea) -> str:
        """Return what supports an idea: the link as it is, and its file to download."""
        file = Evidence.objects.filter(idea=idea).first()
        place = [idea.workshop.slug, idea.public_id]
        url = reverse("ideas:evidence_for_staff", args=place) if file else ""
        parts = [(idea.evidence_link, idea.evidence_link)] if idea.evidence_link else []
        parts += [(url, file.name)] if file else []
        return format_html_join(" · ", '<a href="{}" rel="nofollow noopener">{}</a>', parts) or "–"

    def get_form(self, request, obj=None, **kwargs):
        """Return the seed's form for a new row, the moderation's for one that is there."""
        return super().get_form(
            request, obj, **({"form": SeedForm} if obj is None else {}) | kwargs
        )

    def get_fields(self, request, obj=None):
        """Show an idea to read, with the decision beneath."""
        return ["group", "title", "body"] if obj is None else [*self.shown, "decision", "reason"]

    def get_readonly_fields(self, request, obj=None):
        """Fix what people wrote."""
        return [] if obj is None else self.shown

    def save_model(self, request, obj, form, change: bool) -> None:
        """Place the conversation starter, or carry out the decision."""
        if change:
            super().save_model(request, obj, form, change)
            return
        seed = idea_seed(group=obj.group, title=obj.title, body=obj.body)
        obj.pk, obj.workshop, obj.public_id = seed.pk, seed.workshop, seed.public_id


@admin.register(Comment)
class CommentAdmin(ModerationAdmin):
    """Comments to moderate."""

    services = {"hide": comment_hide, "restore": comment_restore}
    list_display = ["excerpt", "idea", "state", "day"]
    list_select_related = ["idea", "workshop"]
    search_fields = ["body"]
    readonly_fields = ["body", "idea", "state", "moderation_reason", "day"]
    fields = [*readonly_fields, "decision", "reason"]

    @admin.display(description="comment")
    def excerpt(self, comment: Comment) -> str:
        """Return the beginning of a comment."""
        return comment.body[:80]

    def has_add_permission(self, request) -> bool:
        """Comments come from people."""
        return False
