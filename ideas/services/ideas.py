"""Writes on ideas: posting, seeding, editing, withdrawing, hiding."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ideas.enums import ContributionState
from ideas.models import Idea
from ideas.services.limits import ideas_require
from ideas.services.rules import (
    account_require,
    contribution_require,
    edit_require,
    moderation_require,
    own_require,
    reason_require,
    revision_keep,
    submission_id,
    withdrawal_require,
)
from workshop.common.errors import DomainError
from workshop.enums import WorkshopState
from workshop.models import BreakoutGroup, Participant
from workshop.services import participant_mark_contributed


def locked_idea(pk: int) -> Idea:
    """Return an idea whose row nobody else can change before this transaction ends."""
    return Idea.objects.select_for_update().get(pk=pk)


@transaction.atomic
def idea_submit(
    *,
    author: Participant,
    group: BreakoutGroup,
    title: str,
    body: str,
    key: str = "",
    now: datetime | None = None,
) -> Idea:
    """Post an idea; the same key with the same text posts once. Raises DomainError.

    `title` and `body` are clean (see forms); `key` is the random key of the form.
    """
    now = now or timezone.now()
    public_id = submission_id(author, key, group.pk, title, body)
    # Held first of all, so that a second sending sees what the first has posted.
    account_require(author)
    posted = Idea.objects.filter(workshop=author.workshop, public_id=public_id).first()
    if posted:
        return posted
    contribution_require(participant=author, workshop_id=group.workshop_id, now=now)
    ideas_require(author=author, now=now)
    values = {"group": group, "author": author, "title": title, "body": body, "created_at": now}
    idea, _ = Idea.objects.get_or_create(
        workshop=author.workshop, public_id=public_id, defaults=values
    )
    participant_mark_contributed(participant=author, posted=True, now=now)
    return idea


@transaction.atomic
def idea_seed(*, group: BreakoutGroup, title: str, body: str, now: datetime | None = None) -> Idea:
    """Place a conversation starter, before the opening or while open. Raises DomainError."""
    now = now or timezone.now()
    if group.workshop.state_at(now) == WorkshopState.CLOSED:
        raise DomainError("The workshop has closed, so no conversation starter can be added.")
    return Idea.objects.create(
        workshop=group.workshop, group=group, seed=True, title=title, body=body, created_at=now
    )


@transaction.atomic
def idea_edit(
    *, participant: Participant, idea: Idea, title: str, body: str, now: datetime | None = None
) -> Idea:
    """Change one's own idea within 15 minutes; what it said is kept. Raises DomainError."""
    now = now or timezone.now()
    idea = locked_idea(idea.pk)
    own_require(post=idea, participant=participant)
    if (idea.title, idea.body) == (title, body):
        return idea
    contribution_require(participant=participant, workshop_id=idea.workshop_id, now=now)
    edit_require(post=idea, now=now)
    revision_keep(post=idea, now=now)
    idea.title, idea.body, idea.edited_at = title, body, now
    idea.save(update_fields=["title", "body", "edited_at"])
    return idea


@transaction.atomic
def idea_withdraw(*, participant: Participant, idea: Idea, now: datetime | None = None) -> Idea:
    """Take one's own idea out of sight for good, at any time after the opening; the comments on it
    stay. A second time changes nothing. Raises DomainError.
    """
    idea = locked_idea(idea.pk)
    withdrawal_require(post=idea, participant=participant, now=now or timezone.now())
    return _state_set(idea, ContributionState.WITHDRAWN, idea.moderation_reason)


@transaction.atomic
def idea_hide(*, idea: Idea, reason: str) -> Idea:
    """Hide a visible idea; its author will read the reason. Raises DomainError."""
    idea = locked_idea(idea.pk)
    moderation_require(post=idea, state=ContributionState.VISIBLE)
    return _state_set(idea, ContributionState.HIDDEN, reason_require(reason))


@transaction.atomic
def idea_restore(*, idea: Idea) -> Idea:
    """Show a hidden idea again. Raises DomainError for any other."""
    idea = locked_idea(idea.pk)
    moderation_require(post=idea, state=ContributionState.HIDDEN)
    return _state_set(idea, ContributionState.VISIBLE, "")


def _state_set(idea: Idea, state: ContributionState, reason: str) -> Idea:
    idea.state, idea.moderation_reason = state, reason
    idea.save(update_fields=["state", "moderation_reason"])
    return idea
