"""The form of one question, and several of them as the form of one page."""

from collections.abc import Iterator

from django import forms
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from gateway.enums import QuestionKind
from gateway.journey import Answer
from gateway.models import Question
from gateway.selectors import PREFER_NOT_TO_SAY
from workshop.common.forms import SiteForm
from workshop.common.texts import clean_text

TEXT_LIMIT = 2_000
QUESTION_TEMPLATE = "common/forms/question.html"
ALL_THAT_APPLY = "Choose all that apply."
LEAVE_BLANK = "You can leave this blank."
GONE = "That answer is not among the choices. Choose from those shown."
NOT_BOTH = "Choose answers, or “Prefer not to say”, not both"
CHANGED = "This question has changed since you opened it. Answer it as it is now"
INSTEAD = [(PREFER_NOT_TO_SAY, "Prefer not to say")]


class Radios(forms.RadioSelect):
    """Radio buttons of which none is chosen at first, not even the one without a value."""

    def format_value(self, value) -> list[str]:
        """Return the chosen values as text."""
        return [] if value is None else super().format_value(value)


class SeveralField(forms.MultipleChoiceField):
    """Any of several answers, or the one that says nothing, alone."""

    def validate(self, value: list[str]) -> None:
        """Refuse answers together with the refusal to give one."""
        super().validate(value)
        if PREFER_NOT_TO_SAY in value and len(set(value)) > 1:
            raise forms.ValidationError(NOT_BOTH, code="not_both")


class TextField(forms.CharField):
    """A text that is counted as we count everywhere: after NFC, one character a line end."""

    def to_python(self, value) -> str:
        """Return the text cleaned."""
        return clean_text(super().to_python(value))


class AnswerForm(SiteForm):
    """One question with its control; `answer` is what a valid form gives.

    With the answer the page sends the kind of the question as it was shown, so that a text is
    never taken for a choice, nor a choice for a text, where the question changed meanwhile.
    """

    def __init__(
        self, question: Question, data: MultiValueDict | None = None, *, heading="h1", **extra
    ):
        super().__init__(data, **extra)
        self.question = question
        self.kind_name, self.answer_name = self.add_prefix("kind"), self.add_prefix("answer")
        shown_as = self.data.get(self.kind_name) or question.kind
        self.changed = (shown_as == QuestionKind.TEXT) != (question.kind == QuestionKind.TEXT)
        if self.changed:
            self.data = {}
        field = FIELDS[question.kind](question)
        field.label, field.template_name = question.text, QUESTION_TEMPLATE
        field.heading, field.question = heading, question
        self.fields["answer"] = field

    def clean(self) -> None:
        """Ask again what is no longer the question that was answered."""
        if self.changed:
            self.errors.pop("answer", None)
            self.add_error("answer", CHANGED)

    @property
    def answer(self) -> Answer:
        """Return the cleaned answer in the form in which a draft keeps it."""
        value = self.cleaned_data["answer"]
        if self.question.kind == QuestionKind.TEXT:
            return value
        chosen = set(value) if isinstance(value, list) else {value}
        return [option.key for option in self.question.options.all() if option.key in chosen]


def start_of(request: HttpRequest, question: Question, given: Answer | None, prefix="") -> dict:
    """Return what a question's form starts with: what was typed before signing in, or `given`."""
    typed = getattr(request, "typed", {}).get(f"{prefix}-answer" if prefix else "answer")
    if typed is None:
        return {"answer": given}
    return {"answer": typed if question.kind == QuestionKind.MULTIPLE else typed[0]}


class PageForm:
    """The questions of one page, by key, as one form to the template and the summary of errors."""

    several = True

    def __init__(self, questions: dict[str, AnswerForm]) -> None:
        self.questions = questions

    def __iter__(self) -> Iterator[forms.BoundField]:
        return (form["answer"] for form in self.questions.values())

    @property
    def errors(self) -> dict:
        """Return the errors of each question that has some."""
        return {key: form.errors for key, form in self.questions.items() if form.errors}


def posted_keys(data: MultiValueDict) -> list[str]:
    """Return the keys of the questions that stood on the page that was sent."""
    return [name.removesuffix("-kind") for name in data if name.endswith("-kind")]


def written(data: MultiValueDict, prefix: str = "") -> str:
    """Return what somebody wrote, not chose, in answer to one question; nothing of it may go."""
    start = f"{prefix}-" if prefix else ""
    is_text = data.get(f"{start}kind", QuestionKind.TEXT) == QuestionKind.TEXT
    return data.get(f"{start}answer", "").strip() if is_text else ""


def _choices(question: Question) -> list[tuple[str, str]]:
    choices = [(option.key, option.label) for option in question.options.all()]
    return choices if question.required else choices + INSTEAD


def _one(question: Question) -> forms.Field:
    return forms.ChoiceField(
        choices=_choices(question),
        required=question.required,
        widget=Radios,
        error_messages={"required": "Choose one answer", "invalid_choice": GONE},
    )


def _several(question: Question) -> forms.Field:
    return SeveralField(
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
