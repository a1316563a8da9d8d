"""Reporting a post to the facilitators, and what they make of it.

Every one of them locks the post first, so that two can never decide on different states of it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ideas.enums import FlagReason, FlagState
from ideas.models import Comment, Flag, Idea
from ideas.services.comments import comment_hide
from ideas.services.ideas import idea_hide, locked_idea
from ideas.services.limits import allowance_require
from ideas.services.rules import account_require, member_require, on_item
from workshop.common.errors import DomainError
from workshop.enums import Action
from workshop.models import Participant
from workshop.services import workshop_require

FLAGS_MOST, FLAGS_SPAN = 20, timedelta(hours=1)
TOO_MANY = f"You have reported {FLAGS_MOST} posts within an hour, the most for one person."
DECIDED = "Somebody has decided on these reports already. Look at the post again."


@transaction.atomic
def flag_raise(
    *,
    reporter: Participant,
    item: Idea | Comment,
    reason: str,
    words: str = "",
    now: datetime | None = None,
) -> Flag:
    """Report another's post, while it is shown and the groups can be read. Raises DomainError.

    `words` are clean (see forms). Of one person and post there is one report, the first.
    """
    now = now or timezone.now()
    member_require(participant=reporter, workshop_id=item.workshop_id)
    workshop_require(workshop=reporter.workshop, action=Action.READ, now=now)
    item = _locked(item)
    made = Flag.objects.filter(reporter=reporter, **on_item(item)).first()
    if made:
        return made
    reportable_require(item=item, participant=reporter)
    if reason not in FlagReason.values:
        raise DomainError("Choose what is wrong with it.")
    account_require(reporter)
    allowance_require(
        rows=Flag.objects.filter(reporter=reporter),
        moment="reported_at",
        most=FLAGS_MOST,
        span=FLAGS_SPAN,
        words=TOO_MANY,
        now=now,
    )
    return Flag.objects.create(
        workshop_id=item.workshop_id,
        reporter=reporter,
        reason=reason,
        words=words,
        reported_at=now,
        **on_item(item),
    )


def reportable_require(*, item: Idea | Comment, participant: Participant) -> None:
    """Refuse (DomainError) a report of one's own post, or of what nobody sees."""
    if item.author_id == participant.pk:
        raise DomainError("This is yours. You can withdraw it, but not report it.")
    idea = item if isinstance(item, Idea) else item.idea
    if not (item.is_visible and idea.is_visible):
        raise DomainError("This is no longer shown, so there is nothing to report.")


@transaction.atomic
def flags_uphold(*, item: Idea | Comment, reason: str) -> None:
    """Hide a post that waits for a decision; its author reads the reason. Raises DomainError."""
    item = _locked(item)
    _open_require(item)
    if isinstance(item, Idea):
        idea_hide(idea=item, reason=reason)
    else:
        comment_hide(comment=item, reason=reason)


@transaction.atomic
def flags_dismiss(*, item: Idea | Comment) -> None:
    """Leave a reported post as it is, and settle its reports. Raises DomainError."""
    _open_require(_locked(item))
    Flag.objects.filter(state=FlagState.OPEN, **on_item(item)).update(state=FlagState.DISMISSED)


def _open_require(item: Idea | Comment) -> None:
    if not Flag.objects.filter(state=FlagState.OPEN, **on_item(item)).exists():
        raise DomainError(DECIDED)


def _locked(item: Idea | Comment) -> Idea | Comment:
    """Return a post as it is now, locked: an idea before a comment, as everywhere."""
    if isinstance(item, Idea):
        return locked_idea(item.pk)
    idea = locked_idea(item.idea_id)
    comment = Comment.objects.select_for_update(no_key=True).get(pk=item.pk)
    comment.idea = idea
    return comment
