"""Forms for people's texts: one way to clean, count and refuse them."""

import re
import secrets
import unicodedata

from django import forms

from ideas.enums import FlagReason
from ideas.evidence import MadeFile
from ideas.fields import EvidenceField, LinkField, VersionField
from ideas.models import WORDS_LIMIT
from workshop.common.forms import SiteForm
from workshop.common.texts import clean_text

TITLE_SHORTEST, TITLE_LONGEST = 8, 120
IDEA_LONGEST, COMMENT_LONGEST = 5_000, 2_000
KEY_LONGEST = 64
LINE_ENDS_AND_TABS = "\n\t"
UNSEEN = ("C", "Z")
BLANKS = re.compile(r"[ \t\n]+")
NAMES_TIP = "Leave out names and places that could point to a person."


class PlainTextField(forms.CharField):
    """Plain text in NFC with plain line ends; its length is counted in code points after that.

    A field's maxlength becomes the page's counter, never the browser's, which counts other units
    and would cut what we allow.
    """

    def __init__(
        self, *, noun: str, shortest: int = 1, longest: int, one_line: bool = False, **kwargs
    ) -> None:
        super().__init__(**kwargs)
        self.noun, self.shortest, self.longest, self.one_line = noun, shortest, longest, one_line
        # Ours below says the same of NUL as of any other control character.
        self.validators = []

    def to_python(self, value: object) -> str:
        """Return the text cleaned, without blanks around it."""
        text = clean_text(super().to_python(value)).strip()
        return BLANKS.sub(" ", text) if self.one_line else text

    def validate(self, value: str) -> None:
        """Refuse what is blank, too short, too long or cannot be shown, in words."""
        if not (value or self.required):
            return
        if not any(unicodedata.category(char)[0] not in UNSEEN for char in value):
            raise forms.ValidationError(f"Write {self.noun}.")
        if any(is_control(char) for char in value):
            raise forms.ValidationError(
                f"{self.noun.capitalize()} has a character that cannot be shown. "
                "Type it again, or paste it as plain text."
            )
        if len(value) < self.shortest:
            raise forms.ValidationError(f"Use at least {self.shortest} characters.")
        if len(value) > self.longest:
            raise forms.ValidationError(
                f"Use at most {self.longest:,} characters. You have {len(value):,}."
            )


def is_control(char: str) -> bool:
    """Say whether a character is a control, other than a line end or tab, or half a character."""
    return unicodedata.category(char) in ("Cc", "Cs") and char not in LINE_ENDS_AND_TABS


def new_key() -> str:
    """Return the random key (128 bits) by which a form is known when it is sent twice."""
    return secrets.token_hex(16)


class KeyField(forms.CharField):
    """The form's key; what is not one of ours is dropped, since nobody can mend it by typing."""

    def clean(self, value: object) -> str:
        """Return the key, or nothing."""
        key = str(value or "")
        return key if key.isascii() and key.isalnum() and len(key) <= KEY_LONGEST else ""


class KeyedForm(SiteForm):
    """A form that is posted once, however often it is sent."""

    key = KeyField(required=False, widget=forms.HiddenInput, initial=new_key)


class DraftedForm(KeyedForm):
    """A form whose text is kept as a draft until it is posted."""

    # A browser that fills in what a form held before would give the draft an old number.
    version = VersionField(
        required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}), initial=0
    )
    texts = ("body",)

    @property
    def draft(self) -> dict:
        """Return what was sent as a draft keeps it, whether or not it can be posted."""
        words = {name: self.data.get(name, "") for name in self.texts}
        given = {name: self.fields[name].clean(self.data.get(name)) for name in ("key", "version")}
        return words | given

    def forgive(self) -> None:
        """Say nothing of what only a post must be; a file that cannot be taken is told."""
        for name in self.texts:
            self.errors.pop(name, None)

    def loads(self, version: int, *, key: str = "") -> None:
        """Let the form go on from what the draft is now, by another key if one is given."""
        self.data = self.data.copy()
        self.data["version"] = str(version)
        if key:
            self.data["key"] = key


class IdeaForm(DraftedForm):
    """Title and text of an idea, and its evidence where the group asks for it.

    An edit of an imported one may keep its length; a file can only be taken off it.
    """

    names = True
    title = PlainTextField(
        noun="a title",
        shortest=TITLE_SHORTEST,
        longest=TITLE_LONGEST,
        one_line=True,
        help_text=f"Say it in one line, {TITLE_SHORTEST} to {TITLE_LONGEST} characters.",
        widget=forms.TextInput(attrs={"data-counter": TITLE_LONGEST, "autocomplete": "off"}),
    )
    body = PlainTextField(
        label="Your idea",
        noun="your idea",
        longest=IDEA_LONGEST,
        help_text=f"What should happen, and what would be better then? {NAMES_TIP}",
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": IDEA_LONGEST}),
    )

    evidence_link = LinkField(
        label="Link to evidence",
        required=False,
        help_text="A page that supports your idea: a study, a report, an example.",
        widget=forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    evidence_file = EvidenceField(
        label="Picture or PDF",
        required=False,
        help_text=(
            "PNG, JPEG or PDF, up to 5 MB. People see what kind of file it is, not its name. We "
            "take out who made it and where; links, comments and form fields of a PDF go too."
        ),
    )
    texts = ("title", "body", "evidence_link")

    def __init__(self, *args, idea=None, evidence: bool = True, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if idea:
            widen(self.fields["title"], idea.title)
            widen(self.fields["body"], idea.body)
            stored = {name: getattr(idea, name) for name in self.texts}
            self.initial = stored | self.initial
        for name in ("evidence_link", "evidence_file"):
            if not evidence or (idea and name == "evidence_file"):
                del self.fields[name]

    @property
    def words(self) -> dict[str, str]:
        """Return what a valid form says, as the services take it."""
        return {name: self.cleaned_data[name] for name in self.texts if name in self.cleaned_data}

    @property
    def file(self) -> MadeFile | None:
        """Return the file that was chosen, if it can be taken, whatever is wrong with the rest."""
        self.is_valid()
        return self.cleaned_data.get("evidence_file")


class CommentForm(DraftedForm):
    """The text of a comment or reply."""

    body = PlainTextField(
        label="Add a comment",
        noun="a comment",
        longest=COMMENT_LONGEST,
        help_text=f"What would you add, question or do differently? {NAMES_TIP}",
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": COMMENT_LONGEST}),
    )

    def __init__(self, *args, comment=None, label: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["body"].label = label
        if comment:
            widen(self.fields["body"], comment.body)
            self.initial = {"body": comment.body} | self.initial


class FlagForm(SiteForm):
    """What is wrong with a post."""

    reason = forms.ChoiceField(
        label="What is wrong with it?",
        choices=FlagReason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what is wrong with it.",
            "invalid_choice": "Choose what is wrong with it.",
        },
    )
    words = PlainTextField(
        label="Say more, if you like",
        noun="your report",
        longest=WORDS_LIMIT,
        required=False,
        help_text="The facilitators read it, and do not see who wrote it. Leave out names.",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LIMIT}),
    )


def widen(field: PlainTextField, text: str) -> None:
    """Let a field keep the length of a text that is stored already."""
    field.shortest = min(field.shortest, len(text))
    field.longest = max(field.longest, len(text))
    counter = "maxlength" if "maxlength" in field.widget.attrs else "data-counter"
    field.widget.attrs[counter] = field.longest
