"""What may be done with a post, asked by pages and services alike."""

from datetime import datetime, timedelta

from ideas.enums import ContributionState
from ideas.models import Comment, Idea
from workshop.enums import ScoresShown, WorkshopState
from workshop.models import Workshop

EDIT_WINDOW = timedelta(minutes=15)
EDIT_REFUSAL = (
    "You can change what you wrote for 15 minutes after posting, while the workshop is open."
)


def is_editable(*, post: Idea | Comment, now: datetime) -> bool:
    """Say whether its author may edit a post: for a while after posting, or once it is hidden."""
    if post.state == ContributionState.HIDDEN:
        return True
    return post.is_visible and now - post.created_at < EDIT_WINDOW


def scores_are_public(*, workshop: Workshop, now: datetime) -> bool:
    """Say whether everybody sees every score, so that lists may be put in order by votes."""
    return workshop.scores == ScoresShown.ALWAYS or workshop.state_at(now) == WorkshopState.CLOSED


def score_is_shown(*, workshop: Workshop, now: datetime, voted: bool) -> bool:
    """Say whether a person sees the score of one item; `voted` says whether they voted on it."""
    if scores_are_public(workshop=workshop, now=now):
        return True
    return voted and workshop.scores == ScoresShown.AFTER_VOTE
