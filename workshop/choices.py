"""What a person may choose for themselves in a workshop: the form. Mail has a page of its own."""

from django import forms

from workshop.common.forms import SiteForm


class ChoicesForm(SiteForm):
    """How a person reads lists."""

    uses_keys = forms.BooleanField(
        label="Keyboard shortcuts in lists",
        required=False,
        help_text="J and K go to the next idea and the one before, U and D vote up and down.",
    )
