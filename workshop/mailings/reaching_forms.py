"""Whom a mailing goes to, and why it is sent back."""

from collections.abc import Iterable

from django import forms

from workshop.common.forms import SiteForm
from workshop.mailings.audiences import (
    FOLLOWERS_PREFIX,
    LONGEST_UNMAILED,
    UNMAILED_PREFIX,
    threads_of,
    unmailed_days,
)
from workshop.mailings.models import Mailing
from workshop.mailings.services.approval import LONGEST_WORDS

DAYS = f"Write a whole number of days from 1 to {LONGEST_UNMAILED}, or leave it empty."


class WhoForm(SiteForm):
    """The words of an audience; the service says what cannot go together."""

    several = False
    audience = forms.MultipleChoiceField(
        label="Who gets it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list. What you sent is not in it."},
    )
    thread = forms.CharField(
        label="Followers of another conversation",
        required=False,
        max_length=500,
        help_text="Paste the address of the idea, as your browser shows it.",
    )
    unmailed = forms.IntegerField(
        label="Leave out who got a message in the last days",
        required=False,
        min_value=1,
        max_value=LONGEST_UNMAILED,
        help_text="The number of days. Empty: nobody is left out. Summaries do not count.",
        widget=forms.NumberInput(attrs={"class": "ws-input--rate"}),
        error_messages={"invalid": DAYS, "min_value": DAYS, "max_value": DAYS},
    )

    def __init__(
        self, data=None, *, mailing: Mailing, offered: Iterable[str], typed: dict[str, list[str]]
    ) -> None:
        chosen = typed.get("audience", mailing.audience)
        days = typed.get("unmailed", [unmailed_days(mailing.audience) or ""])[0]
        start = {"audience": chosen, "unmailed": days, "thread": typed.get("thread", [""])[0]}
        super().__init__(data, initial=start)
        self.mailing = mailing
        self.fields["audience"].choices = [(word, word) for word in offered]

    def clean_thread(self) -> str:
        """Turn the address of a conversation into its word."""
        address = self.cleaned_data["thread"].strip()
        if not address:
            return ""
        public_id = threads_of(self.mailing.workshop).find(address)
        if not public_id:
            raise forms.ValidationError(
                "Paste the address of an idea of this workshop that people can read."
            )
        return FOLLOWERS_PREFIX + public_id

    @property
    def words(self) -> list[str]:
        """Return the words of the audience as they are kept, each once."""
        data = self.cleaned_data
        words = [*data.get("audience", []), data.get("thread", "")]
        if data.get("unmailed"):
            words.append(f"{UNMAILED_PREFIX}{data['unmailed']}")
        return list(dict.fromkeys(word for word in words if word))


class SendBackForm(SiteForm):
    """What is to be changed before a mailing may go."""

    words = forms.CharField(
        label="What should be changed",
        max_length=LONGEST_WORDS,
        help_text="It stands on the page of the mailing, for everybody who plans.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say what should be changed.",
            "max_length": "Use at most %(limit_value)d characters. You have %(show_value)d.",
        },
    )
