"""Reports, a row for each post that somebody reported: who did, and when, is nowhere to be seen."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from ideas.admin.moderation import HidingForm, decided_words, local_day, reason_field
from ideas.enums import ContributionState
from ideas.models import Comment, Flag, Idea
from ideas.selectors import flags_on, reported_posts
from ideas.services import comment_restore, flags_dismiss, flags_uphold, idea_restore
from ideas.words import noun
from workshop.staff import DecisionAdmin


class ReportForm(HidingForm):
    """What becomes of a reported post."""

    reason_name = "why"
    why = reason_field(label="Reason")

    def possible(self) -> dict[str, str]:
        """Return what can be decided as things stand."""
        flag = self.instance
        if flag.item.state == ContributionState.HIDDEN:
            return {"restore": "Show it again"}
        if flag.is_waiting:
            return {"hide": "Hide it from everybody", "dismiss": "Leave it as it is"}
        return {}


class StandingFilter(admin.SimpleListFilter):
    """Those that wait for a decision, or those that have it."""

    title, parameter_name = "standing", "standing"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        """Return the two."""
        return [("waiting", "Waiting"), ("settled", "Settled")]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        """Leave in what was chosen."""
        if self.value() in ("waiting", "settled"):
            return queryset.filter(is_waiting=self.value() == "waiting")
        return queryset


@admin.register(Flag)
class FlagAdmin(DecisionAdmin):
    """The queue: what waits stands first."""

    form = ReportForm
    list_display = ["excerpt", "kind", "standing", "reports", "reasons", "last_day"]
    list_filter = [StandingFilter, "workshop"]
    list_display_links = ["excerpt"]
    readonly_fields = ["kind", "text", "standing", "said", "last_day", "whole"]
    fields = [*readonly_fields, "decision", "why"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Flag]:
        """Return one report of each post."""
        return reported_posts().order_by(*self.get_ordering(request))

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """Put what waits first, then by the day of the last report."""
        return ["-is_waiting", "-last_reported_at"]

    @admin.display(description="post")
    def excerpt(self, flag: Flag) -> str:
        """Return the beginning of the post."""
        return str(getattr(flag.item, "title", "") or flag.item.body or "Erased by its author")[:80]

    @admin.display(description="is a")
    def kind(self, flag: Flag) -> str:
        """Return what the post is, and where it stands."""
        if isinstance(flag.item, Idea):
            return f"idea in {flag.item.group}"
        return f"{'reply' if flag.item.parent_id else 'comment'} on {flag.item.idea}"

    @admin.display(description="text")
    def text(self, flag: Flag) -> str:
        """Return the whole post."""
        title, body = getattr(flag.item, "title", ""), linebreaksbr(flag.item.body)
        return format_html("<b>{}</b><br>{}", title, body) if title else body

    @admin.display(description="standing")
    def standing(self, flag: Flag) -> str:
        """Return whether it waits, and what became of the post."""
        state = ContributionState(flag.item.state)
        if flag.is_waiting:
            return "Waiting for a decision"
        return "Left as it is" if state == ContributionState.VISIBLE else state.label

    @admin.display(description="reports")
    def reports(self, flag: Flag) -> int:
        """Return how many people reported it."""
        return flag.report_count

    @admin.display(description="reasons")
    def reasons(self, flag: Flag) -> str:
        """Return each reason once."""
        return ", ".join(sorted({each.get_reason_display() for each in flags_on(flag.item)}))

    @admin.display(description="reported as")
    def said(self, flag: Flag) -> str:
        """Return reasons and words by reason, so that their order tells nothing."""
        rows = [(each.get_reason_display(), each.words) for each in flags_on(flag.item)]
        return format_html_join(
            "", "{}<br>", [(f"{reason}: “{words}”" if words else reason,) for reason, words in rows]
        )

    @admin.display(description="last reported")
    def last_day(self, flag: Flag) -> str:
        """Return the day of the last report."""
        return local_day(flag.last_reported_at, flag.workshop)

    @admin.display(description="the post itself")
    def whole(self, flag: Flag) -> str:
        """Return a link to the post's own screen."""
        kind = noun(flag.item)
        path = reverse(f"admin:ideas_{kind}_change", args=[flag.item.pk])
        return format_html('<a href="{}">Open the {}</a>', path, kind)

    def may_edit(self, obj, change: bool) -> bool:
        """Nobody changes what people reported."""
        return False

    def decide(self, request, obj: Flag, decision: str, form) -> str:
        """Hide, leave or restore the post; all its reports are settled with it."""
        if decision == "hide":
            flags_uphold(item=obj.item, reason=form.cleaned_data["why"])
        elif decision == "dismiss":
            flags_dismiss(item=obj.item)
            return f"The reports are dismissed; the {noun(obj.item)} stays as it is."
        elif isinstance(obj.item, Comment):
            comment_restore(comment=obj.item)
        else:
            idea_restore(idea=obj.item)
        return decided_words(decision, obj.item)

    def has_add_permission(self, request) -> bool:
        """Reports come from people."""
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        """What was reported once can be found again."""
        return False
