"""When a mailing goes, and what one of one's own is for."""

import unicodedata
from datetime import datetime

from django import forms

from workshop.common.forms import SiteForm
from workshop.common.texts import clean_text
from workshop.mailings.enums import PLANNED_KINDS, MailingKind

DATES = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"]
TIMES = ["%H:%M", "%H.%M", "%H:%M:%S", "%I:%M%p", "%I:%M %p", "%I%p", "%I %p"]
# Control characters, halves of a character, separators of lines and paragraphs.
UNFIT_FOR_A_HEADER = {"Cc", "Cs", "Zl", "Zp"}
SLOWEST, FASTEST = 1, 1000


class DateInput(forms.DateInput):
    """The browser's own control for a day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "ws-input--date"})


class TimeInput(forms.TimeInput):
    """The browser's own control for a time of day, to the minute."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M", attrs={"class": "ws-input--time"})


class WallTimeForm(SiteForm):
    """A day and a time on the wall; what the service says of both together stands at the time."""

    date = forms.DateField(
        label="Day",
        input_formats=DATES,
        widget=DateInput,
        error_messages={
            "required": "Choose a day.",
            "invalid": "Write the day as in 31/12/2026.",
        },
    )
    time = forms.TimeField(
        label="Time",
        input_formats=TIMES,
        widget=TimeInput,
        error_messages={
            "required": "Choose a time.",
            "invalid": "Write the time as in 9:30 or 17:00.",
        },
    )

    def __init__(self, *args, zone: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time"].label = f"Time in {zone}"

    @property
    def wall(self) -> datetime:
        """Return what was chosen, as one time without a zone."""
        chosen = datetime.combine(self.cleaned_data["date"], self.cleaned_data["time"])
        return chosen.replace(second=0, microsecond=0)


class WhenForm(WallTimeForm):
    """When a mailing goes, and how fast."""

    rate = forms.IntegerField(
        label="Messages a second",
        min_value=SLOWEST,
        max_value=FASTEST,
        help_text="At 10 a second 3,000 people have it within five minutes. Fewer a second bring "
        "fewer people to the workshop at the same moment.",
        widget=forms.NumberInput(attrs={"class": "ws-input--rate"}),
        error_messages={
            "required": "Write how many messages may leave in a second.",
            "invalid": "Write how many messages may leave in a second, as a whole number.",
            "min_value": "At least one message has to leave in a second.",
            "max_value": f"At most {FASTEST:,} messages can leave in a second.",
        },
    )


class NewMailingForm(WallTimeForm):
    """A mailing of one's own: what it is for, what it is called, when it goes."""

    field_order = ["kind", "subject", "date", "time"]
    kind = forms.ChoiceField(
        label="What is it for?",
        choices=[(kind.value, kind.label) for kind in MailingKind if kind in PLANNED_KINDS],
        initial=MailingKind.OTHER,
        widget=forms.RadioSelect,
        help_text="An invitation, a reminder and a countdown go to nobody after the close.",
        error_messages={"required": "Choose what the mailing is for."},
    )
    subject = forms.CharField(
        label="Subject",
        max_length=200,
        help_text="You can change it later.",
        error_messages={
            "required": "Write a subject.",
            "max_length": "Use at most %(limit_value)d characters. You have %(show_value)d.",
        },
    )

    def clean_subject(self) -> str:
        """Refuse a subject of more than one line, and what no mail program can show."""
        subject = clean_text(self.cleaned_data["subject"]).strip()
        if any(unicodedata.category(char) in UNFIT_FOR_A_HEADER for char in subject):
            raise forms.ValidationError(
                "The subject has a character that cannot be shown. Type it again, in one line."
            )
        return subject
