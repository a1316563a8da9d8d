"""What the screens of ideas, comments and reports have in common."""

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from ideas.enums import ContributionState
from ideas.models import Comment, Idea
from ideas.selectors import earlier_texts, with_changes_since_hidden
from ideas.services.rules import REASON_LIMIT, reason_require
from ideas.words import noun
from workshop.common.errors import DomainError
from workshop.staff import DecisionAdmin, DecisionForm

PLAIN = "Plain text; a link is made of an address."


def reason_field(**kwargs) -> forms.CharField:
    """Return the field for the reason of hiding a post."""
    return forms.CharField(
        max_length=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The author will read it. Say what would have to change.",
        **kwargs,
    )


class HidingForm(DecisionForm):
    """A decision, with a reason where something is hidden; a subclass names the reason's field."""

    reason_name = "reason"

    def clean(self) -> dict:
        """Ask for a reason where something is hidden."""
        data = super().clean()
        if data.get("decision") == "hide" and self.reason_name in data:
            try:
                reason_require(data[self.reason_name])
            except DomainError as refusal:
                self.add_error(self.reason_name, refusal.message)
        return data


def decided_words(decision: str, post: Idea | Comment) -> str:
    """Return in words what a decision has done to a post."""
    if decision == "hide":
        return f"The {noun(post)} is hidden; its author reads why."
    return f"The {noun(post)} is shown again."


class ModerationForm(HidingForm):
    """Hide with a reason, or show again."""

    decisions = {
        ContributionState.VISIBLE: {"hide": "Hide it from everybody"},
        ContributionState.HIDDEN: {"restore": "Show it again"},
    }
    reason = reason_field()


class ChangedFilter(admin.SimpleListFilter):
    """Those that their author changed since they were hidden: to be looked at again."""

    title, parameter_name = "changed since it was hidden", "changed"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        """Return the one choice beside all."""
        return [("yes", "Yes")]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        """Leave in what was chosen."""
        return queryset.filter(changed_since_hidden=True) if self.value() == "yes" else queryset


class ModerationAdmin(DecisionAdmin):
    """What ideas and comments have in common: to read, to hide, to show again."""

    form = ModerationForm
    # What a facilitator writes; a subclass names its form and fields.
    new_form: type[forms.ModelForm]
    new_fields: list[str] = []
    shown: list[str] = []
    services: dict = {}
    # What is said once a facilitator has written; None: the admin's own words, with the title.
    posted: str | None = None
    list_filter = ["state", "workshop"]

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url="", extra_context=None
    ) -> HttpResponse:
        """Show a refusal that came between looking and saving, too."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DomainError as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return redirect(request.get_full_path())

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the posts, each with whether it was changed since it was hidden."""
        return with_changes_since_hidden(super().get_queryset(request))

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """Mark what was changed since it was hidden."""
        return [*super().get_list_display(request), "changed"]

    def get_list_filter(self, request: HttpRequest) -> list:
        """Offer what was changed since it was hidden."""
        return [*super().get_list_filter(request), ChangedFilter]

    def get_form(self, request, obj=None, **kwargs):
        """Return the form of a new row, or the moderation's for one that is there."""
        chosen = {"form": self.new_form} if obj is None else {}
        return super().get_form(request, obj, **chosen | kwargs)

    def get_fields(self, request, obj=None):
        """Show a post to read, with the decision beneath."""
        return self.new_fields if obj is None else [*self.shown, "changed", "decision", "reason"]

    def get_readonly_fields(self, request, obj=None):
        """Fix what people wrote."""
        return [] if obj is None else [*self.shown, "changed"]

    def may_edit(self, obj, change: bool) -> bool:
        """Nobody changes what people wrote."""
        return False

    def decide(self, request, obj, decision: str, form) -> str:
        """Hide or restore."""
        name = self.model._meta.model_name
        reason = {"reason": form.cleaned_data["reason"]} if decision == "hide" else {}
        self.services[decision](**{name: obj}, **reason)
        return decided_words(decision, obj)

    def save_model(self, request, obj, form, change: bool) -> None:
        """Add what a facilitator wrote, or carry out the decision."""
        if change:
            super().save_model(request, obj, form, change)
            return
        made = self.add(obj)
        request.happened = self.posted
        obj.pk, obj.workshop, obj.public_id = made.pk, made.workshop, made.public_id

    def add(self, obj: Idea | Comment) -> Idea | Comment:
        """Add what a facilitator wrote, through its service; may raise DomainError."""
        raise NotImplementedError

    @admin.display(description="day", ordering="created_at")
    def day(self, post) -> str:
        """Return the day of posting; the time of day could tell who wrote."""
        return local_day(post.created_at, post.workshop)

    @admin.display(description="changed since it was hidden", boolean=True)
    def changed(self, post) -> bool:
        """Return whether its author mended it, so that it waits for another look."""
        return post.changed_since_hidden

    @admin.display(description="what it said before")
    def earlier(self, post) -> str:
        """Return the earlier texts, latest first, each with the day until which it stood."""
        rows = [
            (day, text.title, text.body, text.evidence_link)
            for day, text in earlier_texts(post, now=timezone.now())
        ]
        if not rows:
            return "It was never changed."
        words = format_html_join("", "<dt>Until {}</dt><dd>{}<br>{}<br>{}</dd>", rows)
        return format_html("<dl>{}</dl>", words)

    def has_delete_permission(self, request, obj=None) -> bool:
        """What was shown once can be found again."""
        return False


def local_day(moment, workshop) -> str:
    """Return the day of a moment where the workshop is, without its time."""
    return moment.astimezone(workshop.zone).strftime("%-d %B %Y")
