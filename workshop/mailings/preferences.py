"""The forms of the page on which a person chooses what we send: words for people, not for staff."""

from django import forms

from workshop.common.forms import SiteForm
from workshop.enums import EmailChoice
from workshop.mailings.enums import MailingKind, SuppressionCause

KINDS = [
    (MailingKind.INVITATION, "Invitations to take part"),
    (MailingKind.REMINDER, "Reminders while it is open"),
    (MailingKind.COUNTDOWN, "A last word shortly before it closes"),
    (MailingKind.THANKS, "Thanks, once it has closed"),
    (MailingKind.REPORT, "The report, once it is published"),
    (MailingKind.OTHER, "Other news from the people who run it"),
]


class KindsField(forms.MultipleChoiceField):
    """Kinds of message that may all be left out: not optional, since to have none is a choice."""

    def validate(self, value: list[str]) -> None:
        """Refuse what is none of the kinds."""
        if value:
            super().validate(value)


class PreferencesForm(SiteForm):
    """The kinds of message a participant wants; who joined also chooses summaries."""

    kinds = KindsField(
        label="Messages to everybody",
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple,
        help_text="We send those that are ticked.",
        error_messages={"invalid_choice": "Choose from the list of messages."},
    )
    email_choice = forms.ChoiceField(
        label="Messages about the conversation",
        choices=EmailChoice.choices,
        widget=forms.RadioSelect,
        help_text=(
            "They give numbers and links, never what anybody wrote, "
            "and come at 8 in the morning if something is new."
        ),
        error_messages={
            "required": "Choose what we may send you.",
            "invalid_choice": "Choose one of the four.",
        },
    )

    def __init__(self, data=None, *, initial: dict, has_joined: bool) -> None:
        super().__init__(data, initial=initial)
        if not has_joined:
            del self.fields["email_choice"]


class TryAgainForm(SiteForm):
    """A person's word that we may write to their address again; a plain one after a complaint."""

    confirmed = forms.BooleanField(
        label="I want messages from this site again",
        error_messages={"required": "Tick this if you want our messages again."},
    )

    def __init__(self, data=None, *, cause: str) -> None:
        super().__init__(data)
        if cause != SuppressionCause.COMPLAINT:
            del self.fields["confirmed"]
