"""Setting up the gateway. Drafts, responses and answers are in no screen."""

from django import forms
from django.contrib import admin

from gateway.enums import QuestionKind
from gateway.models import Option, Question, Questionnaire, Section

CHOICES = {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.SCALE}


class SectionInline(admin.StackedInline):
    """The headings of a questionnaire, in order."""

    model = Section
    extra = 0
    fields = ["position", "title"]


@admin.register(Questionnaire)
class QuestionnaireAdmin(admin.ModelAdmin):
    """One gateway a workshop, with its headings."""

    list_display = ["workshop", "how_many"]
    inlines = [SectionInline]

    @admin.display(description="questions")
    def how_many(self, questionnaire: Questionnaire) -> int:
        """Return the number of questions."""
        return questionnaire.questions.count()

    def has_delete_permission(self, request, obj=None) -> bool:
        """Keep a questionnaire that somebody has answered."""
        return obj is not None and not obj.responses.exists()


class OptionFormSet(forms.BaseInlineFormSet):
    """The options of one question: some to choose from, or none where people write."""

    def clean(self) -> None:
        """Refuse a question that nobody could answer; the message stands over the options."""
        super().clean()
        filled = [form.cleaned_data for form in self.forms if hasattr(form, "cleaned_data")]
        some = any(data and not data.get("DELETE") for data in filled)
        if self.instance.kind == QuestionKind.TEXT and some:
            raise forms.ValidationError("People answer this in words: take the options out.")
        if self.instance.kind in CHOICES and not some:
            raise forms.ValidationError("Add the options to choose from.")


class OptionInline(admin.StackedInline):
    """The answers to choose from, in order."""

    model = Option
    formset = OptionFormSet
    extra = 0
    fields = ["position", "key", "label"]


class QuestionForm(forms.ModelForm):
    """A question whose condition names an earlier question of the same gateway."""

    class Meta:
        model = Question
        fields = [
            "section",
            "position",
            "key",
            "text",
            "kind",
            "required",
            "show_if_question",
            "show_if_options",
        ]

    def clean(self) -> dict:
        """Check the condition; the message stands beside the field."""
        data = super().clean()
        section, asked = data.get("section"), data.get("show_if_question")
        chosen = list(data.get("show_if_options") or [])
        if bool(asked) != bool(chosen):
            self.add_error("show_if_options", "Choose a question and at least one of its options.")
        if asked and section:
            same = asked.questionnaire_id == section.questionnaire_id
            if not same or asked.position >= (data.get("position") or 0):
                self.add_error("show_if_question", "Choose an earlier question of this gateway.")
        if any(option.question_id != getattr(asked, "pk", None) for option in chosen):
            self.add_error("show_if_options", "Choose options of the question above.")
        return data


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    """One question with its options."""

    form = QuestionForm
    list_display = ["position", "text", "kind", "required", "section"]
    list_display_links = ["text"]
    list_filter = ["questionnaire__workshop"]
    list_select_related = ["section"]
    inlines = [OptionInline]

    def get_readonly_fields(self, request, obj=None):
        """Fix what answers hang on once there are any."""
        answered = obj is not None and obj.answers.exists()
        return ["key", "kind", "section"] if answered else []

    def has_delete_permission(self, request, obj=None) -> bool:
        """Keep a question that somebody has answered."""
        return obj is not None and not obj.answers.exists()

    def save_model(self, request, obj, form, change) -> None:
        """Store the question with the gateway of its section."""
        obj.questionnaire = obj.section.questionnaire
        super().save_model(request, obj, form, change)
