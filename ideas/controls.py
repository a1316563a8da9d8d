"""What the vote control shows, in words: one shape for ideas and comments."""

from dataclasses import dataclass

from django.urls import reverse

from ideas.enums import VoteValue
from ideas.models import Comment, Idea
from ideas.words import speaker_inside
from workshop.common.templatetags.text import signed
from workshop.models import Participant

WORDS = {VoteValue.UP: "You voted up", VoteValue.DOWN: "You voted down"}


@dataclass(frozen=True)
class VoteControl:
    """One item's counts, and this person's vote on it (1, -1, or 0)."""

    kind: str
    public_id: str
    subject: str
    up: int
    down: int
    mine: int
    own: bool
    open: bool
    shown: bool
    url: str
    error: str = ""

    @property
    def root(self) -> str:
        """Return the id of the control on its page."""
        return f"vote-{self.kind}-{self.public_id}"

    @property
    def net(self) -> int:
        """Return up minus down."""
        return self.up - self.down

    @property
    def said(self) -> str:
        """Return the person's vote as a sentence without its stop, or nothing."""
        return WORDS.get(self.mine, "")

    @property
    def announcement(self) -> str:
        """Return what is read out after a press."""
        words = self.error or (f"{self.said}." if self.said else "")
        if not self.shown:
            return words
        return f"{words} Net votes {signed(self.net)}.".strip()


def vote_control(
    item: Idea | Comment, participant: Participant, *, mine: int, is_open: bool, error: str = ""
) -> VoteControl:
    """Return the control of an item as one person sees it."""
    kind, name = ("idea", "ideas:idea_vote")
    subject = getattr(item, "title", "")
    if isinstance(item, Comment):
        kind, name = ("comment", "ideas:comment_vote")
        subject = f"comment of {speaker_inside(item)}"
    place = {"slug": participant.workshop.slug, "public_id": item.public_id}
    return VoteControl(
        kind=kind,
        public_id=item.public_id,
        subject=subject,
        up=item.up,
        down=item.down,
        mine=mine,
        own=item.author_id == participant.pk,
        open=is_open and item.is_visible,
        shown=item.is_visible,
        url=reverse(name, kwargs=place),
        error=error,
    )
