"""The forms of the builder."""

from django import forms

from gateway.enums import QuestionKind
from gateway.models import RESERVED_KEYS, Option, Question, Questionnaire, Section
from gateway.selectors import questions_of
from gateway.services.arranging import fresh_key
from gateway.services.building import label_require
from workshop.common.errors import DomainError
from workshop.common.texts import clean_text
from workshop.models import valid_key


class GroupedCheckboxes(forms.CheckboxSelectMultiple):
    """Tick boxes under the question that each group belongs to."""

    template_name = "admin/gateway/widgets/grouped_checkboxes.html"


class QuestionForm(forms.ModelForm):
    """A question, the answers to add to it, and who is asked.

    A valid one has `condition`, the options that decide, and leaves the labels of new options on
    its instance, where the formset of the options counts them.
    """

    section = forms.ModelChoiceField(Section.objects.none(), empty_label=None)
    key = forms.CharField(
        label="Short name",
        max_length=50,
        required=False,
        validators=[valid_key],
        help_text="Names the question in files. Leave it empty and we make one from the question.",
    )
    asked_if = forms.MultipleChoiceField(
        label="Ask only people who chose",
        required=False,
        widget=GroupedCheckboxes,
        help_text="Tick answers of one earlier question. Tick none to ask everybody.",
    )
    more_options = forms.CharField(
        label="Add answers, one on each line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
    )

    class Meta:
        model = Question
        fields = ["text", "kind", "required", "section", "key"]
        labels = {"kind": "How people answer", "required": "An answer is required"}
        help_texts = {"required": "Untick to let people answer “Prefer not to say”."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = QuestionKind.choices
        self.questionnaire = self._questionnaire()
        sections, self.questions = Section.objects.none(), []
        if self.questionnaire:
            sections = self.questionnaire.sections.all()
            self.questions = questions_of(self.questionnaire.workshop)
        self.fields["section"].queryset = sections
        self.fields["asked_if"].choices = self._earlier_choices()
        if self.instance.show_if_question_id:
            chosen = self.instance.show_if_options.values_list("pk", flat=True)
            self.initial["asked_if"] = [str(pk) for pk in chosen]

    def _questionnaire(self) -> Questionnaire | None:
        """Return the questionnaire of the question, or of the section it is to be added to."""
        if self.instance.pk:
            return self.instance.questionnaire
        named = str(self.data.get("section") or self.initial.get("section") or "")
        rows = Questionnaire.objects.select_related("workshop")
        return rows.filter(sections=int(named)).first() if named.isdecimal() else None

    def _earlier_choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        earlier = []
        for number, question in enumerate(self.questions, start=1):
            if question.pk == self.instance.pk:
                break
            options = [(str(option.pk), option.label) for option in question.options.all()]
            earlier += [(f"{number}. {question.text}", options)] if options else []
        return earlier

    def clean_key(self) -> str:
        """Refuse a key that another question of the questionnaire has, or the archive needs."""
        key = self.cleaned_data["key"]
        taken = {question.key for question in self.questions if question.pk != self.instance.pk}
        if key in taken:
            raise forms.ValidationError("Another question here has this short name.")
        if key in RESERVED_KEYS:
            raise forms.ValidationError("This word is taken for something else. Choose another.")
        return key or fresh_key(self.cleaned_data.get("text", ""), taken, instead="question")

    def clean_kind(self) -> str:
        """Keep the answers to choose from where another question hangs on them."""
        kind = self.cleaned_data["kind"]
        hangs = [q for q in self.questions if q.show_if_question_id == (self.instance.pk or -1)]
        if kind == QuestionKind.TEXT and hangs:
            raise forms.ValidationError(f"“{hangs[0]}” is asked only after answers to this one.")
        return kind

    def clean_asked_if(self) -> list[str]:
        """Refuse answers of two questions, and leave the chosen options on the form."""
        chosen = set(self.cleaned_data["asked_if"])
        options = [option for question in self.questions for option in question.options.all()]
        self.condition = [option for option in options if str(option.pk) in chosen]
        if len({option.question_id for option in self.condition}) > 1:
            raise forms.ValidationError("Choose answers of one question only.")
        return sorted(chosen)

    def clean_more_options(self) -> str:
        """Read a label from each line."""
        text = clean_text(self.cleaned_data["more_options"])
        labels = [line.strip() for line in text.split("\n") if line.strip()]
        longest = Option._meta.get_field("label").max_length
        if too_long := [label for label in labels if len(label) > longest]:
            raise forms.ValidationError(
                f"“{too_long[0][:40]}…” is longer than {longest} characters."
            )
        self.instance.new_labels = labels
        return text

    def clean(self) -> dict:
        """Refuse a section in which the question would stand before or after the wrong ones."""
        data = super().clean()
        section = data.get("section")
        if section and not self.errors and (words := self._misplaced(section)):
            self.add_error("section", words)
        return data

    def _misplaced(self, section: Section) -> str:
        """Return what is wrong with the place that the question would have, "" if nothing."""
        sections = [row.pk for row in self.fields["section"].queryset]
        rest = [question for question in self.questions if question.pk != self.instance.pk]
        if self.instance.pk and section.pk == self.initial["section"]:
            place = [question.pk for question in self.questions].index(self.instance.pk)
        else:
            at = sections.index(section.pk)
            place = sum(sections.index(question.section_id) <= at for question in rest)
        asked = {option.question_id for option in self.condition}
        if any(question.pk in asked for question in rest[place:]):
            return "It has to come after the question whose answers decide about it."
        before = [q for q in rest[:place] if q.show_if_question_id == (self.instance.pk or -1)]
        return f"“{before[0]}” hangs on its answers: it has to come before." if before else ""


class SectionForm(forms.ModelForm):
    """The title of a section."""

    class Meta:
        model = Section
        fields = ["title"]
        help_texts = {"title": "Stands over the questions, for example “About you”."}


class LabelForm(forms.ModelForm):
    """One label whose spelling can be mended once answers are in."""

    label_field = ""

    def clean(self) -> dict:
        """Refuse another meaning, beside the field."""
        data = super().clean()
        text = data.get(self.label_field)
        if text is not None and self.label_field in self.changed_data:
            try:
                label_require(item=self.instance, text=text)
            except DomainError as refusal:
                self.add_error(self.label_field, refusal.message)
        return data


class LockedQuestionForm(LabelForm):
    """The text of a question that people have answered."""

    label_field = "text"

    class Meta:
        model = Question
        fields = ["text"]


class LockedSectionForm(LabelForm):
    """The title of a section that people have seen."""

    label_field = "title"

    class Meta:
        model = Section
        fields = ["title"]


class LockedOptionForm(LabelForm):
    """The label of an option that people have chosen, or passed over."""

    label_field = "label"

    class Meta:
        model = Option
        fields = ["label"]
        labels = {"label": "Answer"}
