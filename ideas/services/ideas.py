"""Writes on ideas: posting, seeding, editing, withdrawing, hiding."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ideas.enums import ContributionState
from ideas.models import Evidence, Idea
from ideas.services.drafts import draft_claim, draft_posted, posted_before
from ideas.services.evidence import evidence_delete
from ideas.services.follows import follow_begin
from ideas.services.limits import ideas_require
from ideas.services.rules import (
    account_require,
    contribution_require,
    edit_require,
    flags_settle,
    moderation_require,
    own_require,
    reason_require,
    revision_keep,
    withdrawal_require,
)
from workshop.common.errors import DomainError
from workshop.enums import WorkshopState
from workshop.models import BreakoutGroup, Participant
from workshop.services import participant_mark_contributed


def locked_idea(pk: int) -> Idea:
    """Return an idea whose row nobody else can change before this transaction ends."""
    # Not against the key: who follows it or begins a comment on it holds the own row, for which we
    # may wait next, and refers to this one.
    return Idea.objects.select_for_update(no_key=True).get(pk=pk)


@transaction.atomic
def idea_submit(
    *,
    author: Participant,
    group: BreakoutGroup,
    title: str,
    body: str,
    evidence_link: str = "",
    key: str = "",
    draft_version: int | None = None,
    now: datetime | None = None,
) -> Idea:
    """Post an idea; the same key with the same text posts once. Raises DomainError.

    `title`, `body` and `evidence_link` are clean (see forms); `key` is the random key of the form,
    `draft_version` the number of the draft that it loaded. The draft goes, its file is the idea's.
    """
    now, texts = now or timezone.now(), (title, body, evidence_link)
    # Held first of all, so that a second sending sees what the first has posted.
    account_require(author)
    rows, words = Idea.objects.filter(workshop=author.workshop_id), "\x00".join(texts)
    posted, public_id = posted_before(rows=rows, author=author, place=group, key=key, words=words)
    if posted:
        return posted
    contribution_require(participant=author, workshop_id=group.workshop_id, now=now)
    ideas_require(author=author, now=now)
    draft = draft_claim(participant=author, place=group, version=draft_version, key=key)
    idea = Idea.objects.create(
        workshop=author.workshop,
        group=group,
        author=author,
        public_id=public_id,
        title=title,
        body=body,
        evidence_link=evidence_link,
        created_at=now,
    )
    draft_posted(draft=draft, idea=idea)
    follow_begin(participant=author, idea=idea)
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
    *,
    participant: Participant,
    idea: Idea,
    title: str,
    body: str,
    evidence_link: str | None = None,
    remove_file: bool = False,
    now: datetime | None = None,
) -> Idea:
    """Change one's own idea within 15 minutes, or a hidden one at any time while the workshop is
    open: it stays hidden. What it said is kept. Raises DomainError.

    `evidence_link` is None where it stays; a file can be taken off, not replaced, and is not kept.
    """
    now = now or timezone.now()
    idea = locked_idea(idea.pk)
    own_require(post=idea, participant=participant)
    link = idea.evidence_link if evidence_link is None else evidence_link
    files = Evidence.objects.filter(idea=idea) if remove_file else Evidence.objects.none()
    is_same = (idea.title, idea.body, idea.evidence_link) == (title, body, link)
    if is_same and not files.exists():
        return idea
    contribution_require(participant=participant, workshop_id=idea.workshop_id, now=now)
    edit_require(post=idea, now=now)
    revision_keep(post=idea, now=now)
    evidence_delete(rows=files)
    idea.title, idea.body, idea.evidence_link, idea.edited_at = title, body, link, now
    idea.save(update_fields=["title", "body", "evidence_link", "edited_at"])
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
    flags_settle(post=idea)
    return idea
