"""What people choose when they erase what is theirs, and what facilitators type to seal."""

from django import forms

from workshop.common.forms import SiteForm
from workshop.privacy.services import ERASE, HIDE, LEAVE

ANSWERS, ACCOUNT = "answers", "account"


NOTHING_CHOSEN = "Choose what should be erased"


class EraseForm(SiteForm):
    """What goes: contributions, answers, the account; nothing is chosen beforehand."""

    contributions = forms.ChoiceField(
        label="What you wrote and voted",
        choices=[
            (LEAVE, "Leave it as it is"),
            (HIDE, "Take it out, and keep the text out of sight"),
            (ERASE, "Take it out, and erase the text"),
        ],
        initial=LEAVE,
        widget=forms.RadioSelect,
        help_text=(
            "What is taken out counts as withdrawn. Replies of other people stay. Votes are taken "
            "back while the workshop is open; after its close they stay counted, and are nobody’s."
        ),
    )
    what = forms.MultipleChoiceField(
        choices=[
            (ANSWERS, "My answers to the questions about me"),
            (ACCOUNT, "My account and my e-mail address"),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NOTHING_CHOSEN},
    )

    def __init__(self, *args, has_answers: bool, has_contributions: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].label = "What else should be erased?"
        if not has_contributions:
            del self.fields["contributions"]
            self.fields["what"].label = "What should be erased?"
        self.fields["what"].required = not has_contributions
        if not has_answers:
            self.fields["what"].choices = self.fields["what"].choices[1:]

    def clean(self) -> dict:
        """Refuse a form in which nothing is chosen."""
        data = {"contributions": LEAVE, "what": []} | super().clean()
        chosen = data["what"] or data["contributions"] != LEAVE
        if not chosen and not self.errors:
            self.add_error("contributions", NOTHING_CHOSEN)
        return data


class SealForm(SiteForm):
    """The name of the workshop, typed, so that nobody seals another by mistake."""

    slug = forms.CharField(
        label="Type the short name of the workshop",
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type the short name of the workshop"},
    )

    def __init__(self, *args, slug: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.expected = slug
        self.fields["slug"].help_text = f"It is {slug}. What is sealed cannot be unsealed."

    def clean_slug(self) -> str:
        """Refuse another name."""
        if self.cleaned_data["slug"].strip() != self.expected:
            raise forms.ValidationError(f"That is not it. Type {self.expected}")
        return self.expected
