"""Fields of the forms for writing that need more than plain text."""

import re
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator

from ideas.evidence import MadeFile, evidence_made
from ideas.models import LINK_LIMIT
from workshop.common.errors import DomainError
from workshop.common.texts import clean_text

WITHOUT_SCHEME = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?")
WEB_ADDRESS = URLValidator(schemes=["http", "https"])


class VersionField(forms.CharField):
    """The number of the draft that the form loaded; nonsense is none."""

    def clean(self, value: object) -> int:
        """Return the number, or 0."""
        number = str(value or "")
        return int(number) if number.isascii() and number.isdigit() and len(number) < 11 else 0


class LinkField(forms.CharField):
    """A web address; what is typed without its beginning gets https."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.validators = []

    def to_python(self, value: object) -> str:
        """Return the address, or nothing."""
        link = clean_text(super().to_python(value)).strip()
        return f"https://{link}" if WITHOUT_SCHEME.fullmatch(link) else link

    def validate(self, value: str) -> None:
        """Refuse what no browser should open, in words."""
        if not value:
            return
        if len(value) > LINK_LIMIT:
            raise forms.ValidationError(
                f"Use at most {LINK_LIMIT} characters. You have {len(value):,}."
            )
        if not names_a_page(value):
            raise forms.ValidationError(
                "Write a web address, such as https://www.example.org/report."
            )


def names_a_page(link: str) -> bool:
    """Say whether a link is one of the web, without a password or what cannot be seen in it."""
    try:
        WEB_ADDRESS(link)
        return link.isprintable() and urlsplit(link).username is None
    except (ValueError, forms.ValidationError):
        return False


class EvidenceField(forms.FileField):
    """A picture or PDF, made anew."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg,application/pdf"})

    def clean(self, data: object, initial: object = None) -> MadeFile | None:
        """Return the file as it is stored, None where none was chosen."""
        if not data:
            return None
        try:
            return evidence_made(data)
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message) from refusal
