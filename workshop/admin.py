"""Setting up a workshop: its dates, words, groups and channels. People are not shown."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from workshop.forms import LogoForm
from workshop.logos import MOST_LOGOS, logo_delete, logo_save, logos_forget
from workshop.models import BreakoutGroup, Channel, Logo, Workshop
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
    classes = ["collapse"]
    fields = ["position", "key", "title"]


class LogoInline(admin.StackedInline):
    """The organisers' logos, in the order of the landing page."""

    model = Logo
    form = LogoForm
    extra = 0
    max_num = MOST_LOGOS
    fields = ["position", "name", "file"]


@admin.register(Workshop)
class WorkshopAdmin(WorkshopZoneAdmin):
    """One page per workshop; the page people see is one link away."""

    list_display = ["title", "state_now", "opens_at", "closes_at", "pages"]
    readonly_fields = ["pages", "sealing"]
    save_on_top = True
    prepopulated_fields = {"slug": ["title"]}
    inlines = [BreakoutGroupInline, LogoInline, ChannelInline]
    fieldsets = [
        (None, {"fields": ["pages", "title", "slug", "strapline", "purpose"]}),
        ("When", {"fields": ["timezone", "opens_at", "closes_at"]}),
        (
            "Who runs it, and what happens next",
            {"fields": ["organiser", "next_steps", "thanks", "contact"]},
        ),
        ("What people see of votes", {"fields": ["scores"]}),
        ("Look", {"fields": ["accent", "accent_dark"]}),
        ("Mailings", {"fields": ["approves_mailings"]}),
        ("Small numbers", {"fields": ["disclosure"]}),
        ("After the close", {"fields": ["retention_days", "sealing"]}),
    ]

    def save_formset(self, request, form, formset, change) -> None:
        """Hand logos to their services, which know of the files; the rest as usual."""
        if formset.model is not Logo:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        for gone in formset.deleted_objects:
            logo_delete(logo=gone)
        saved = [*formset.new_objects, *(logo for logo, _ in formset.changed_objects)]
        for each in formset.forms:
            if each.instance in saved:
                logo_save(logo=each.instance, picture=each.picture)

    def delete_model(self, request, obj) -> None:
        """Delete a workshop, and in the end the files of its logos."""
        logos_forget(workshop=obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset) -> None:
        """Delete several, and in the end the files of their logos."""
        for workshop in queryset:
            logos_forget(workshop=workshop)
        super().delete_queryset(request, queryset)

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
        """Return links to the page that people see, the mailings, and the packs for partners."""
        if workshop.pk is None:
            return "Its pages are here once it is saved."
        return format_html(
            '<a href="{}">Open its page</a> · <a href="{}">Mailings</a> · '
            '<a href="{}">Channels</a>',
            workshop.get_absolute_url(),
            reverse("mailings:plan", kwargs={"slug": workshop.slug}),
            reverse("mailings:channels", kwargs={"slug": workshop.slug}),
        )
