"""The mailings of a workshop, and how far each is. No screen lists who got which."""

import unicodedata

from django import forms
from django.contrib import admin
from django.db.models import Count

from workshop.common.errors import DomainError
from workshop.mailings.audiences import audience_check
from workshop.mailings.enums import Audience, DeliveryState, MailingState
from workshop.mailings.models import Mailing
from workshop.mailings.selectors import mailing_recipient_count, number_words
from workshop.mailings.services import (
    delivery_resend_unknown,
    mailing_cancel,
    mailing_pause,
    mailing_resume,
    mailing_schedule,
)
from workshop.models import Channel
from workshop.staff import DecisionAdmin, DecisionForm

# Control characters, halves of a character, separators of lines and paragraphs.
UNFIT_FOR_A_HEADER = {"Cc", "Cs", "Zl", "Zp"}
PAUSE, CANCEL = {"pause": "Pause it"}, {"cancel": "Cancel it for good"}
RESEND = {"resend": "Send again to those of whom we do not know"}
SERVICES = {
    "schedule": mailing_schedule,
    "pause": mailing_pause,
    "resume": mailing_resume,
    "cancel": mailing_cancel,
    "resend": delivery_resend_unknown,
}


class MailingForm(DecisionForm):
    """A mailing with its audience, and what to do with it."""

    decisions = {
        MailingState.DRAFT: {"schedule": "Schedule it"} | CANCEL,
        MailingState.SCHEDULED: PAUSE | CANCEL,
        MailingState.SENDING: PAUSE | CANCEL,
        MailingState.PAUSED: {"resume": "Go on with it"} | RESEND | CANCEL,
        MailingState.DONE: RESEND,
    }
    audience = forms.MultipleChoiceField(
        label="Who gets it",
        widget=forms.CheckboxSelectMultiple,
        help_text="Anybody in at least one of these, once. A channel never goes together with what "
        "people did. Never by an answer of the gateway: nobody can know who gave which.",
    )

    class Meta:
        model = Mailing
        fields = ["workshop", "key", "kind", "audience", "send_at", "subject", "body", "rate"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "audience" in self.fields:
            channels = Channel.objects.select_related("workshop")
            if self.instance.pk:
                channels = channels.filter(workshop=self.instance.workshop)
            words = [(f"channel:{c.key}", f"Came through {c.title}") for c in channels]
            self.fields["audience"].choices = [*Audience.choices, *dict(words).items()]

    def clean_subject(self) -> str:
        """Refuse what no mail program can show, a line break among it."""
        subject = self.cleaned_data["subject"]
        if any(unicodedata.category(char) in UNFIT_FOR_A_HEADER for char in subject):
            raise forms.ValidationError(
                "The subject has a character that cannot be shown. Type it again, in one line."
            )
        return subject

    def clean(self) -> dict:
        """Check the audience against the workshop."""
        data = super().clean()
        if "audience" in data and data.get("workshop"):
            try:
                audience_check(workshop=data["workshop"], words=data["audience"])
            except DomainError as refusal:
                self.add_error("audience", refusal.message)
        return data


@admin.register(Mailing)
class MailingAdmin(DecisionAdmin):
    """Plan, schedule, pause and follow a workshop's mailings."""

    form = MailingForm
    list_display = ["subject", "workshop", "kind", "send_at", "state", "progress"]
    list_filter = ["workshop", "state", "kind"]
    list_select_related = ["workshop"]
    written = ["workshop", "key", "kind", "audience", "send_at", "subject", "body", "rate"]
    told = ["state", "note", "reaches", "progress"]

    def may_edit(self, obj, change: bool) -> bool:
        """Allow changes until the first message is on its way."""
        return obj.started_at is None and obj.state in (MailingState.DRAFT, MailingState.PAUSED)

    def get_fields(self, request, obj=None):
        """Show how far it is once it is there."""
        return self.written if obj is None else [*self.told, "decision", *self.written]

    def get_readonly_fields(self, request, obj=None):
        """Fix the words of what is scheduled or under way."""
        if obj is None:
            return []
        return self.told if self.may_edit(obj, change=True) else [*self.told, *self.written]

    def has_delete_permission(self, request, obj=None) -> bool:
        """Keep what somebody may have received."""
        return obj is not None and obj.started_at is None

    def decide(self, request, obj: Mailing, decision: str, form) -> None:
        """Schedule, pause, resume, cancel, or send again to the unknown."""
        SERVICES[decision](mailing=obj)

    @admin.display(description="note")
    def note(self, mailing: Mailing) -> str:
        """Return why it is paused, or why it is there."""
        return mailing.reason

    @admin.display(description="people it reaches now")
    def reaches(self, mailing: Mailing) -> str:
        """Return how many people the audience has at this moment, each counted once, in words."""
        return number_words(mailing, mailing_recipient_count(mailing))

    @admin.display(description="messages")
    def progress(self, mailing: Mailing) -> str:
        """Return the number of messages by state, in words."""
        rows = mailing.deliveries.order_by().values_list("state").annotate(n=Count("pk"))
        parts = [
            f"{number_words(mailing, n)} {DeliveryState(state).label.lower()}" for state, n in rows
        ]
        return ", ".join(parts) or "none yet"
