"""The form of one question."""

from django import forms

from gateway.enums import QuestionKind
from gateway.journey import Answer
from gateway.models import Question
from workshop.common.forms import SiteForm
from workshop.common.texts import clean_text

TEXT_LIMIT = 2_000
QUESTION_TEMPLATE = "common/forms/question.html"
ALL_THAT_APPLY = "Choose all that apply."
LEAVE_BLANK = "You can leave this blank."
GONE = "That answer is not among the choices. Choose from those shown."


class Radios(forms.RadioSelect):
    """Radio buttons of which none is chosen at first, not even the one without a value."""

    def format_value(self, value) -> list[str]:
        """Return the chosen values as text."""
        return [] if value is None else super().format_value(value)


class TextField(forms.CharField):
    """A text that is counted as we count everywhere: after NFC, one character a line end."""

    def to_python(self, value) -> str:
        """Return the text cleaned."""
        return clean_text(super().to_python(value))


class AnswerForm(SiteForm):
    """One question with its control; `answer` is what a valid form gives."""

    def __init__(self, question: Question, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        field = FIELDS[question.kind](question)
        field.label, field.template_name = question.text, QUESTION_TEMPLATE
        self.fields["answer"] = field

    @property
    def answer(self) -> Answer:
        """Return the cleaned answer in the form in which a draft keeps it."""
        value = self.cleaned_data["answer"]
        if self.question.kind == QuestionKind.TEXT:
            return value
        chosen = set(value) if isinstance(value, list) else {value}
        return [option.key for option in self.question.options.all() if option.key in chosen]


def _choices(question: Question) -> list[tuple[str, str]]:
    return [(option.key, option.label) for option in question.options.all()]


def _one(question: Question) -> forms.Field:
    instead = [] if question.required else [("", "Prefer not to say")]
    return forms.ChoiceField(
        choices=_choices(question) + instead,
        required=question.required,
        widget=Radios,
        error_messages={"required": "Choose one answer", "invalid_choice": GONE},
    )


def _several(question: Question) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=_choices(question),
        required=question.required,
        widget=forms.CheckboxSelectMultiple,
        help_text=ALL_THAT_APPLY if question.required else f"{ALL_THAT_APPLY} {LEAVE_BLANK}",
        error_messages={
            "required": "Choose at least one answer",
            "invalid_choice": GONE,
            "invalid_list": GONE,
        },
    )


def _words(question: Question) -> forms.Field:
    return TextField(
        required=question.required,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="" if question.required else LEAVE_BLANK,
        error_messages={
            "required": "Write an answer",
            "max_length": f"Your answer has %(show_value)d characters; {TEXT_LIMIT:,} fit",
            "null_characters_not_allowed": "Your answer has a character that we cannot keep",
        },
    )


FIELDS = {
    QuestionKind.SINGLE: _one,
    QuestionKind.SCALE: _one,
    QuestionKind.MULTIPLE: _several,
    QuestionKind.TEXT: _words,
}
