"""What a person may choose for themselves in a workshop: the form."""

from django import forms

from workshop.common.forms import SiteForm
from workshop.enums import EmailChoice


class ChoicesForm(SiteForm):
    """What a person wants by e-mail, and how they read lists."""

    email_choice = forms.ChoiceField(
        label="What we may send you about the conversation",
        choices=EmailChoice.choices,
        widget=forms.RadioSelect,
        help_text=(
            "A message gives numbers and links, never what anybody wrote. "
            "None is sent yet: your choice is kept, and holds from the day these messages begin."
        ),
        error_messages={
            "required": "Choose what we may send you.",
            "invalid_choice": "Choose one of the four.",
        },
    )
    uses_keys = forms.BooleanField(
        label="Keyboard shortcuts in lists",
        required=False,
        help_text="J and K go to the next idea and the one before, U and D vote up and down.",
    )
