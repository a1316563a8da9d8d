"""Setting up a workshop: its dates, words, groups and channels. People are not shown."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from workshop.models import BreakoutGroup, Channel, Workshop
from workshop.staff import WorkshopZoneAdmin


class BreakoutGroupInline(admin.StackedInline):
    """The groups of a workshop, in the order of the hall."""

    model = BreakoutGroup
    extra = 0
    fields = ["position", "key", "title", "prompt", "kind", "tips", "asks_evidence"]


class ChannelInline(admin.StackedInline):
    """The links of partner organisations."""

    model = Channel
    extra = 0
    fields = ["position", "key", "title"]


@admin.register(Workshop)
class WorkshopAdmin(WorkshopZoneAdmin):
    """One page per workshop; the page people see is one link away."""

    list_display = ["title", "state_now", "opens_at", "closes_at", "pages"]
    readonly_fields = ["pages", "sealing"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [BreakoutGroupInline, ChannelInline]
    fieldsets = [
        (None, {"fields": ["pages", "title", "slug", "strapline", "purpose"]}),
        ("When", {"fields": ["timezone", "opens_at", "closes_at"]}),
        ("Who runs it, and what happens next", {"fields": ["organiser", "next_steps", "contact"]}),
        ("Look", {"fields": ["accent", "accent_dark"]}),
        ("Small numbers", {"fields": ["disclosure"]}),
        ("After the close", {"fields": ["retention_days", "sealing"]}),
    ]

    @admin.display(description="now")
    def state_now(self, workshop: Workshop) -> str:
        """Return the state by the clock, in words."""
        return workshop.state.label

    @admin.display(description="seal")
    def sealing(self, workshop: Workshop) -> str:
        """Return a link to the page on which two people seal the workshop."""
        if workshop.pk is None:
            return "Once the workshop is saved."
        return format_html(
            '<a href="{}">{}</a>',
            reverse("privacy:seal", args=[workshop.slug]),
            "What sealing destroyed" if workshop.is_sealed else "What sealing would destroy",
        )

    @admin.display(description="pages")
    def pages(self, workshop: Workshop) -> str:
        """Return links to the page that people see, and to the packs for partners."""
        if workshop.pk is None:
            return "Its pages are here once it is saved."
        return format_html(
            '<a href="{}">Open its page</a> · <a href="{}">Channels</a>',
            workshop.get_absolute_url(),
            reverse("mailings:channels", kwargs={"slug": workshop.slug}),
        )
