"""What the page for writing a mailing shows."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from workshop.common.errors import DomainError
from workshop.mailings.checks import mailing_problems
from workshop.mailings.enums import MailingKind
from workshop.mailings.models import Mailing
from workshop.mailings.placeholders import PLACEHOLDERS, values_of
from workshop.mailings.preview import AWAY, Look, Reader
from workshop.mailings.selectors.plan import mailing_or_404, mailing_title
from workshop.mailings.services.plan import mailing_edit_require

LOOKS = [(Look.LIGHT, "Light screen"), (Look.DARK, "Dark screen"), (Look.TEXT, "Text")]


@dataclass(frozen=True)
class PlaceholderRow:
    """One placeholder: how it is written, what it stands for, and what that is today."""

    name: str
    meaning: str
    today: str


def written_mailing_or_404(*, slug: str, key: str) -> Mailing:
    """Return a mailing that somebody writes: summaries write themselves. Raises Http404."""
    mailing = mailing_or_404(slug=slug, key=key)
    if mailing.kind == MailingKind.DIGEST:
        raise Http404("Nobody writes summaries.")
    return mailing


def writing_page(mailing: Mailing, now: datetime) -> dict:
    """Return the checks of the saved words, the placeholders and why nothing may be changed."""
    return {
        "workshop": mailing.workshop,
        "mailing": mailing,
        "title": mailing_title(mailing),
        "problems": mailing_problems(mailing, now),
        "placeholders": placeholder_rows(mailing, now),
        "locked": edit_refusal(mailing),
        "looks": LOOKS,
    }


def edit_refusal(mailing: Mailing) -> str:
    """Return why a mailing cannot be changed, with the way to it; nothing if it can."""
    try:
        mailing_edit_require(mailing=mailing)
    except DomainError as error:
        return error.message
    return ""


def placeholder_rows(mailing: Mailing, now: datetime) -> list[PlaceholderRow]:
    """Return every placeholder with its value of today, for somebody last here a week ago."""
    values = values_of(mailing.workshop, now)
    shown = {name: values.plain(name) for name in PLACEHOLDERS}
    shown["new_ideas"] = str(values.facts.new_to(_reader(now)))
    shown["unsubscribe"] = "differs from person to person"
    return [
        PlaceholderRow(f"{{{name}}}", meaning, shown[name])
        for name, meaning in PLACEHOLDERS.items()
    ]


def _reader(now: datetime) -> Reader:
    return Reader(now - AWAY)
