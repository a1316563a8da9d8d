"""Writes on comments, each with the idea's count of visible comments in the same transaction.

Every one of them locks the idea first, the comment second and the person third, so that two can
never wait for each other.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from ideas.enums import ContributionState
from ideas.models import Comment, Idea
from ideas.services.drafts import draft_claim, draft_posted, posted_before
from ideas.services.follows import follow_begin
from ideas.services.ideas import locked_idea
from ideas.services.limits import comments_require
from ideas.services.rules import (
    account_require,
    contribution_require,
    edit_require,
    flags_settle,
    moderation_require,
    own_require,
    reason_require,
    revision_keep,
    shown_require,
    withdrawal_require,
)
from ideas.words import AUTHOR_HANDLE
from workshop.common.errors import DomainError
from workshop.enums import Action
from workshop.models import Participant
from workshop.services import participant_mark_contributed, workshop_require


@transaction.atomic
def comment_add(
    *,
    author: Participant,
    idea: Idea,
    body: str,
    parent: Comment | None = None,
    key: str = "",
    draft_version: int | None = None,
    now: datetime | None = None,
) -> Comment:
    """Post a comment or a reply; the same key with the same text posts once. Raises DomainError.

    `body` is clean (see forms); `key` is the random key of the form, `draft_version` the number of
    the draft that it loaded. The draft goes. With their first comment here a person begins to
    follow the conversation; who stopped is not followed again.
    """
    now, place, idea = now or timezone.now(), parent or idea, locked_idea(idea.pk)
    rows = Comment.objects.filter(workshop=idea.workshop_id)
    posted, public_id = posted_before(rows=rows, author=author, place=place, key=key, words=body)
    if posted:
        return posted
    _comment_require(author, idea, parent, now)
    handle = _handle_of(idea, author)
    draft = draft_claim(participant=author, place=place, version=draft_version, key=key)
    comment = Comment.objects.create(
        workshop_id=idea.workshop_id,
        idea=idea,
        parent=parent,
        author=author,
        public_id=public_id,
        body=body,
        handle=handle or _next_handle(idea),
        created_at=now,
    )
    draft_posted(draft=draft)
    _count_shift(idea.pk, 1)
    if handle is None:
        follow_begin(participant=author, idea=idea)
    participant_mark_contributed(participant=author, posted=True, now=now)
    return comment


@transaction.atomic
def comment_add_as_facilitator(
    *, idea: Idea, body: str, parent: Comment | None = None, now: datetime | None = None
) -> Comment:
    """Post a comment or a reply that everybody sees is a facilitator's. Raises DomainError.

    It has no author and no letter in the thread.
    """
    now = now or timezone.now()
    idea = locked_idea(idea.pk)
    facilitator_comment_require(idea=idea, parent=parent, now=now)
    comment = Comment.objects.create(
        workshop_id=idea.workshop_id,
        idea=idea,
        parent=parent,
        by_facilitator=True,
        body=body,
        created_at=now,
    )
    _count_shift(idea.pk, 1)
    return comment


def facilitator_comment_require(*, idea: Idea, parent: Comment | None, now: datetime) -> None:
    """Refuse (DomainError) a facilitator's comment outside the open hours or below what is gone."""
    workshop_require(workshop=idea.workshop, action=Action.CONTRIBUTE, now=now)
    shown_require(idea)
    _parent_require(idea, parent)


@transaction.atomic
def comment_edit(
    *, participant: Participant, comment: Comment, body: str, now: datetime | None = None
) -> Comment:
    """Change one's own comment within 15 minutes, or a hidden one at any time while the workshop is
    open: it stays hidden. What it said is kept. Raises DomainError.
    """
    now = now or timezone.now()
    idea, comment = _locked(comment)
    own_require(post=comment, participant=participant)
    if comment.body == body:
        return comment
    contribution_require(
        participant=participant, workshop_id=comment.workshop_id, now=now, item=idea
    )
    edit_require(post=comment, now=now)
    revision_keep(post=comment, now=now)
    comment.body, comment.edited_at = body, now
    comment.save(update_fields=["body", "edited_at"])
    return comment


@transaction.atomic
def comment_withdraw(
    *, participant: Participant, comment: Comment, now: datetime | None = None
) -> Comment:
    """Take one's own comment out of sight for good, at any time after the opening; a line stays in
    its place, and so do the replies. A second time changes nothing. Raises DomainError.
    """
    _, comment = _locked(comment)
    withdrawal_require(post=comment, participant=participant, now=now or timezone.now())
    return _state_set(comment, ContributionState.WITHDRAWN, comment.moderation_reason)


@transaction.atomic
def comment_hide(*, comment: Comment, reason: str) -> Comment:
    """Hide a visible comment; its author will read the reason. Raises DomainError."""
    _, comment = _locked(comment)
    moderation_require(post=comment, state=ContributionState.VISIBLE)
    return _state_set(comment, ContributionState.HIDDEN, reason_require(reason))


@transaction.atomic
def comment_restore(*, comment: Comment) -> Comment:
    """Show a hidden comment again. Raises DomainError for any other."""
    _, comment = _locked(comment)
    moderation_require(post=comment, state=ContributionState.HIDDEN)
    return _state_set(comment, ContributionState.VISIBLE, "")


def _locked(comment: Comment) -> tuple[Idea, Comment]:
    idea = locked_idea(comment.idea_id)
    return idea, Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)


def _comment_require(
    author: Participant, idea: Idea, parent: Comment | None, now: datetime
) -> None:
    contribution_require(participant=author, workshop_id=idea.workshop_id, now=now, item=idea)
    _parent_require(idea, parent)
    account_require(author)
    comments_require(author=author, now=now)


def _parent_require(idea: Idea, parent: Comment | None) -> None:
    if parent is None:
        return
    if parent.idea_id != idea.pk:
        raise DomainError("You can only reply to a comment on the same idea.")
    if parent.parent_id is not None:
        raise DomainError("You can reply to a comment, but not to a reply.")
    if not Comment.objects.visible().filter(pk=parent.pk).exists():
        raise DomainError("The comment is no longer shown, so you cannot reply to it.")


def _handle_of(idea: Idea, author: Participant) -> int | None:
    """Return the person's number in this thread, or None before their first comment."""
    if idea.author_id == author.pk:
        return AUTHOR_HANDLE
    known = idea.comments.filter(author=author, handle__isnull=False)
    return known.values_list("handle", flat=True).first()


def _next_handle(idea: Idea) -> int:
    """Return the next number of this thread; the lock on the idea gives it to one person alone."""
    last = idea.comments.aggregate(last=Max("handle"))["last"]
    return (last or AUTHOR_HANDLE) + 1


def _state_set(comment: Comment, state: ContributionState, reason: str) -> Comment:
    shown_before = comment.is_visible
    comment.state, comment.moderation_reason = state, reason
    comment.save(update_fields=["state", "moderation_reason"])
    flags_settle(post=comment)
    if comment.is_visible != shown_before:
        _count_shift(comment.idea_id, 1 if comment.is_visible else -1)
    return comment


def _count_shift(idea_pk: int, by: int) -> None:
    Idea.objects.filter(pk=idea_pk).update(comment_count=F("comment_count") + by)
