"""The pages of one section and of one question."""

from django.contrib import admin
from django.forms import BaseInlineFormSet

from gateway.admin.base import PartAdmin, is_locked
from gateway.admin.forms import (
    LockedOptionForm,
    LockedQuestionForm,
    LockedSectionForm,
    QuestionForm,
    SectionForm,
)
from gateway.admin.options import OptionForm, OptionFormSet
from gateway.models import Option, Question, Questionnaire, Section
from gateway.overview import cautions_of, condition_words
from gateway.services.arranging import options_arrange, question_save, section_save
from gateway.services.building import label_correct


@admin.register(Section)
class SectionAdmin(PartAdmin):
    """A heading with its questions."""

    form = SectionForm
    locked_form = LockedSectionForm
    parent_lookup = ("questionnaire", "pk")
    list_display = ["title", "questionnaire"]
    change_form_template = "admin/gateway/part_form.html"
    fields = ["title"]

    def save_model(self, request, obj, form, change) -> None:
        """Store a section through the services; a locked one has its spelling mended."""
        if change and is_locked(request, obj.questionnaire):
            label_correct(item=obj, text=obj.title, by=request.user)
            return
        if not change:
            obj.questionnaire = self.parent(request)
        section_save(section=obj)


class OptionInline(admin.StackedInline):
    """The answers to choose from, in order; new ones are written in the question's own form."""

    model = Option
    formset = OptionFormSet
    form = OptionForm
    extra = 0
    fields = ["position", "label", "key"]
    template = "admin/gateway/question/options.html"

    def get_formset(self, request, obj=None, **kwargs):
        """Return forms with the label alone once answers are in."""
        if obj and is_locked(request, obj.questionnaire):
            kwargs |= {"form": LockedOptionForm, "formset": BaseInlineFormSet, "fields": ["label"]}
        return super().get_formset(request, obj, **kwargs)

    def has_add_permission(self, request, obj) -> bool:
        """Add nothing once answers are in."""
        locked = obj is not None and obj.pk and is_locked(request, obj.questionnaire)
        return not locked and super().has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        """Keep what people have answered."""
        locked = obj is not None and obj.pk and is_locked(request, obj.questionnaire)
        return not locked and super().has_delete_permission(request, obj)


@admin.register(Question)
class QuestionAdmin(PartAdmin):
    """One question with its options."""

    form = QuestionForm
    locked_form = LockedQuestionForm
    parent_lookup = ("section", "sections")
    list_display = ["text", "kind", "required", "section"]
    list_select_related = ["section", "questionnaire__workshop"]
    inlines = [OptionInline]
    fixed = ["how", "passing", "section", "who"]

    def get_fieldsets(self, request, obj=None):
        """Show what cannot change as it stands; keep what is seldom needed folded."""
        if obj and is_locked(request, obj.questionnaire):
            return [(None, {"fields": ["text", *self.fixed]})]
        folded = [] if obj and obj.show_if_question_id else ["collapse"]
        return [
            (None, {"fields": ["text", "kind", "required"]}),
            ("Who is asked", {"fields": ["asked_if"], "classes": folded}),
            ("Section and short name", {"fields": ["section", "key"], "classes": ["collapse"]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        """Fix all but the words once answers are in."""
        return self.fixed if obj and is_locked(request, obj.questionnaire) else []

    def page_context(self, request, obj, questionnaire: Questionnaire) -> dict:
        """Return the cautions about this question beside the rest."""
        context = super().page_context(request, obj, questionnaire)
        if obj and not context["locked"]:
            context["cautions"] = cautions_of([obj], questionnaire.workshop)
        return context

    def save_model(self, request, obj, form, change) -> None:
        """Store a question through the services; a locked one has its spelling mended."""
        if change and is_locked(request, obj.questionnaire):
            label_correct(item=obj, text=obj.text, by=request.user)
            return
        question_save(question=obj, condition=form.condition)

    def save_formset(self, request, form, formset, change) -> None:
        """Store the options in their order, then the new ones; locked ones are mended."""
        if change and is_locked(request, form.instance.questionnaire):
            formset.save(commit=False)
            for option, _ in formset.changed_objects:
                label_correct(item=option, text=option.label, by=request.user)
            return
        formset.save()
        options_arrange(
            question=form.instance, options=formset.in_order(), labels=formset.new_labels
        )

    @admin.display(description="how people answer")
    def how(self, question: Question) -> str:
        """Return the kind in words."""
        return question.get_kind_display()

    @admin.display(description="an answer is required")
    def passing(self, question: Question) -> str:
        """Return whether people may pass."""
        return "Yes" if question.required else "No"

    @admin.display(description="who is asked")
    def who(self, question: Question) -> str:
        """Return the condition in words."""
        return condition_words(question, question.show_if_question) or "Everybody"
