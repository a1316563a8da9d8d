"""What the vote control shows, in words: one shape for ideas and comments."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from ideas.enums import VoteValue
from ideas.models import Comment, Idea
from ideas.rules import score_is_shown, scores_are_public
from ideas.words import speaker_inside
from workshop.common.templatetags.text import signed
from workshop.enums import ScoresShown
from workshop.models import Participant

WORDS = {VoteValue.UP: "You voted up", VoteValue.DOWN: "You voted down"}
ONCE_VOTED, AFTER_CLOSE = "Shown once you vote", "Shown after the close"


@dataclass(frozen=True)
class Score:
    """How an item stands; net votes are up minus down."""

    up: int
    down: int

    @property
    def net(self) -> int:
        """Return up minus down."""
        return self.up - self.down


@dataclass(frozen=True)
class VoteControl:
    """This person's vote on one item (1, -1, or 0), and the score where they may see it.

    A score that is not shown is not in here either, so that no template can give it away; `waits`
    says when it will be shown. `wide` keeps room for those words, so that nothing moves as they go.
    """

    kind: str
    public_id: str
    subject: str
    score: Score | None
    waits: str
    wide: bool
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
    def said(self) -> str:
        """Return the person's vote as a sentence without its stop, or nothing."""
        return WORDS.get(self.mine, "")

    @property
    def announcement(self) -> str:
        """Return what is read out after a press."""
        words = self.error or (f"{self.said}." if self.said else "")
        if self.score is None:
            return words
        return f"{words} Net votes {signed(self.score.net)}.".strip()


def vote_control(
    item: Idea | Comment,
    participant: Participant,
    *,
    mine: int,
    is_open: bool,
    error: str = "",
    now: datetime | None = None,
) -> VoteControl:
    """Return the control of an item as one person sees it; `mine` is their vote, 0 for none."""
    workshop, now = participant.workshop, now or timezone.now()
    kind, name = ("idea", "ideas:idea_vote")
    subject = getattr(item, "title", "")
    if isinstance(item, Comment):
        kind, name = ("comment", "ideas:comment_vote")
        subject = f"comment of {speaker_inside(item)}"
    place = {"slug": workshop.slug, "public_id": item.public_id}
    own, is_open = item.author_id == participant.pk, is_open and item.is_visible
    is_told = item.is_visible and score_is_shown(workshop=workshop, now=now, voted=mine != 0)
    once_voted = workshop.scores == ScoresShown.AFTER_VOTE and is_open and not own
    return VoteControl(
        kind=kind,
        public_id=item.public_id,
        subject=subject,
        score=Score(item.up, item.down) if is_told else None,
        waits=ONCE_VOTED if once_voted else AFTER_CLOSE,
        wide=not scores_are_public(workshop=workshop, now=now),
        mine=mine,
        own=own,
        open=is_open,
        shown=item.is_visible,
        url=reverse(name, kwargs=place),
        error=error,
    )
