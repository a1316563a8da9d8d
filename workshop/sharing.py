"""What of a workshop stands beside a shared link: its own words alone, never anybody's text."""

import hashlib
from dataclasses import astuple, dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from workshop.common.cards import DESIGN
from workshop.common.dates import span_words
from workshop.enums import GroupKind
from workshop.models import BreakoutGroup, Workshop

DEFAULT_ACCENT = "#0f5a62"


@dataclass(frozen=True)
class Card:
    """The words and the colour of a workshop's card."""

    title: str
    question: str
    dates: str
    accent: str

    @property
    def key(self) -> str:
        """Return what changes whenever the picture would."""
        return hashlib.sha256(repr((DESIGN, astuple(self))).encode()).hexdigest()[:16]

    @property
    def words(self) -> str:
        """Return the card in one line, for whoever does not see it."""
        return ". ".join(part.rstrip(". ") for part in (self.question, self.dates) if part)


def workshop_card(workshop: Workshop, groups: list[BreakoutGroup] | None = None) -> Card:
    """Return a workshop's card; its question is the strapline, or its only challenge.

    `groups` are its challenges where the caller has them already.
    """
    zone = workshop.zone
    opens, closes = (when.astimezone(zone) for when in (workshop.opens_at, workshop.closes_at))
    # What closes at midnight was open until the day before.
    last = closes - timedelta(microseconds=1)
    return Card(
        title=workshop.title,
        question=workshop.strapline or _only_question(workshop, groups),
        dates=f"Open from {span_words(opens.date(), last.date())}",
        accent=workshop.accent or DEFAULT_ACCENT,
    )


def share_links(workshop: Workshop, card: Card) -> dict[str, str]:
    """Return the addresses a shared link needs in full: the workshop's page and its picture."""
    kwargs = {"slug": workshop.slug}
    picture = reverse("workshop:card", kwargs=kwargs)
    return {
        "page": settings.SITE_URL + workshop.get_absolute_url(),
        "picture": f"{settings.SITE_URL}{picture}?v={card.key}",
    }


def _only_question(workshop: Workshop, groups: list[BreakoutGroup] | None) -> str:
    if groups is None:
        groups = list(workshop.groups.filter(kind=GroupKind.CHALLENGE)[:2])
    return groups[0].prompt if len(groups) == 1 else ""
