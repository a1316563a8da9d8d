"""The words of a mailing."""

from django import forms

from workshop.common.forms import SiteForm
from workshop.common.texts import clean_text
from workshop.mailings.checks import subject_fault
from workshop.mailings.models import Mailing

SUBJECT, PREHEADER, BODY = 200, 150, 20_000
TOO_LONG = {"max_length": "Use at most %(limit_value)d characters. You have %(show_value)d."}


class TextForm(SiteForm):
    """Subject, preheader and text of a mailing; whatever was typed is shown again."""

    subject = forms.CharField(
        max_length=SUBJECT,
        help_text="What people see first in a list of messages. {title} may stand in it.",
        error_messages={"required": "Write a subject."} | TOO_LONG,
    )
    preheader = forms.CharField(
        label="Line beside the subject",
        max_length=PREHEADER,
        required=False,
        help_text="Many mail programs show it after the subject, and the message does not.",
        error_messages=TOO_LONG,
    )
    body = forms.CharField(
        label="Text",
        max_length=BODY,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="An empty line begins a paragraph, - a list; [words](https://…) makes a link.",
        error_messages={"required": "Write a text."} | TOO_LONG,
    )

    def __init__(self, data=None, *, mailing: Mailing, typed: dict[str, str] | None = None) -> None:
        saved = {name: getattr(mailing, name) for name in self.base_fields}
        super().__init__(data, initial=saved | (typed or {}))
        # The counter's line would be one more thing to read; the refusal says the number.
        self.fields["body"].widget.attrs.pop("maxlength", None)

    def clean_subject(self) -> str:
        """Refuse what would break a header."""
        return _one_line(self.cleaned_data["subject"])

    def clean_preheader(self) -> str:
        """Refuse more than a line."""
        return _one_line(self.cleaned_data["preheader"])

    def clean_body(self) -> str:
        """Return the text with plain line ends."""
        return clean_text(self.cleaned_data["body"])


def typed_words(data) -> dict[str, str]:
    """Return what is being written, however unfinished, no longer than it may be."""
    lengths = {"subject": SUBJECT, "preheader": PREHEADER, "body": BODY}
    return {name: clean_text(data.get(name, ""))[:most] for name, most in lengths.items()}


def _one_line(text: str) -> str:
    if fault := subject_fault(text):
        raise forms.ValidationError(fault)
    return text
