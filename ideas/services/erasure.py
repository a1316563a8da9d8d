"""Taking a person's contributions away, or leaving them without a person."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ideas.models import Comment, Idea, Revision, Vote
from ideas.services.comments import comment_withdraw
from ideas.services.ideas import idea_withdraw
from workshop.models import Participant

ERASED_TITLE = "Erased by its author"


@transaction.atomic
def contributions_erase(
    *, participant: Participant, with_text: bool, now: datetime | None = None
) -> int:
    """Withdraw all that a person wrote, and keep nothing that says who it was; return how many.

    `with_text` erases what it said as well, earlier versions too. Votes stay: each can be taken
    back while the workshop is open, and counts once. Raises DomainError before the opening.
    """
    now = now or timezone.now()
    posts = [*_own(Idea, participant), *_own(Comment, participant)]
    for post in posts:
        contribution_erase(participant=participant, post=post, with_text=with_text, now=now)
    return len(posts)


@transaction.atomic
def contribution_erase(
    *,
    participant: Participant,
    post: Idea | Comment,
    with_text: bool,
    now: datetime | None = None,
) -> None:
    """Withdraw one idea or comment and take the person off it. Raises DomainError."""
    if isinstance(post, Idea):
        idea_withdraw(participant=participant, idea=post, now=now)
    else:
        comment_withdraw(participant=participant, comment=post, now=now)
    rows = type(post).objects.filter(pk=post.pk)
    rows.update(author=None, **(_without_text(post) if with_text else {}))
    if with_text:
        Revision.objects.filter(**{_noun(post): post.pk}).delete()


@transaction.atomic
def contributions_unlink(*, participant: Participant) -> None:
    """Leave a person's ideas, comments and votes as they are, and nobody's."""
    Idea.objects.filter(author=participant).update(author=None)
    Comment.objects.filter(author=participant).update(author=None)
    Vote.objects.filter(participant=participant).update(participant=None)


def _own(model: type, participant: Participant) -> list:
    return list(model.objects.filter(author=participant).order_by("pk"))


def _noun(post: Idea | Comment) -> str:
    return "idea" if isinstance(post, Idea) else "comment"


def _without_text(post: Idea | Comment) -> dict[str, str]:
    """Return the fields that say something, emptied."""
    title = {"title": ERASED_TITLE} if isinstance(post, Idea) else {}
    return {"body": "", "moderation_reason": ""} | title
