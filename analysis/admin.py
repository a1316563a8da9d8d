"""Coding frames, cross-tabs, and the ideas with their codes and placements. No author is shown."""

from django import forms
from django.contrib import admin

from analysis.models import Code, CodedIdea, Coding, CodingFrame, CrossTab, CrossTabGroup, Placement
from workshop.common.staff_lists import StaffScreen


class CodeInline(admin.StackedInline):
    """The codes of a frame, in the order of its tables."""

    model = Code
    extra = 0
    fields = ["position", "key", "label", "parent", "definition"]


@admin.register(CodingFrame)
class CodingFrameAdmin(StaffScreen):
    """One coding frame with its codes."""

    list_display = ["title", "workshop", "position"]
    list_filter = ["workshop"]
    inlines = [CodeInline]


class CrossTabGroupInline(admin.StackedInline):
    """The groups for which a cross-tab is made."""

    model = CrossTabGroup
    extra = 0
    fields = ["position", "group"]


@admin.register(CrossTab)
class CrossTabAdmin(StaffScreen):
    """Two frames crossed in the report."""

    list_display = ["workshop", "rows", "columns"]
    inlines = [CrossTabGroupInline]


class PlacementInline(admin.StackedInline):
    """The analysts' decision on where the idea counts."""

    model = Placement
    fields = ["group", "excluded"]
    extra = 1
    max_num = 1

    def get_formset(self, request, obj=None, **kwargs):
        """Offer the groups of the idea's own workshop."""
        formset = super().get_formset(request, obj, **kwargs)
        if obj:
            formset.form.base_fields["group"].queryset = obj.workshop.groups.all()
        return formset


class CodeField(forms.ModelChoiceField):
    """A code to choose, named with its frame."""

    def label_from_instance(self, code: Code) -> str:
        """Return "Digital literacy: Learning"."""
        return f"{code.frame.title}: {code.label}"


class AgreedCodingForm(forms.ModelForm):
    """An agreed code: a leaf of a frame of the idea's own workshop."""

    code = CodeField(Code.objects.select_related("frame"))

    class Meta:
        model = Coding
        fields = ["code"]


class AgreedCodingInline(admin.StackedInline):
    """The agreed codes of an idea."""

    model = Coding
    form = AgreedCodingForm
    extra = 1

    def get_formset(self, request, obj=None, **kwargs):
        """Offer the leaves of the idea's own workshop."""
        formset = super().get_formset(request, obj, **kwargs)
        if obj:
            leaves = Code.objects.filter(frame__workshop=obj.workshop_id, children=None)
            formset.form.base_fields["code"].queryset = leaves.select_related("frame")
        return formset

    def get_queryset(self, request):
        """Return the agreed codings alone."""
        return super().get_queryset(request).filter(coder="").select_related("code")


@admin.register(CodedIdea)
class CodedIdeaAdmin(StaffScreen):
    """An idea to read, to code and to place."""

    list_display = ["title", "group", "net", "comment_count", "codes"]
    list_filter = ["workshop", "group", "state"]
    search_fields = ["title", "body"]
    list_select_related = ["group"]
    fields = readonly_fields = ["title", "body", "group", "state", "up", "down", "comment_count"]
    inlines = [PlacementInline, AgreedCodingInline]

    def get_queryset(self, request):
        """Return the ideas that count, with their codings at hand."""
        return super().get_queryset(request).visible().prefetch_related("codings__code")

    @admin.display(description="agreed codes")
    def codes(self, idea: CodedIdea) -> str:
        """Return the labels of the agreed codes."""
        return ", ".join(str(c.code) for c in idea.codings.all() if not c.coder)

    def has_add_permission(self, request) -> bool:
        """Ideas come from people and facilitators, not from here."""
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        """Analysts exclude; they do not delete."""
        return False
