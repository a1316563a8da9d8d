"""One idea with its comments, as one person reads it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404
from django.urls import reverse

from ideas.controls import VoteControl, vote_control
from ideas.enums import ContributionState
from ideas.models import Comment, Idea, Vote
from ideas.rules import is_editable
from ideas.selectors.drafts import with_comment_draft
from ideas.words import AUTHOR_HANDLE, handle_name, lower_first
from workshop.common.dates import age_words
from workshop.enums import Action
from workshop.models import Participant

PAGE_LENGTH = 50


@dataclass
class CommentItem:
    """One comment: who speaks, what is said or why not, and what the reader may do."""

    comment: Comment
    by: str
    day: str
    is_yours: bool
    gone: str
    reason: str
    vote: VoteControl
    can_edit: bool
    replies: list["CommentItem"] = field(default_factory=list)

    @property
    def public_id(self) -> str:
        """Return the comment's public id."""
        return self.comment.public_id


@dataclass
class Thread:
    """An idea and one page of its comments."""

    idea: Idea
    by: str
    day: str
    is_yours: bool
    is_open: bool
    vote: VoteControl
    can_edit: bool
    reader: str
    number: int
    comments: list[CommentItem]
    has_next: bool

    @property
    def previous_number(self) -> int:
        """Return the number of the page before, 0 if there is none."""
        return self.number - 1

    @property
    def next_number(self) -> int:
        """Return the number of the page after."""
        return self.number + 1

    @property
    def can_write(self) -> bool:
        """Say whether the reader may comment."""
        return self.is_open and self.idea.is_visible

    @property
    def is_hidden(self) -> bool:
        """Say whether a facilitator hid the idea."""
        return self.idea.state == ContributionState.HIDDEN

    @property
    def is_withdrawn(self) -> bool:
        """Say whether its author took the idea out."""
        return self.idea.state == ContributionState.WITHDRAWN


def idea_or_404(participant: Participant, public_id: str) -> Idea:
    """Return an idea of the person's workshop in any state, or raise Http404."""
    return _found(Idea.objects.select_related("group"), participant, public_id)


def comment_or_404(participant: Participant, public_id: str) -> Comment:
    """Return a comment of the person's workshop in any state, or raise Http404."""
    return _found(Comment.objects.select_related("idea__group"), participant, public_id)


def own_or_404(post: Idea | Comment, participant: Participant) -> Idea | Comment:
    """Return a post that the person wrote, in any state, or raise Http404."""
    if post.author_id is None or post.author_id != participant.pk:
        raise Http404("There is nothing of yours here.")
    return post


def _found(rows, participant: Participant, public_id: str):
    row = rows.filter(workshop=participant.workshop_id, public_id=public_id).first()
    if row is None:
        raise Http404("There is nothing of that name.")
    return row


def thread_page(participant: Participant, public_id: str, *, number: int, now: datetime) -> Thread:
    """Return an idea with a page of comments, in four queries whatever their number.

    Below a hidden idea nothing is shown. Raises Http404, also for a page past the end.
    """
    rows = Idea.objects.select_related("group", "evidence").with_own(participant)
    idea = _found(with_comment_draft(rows, participant), participant, public_id)
    is_open = participant.workshop.allows(Action.CONTRIBUTE, now)
    comments, has_next = [], False
    if idea.state != ContributionState.HIDDEN:
        start = (number - 1) * PAGE_LENGTH
        top = idea.comments.filter(parent=None).oldest_first()[start : start + PAGE_LENGTH + 1]
        comments, has_next = list(top[:PAGE_LENGTH]), len(top) > PAGE_LENGTH
    if number > 1 and not comments:
        raise Http404("There are no more comments.")
    return Thread(
        idea=idea,
        by="Facilitator" if idea.seed else _speaker(AUTHOR_HANDLE, idea, participant),
        day=age_words(idea.created_at, zone=participant.workshop.zone, now=now),
        is_yours=idea.author_id == participant.pk,
        is_open=is_open,
        vote=vote_control(idea, participant, mine=idea.own_value or 0, is_open=is_open),
        can_edit=_can_edit(idea, participant, is_open, now),
        reader=_reader(idea, participant),
        number=number,
        comments=_items(idea, comments, participant, is_open=is_open, now=now),
        has_next=has_next,
    )


def comment_page_number(comment: Comment) -> int:
    """Return the page of its thread on which a comment stands, with the one it replies to."""
    top = comment.parent or comment
    earlier = Comment.objects.filter(idea=comment.idea_id, parent=None).before(top)
    return earlier.count() // PAGE_LENGTH + 1


def comment_url(comment: Comment, *, slug: str, number: int | None = None) -> str:
    """Return the path of a comment in its thread, on the right page."""
    number = number or comment_page_number(comment)
    place = {"slug": slug, "public_id": comment.idea.public_id}
    query = f"?page={number}" if number > 1 else ""
    return f"{reverse('ideas:thread', kwargs=place)}{query}#comment-{comment.public_id}"


def own_vote(participant: Participant, item: Idea | Comment) -> int:
    """Return the person's vote on one item, 0 for none."""
    kind = "idea" if isinstance(item, Idea) else "comment"
    votes = Vote.objects.filter(participant=participant.pk)
    return votes.values_on(kind, [item.pk]).get(item.pk, 0)


def _items(
    idea: Idea, tops: list[Comment], participant: Participant, *, is_open: bool, now: datetime
) -> list[CommentItem]:
    """Return the comments with their replies and one's own votes, in two queries."""
    replies = list(idea.comments.filter(parent__in=tops).oldest_first()) if tops else []
    votes = Vote.objects.filter(participant=participant.pk)
    pks = [comment.pk for comment in [*tops, *replies] if comment.is_visible]
    values = votes.values_on("comment", pks) if pks else {}
    items = {}
    for comment in [*tops, *replies]:
        item = _item(idea, comment, participant, values.get(comment.pk, 0), is_open, now)
        items[comment.pk] = item
        if comment.parent_id:
            items[comment.parent_id].replies.append(item)
    return [items[comment.pk] for comment in tops]


def _item(
    idea: Idea, comment: Comment, participant: Participant, mine: int, is_open: bool, now: datetime
) -> CommentItem:
    is_open = is_open and idea.is_visible
    return CommentItem(
        comment=comment,
        by=_speaker(comment.handle, comment, participant),
        day=age_words(comment.created_at, zone=participant.workshop.zone, now=now),
        is_yours=comment.author_id == participant.pk,
        gone=_gone(comment),
        reason=comment.moderation_reason if _is_own_hidden(comment, participant) else "",
        vote=vote_control(comment, participant, mine=mine, is_open=is_open),
        can_edit=_can_edit(comment, participant, is_open, now),
    )


def _gone(comment: Comment) -> str:
    if comment.state == ContributionState.WITHDRAWN:
        return f"{handle_name(comment.handle)} withdrew this comment."
    if comment.state == ContributionState.HIDDEN:
        return f"A facilitator hid this comment of {lower_first(handle_name(comment.handle))}."
    return ""


def _is_own_hidden(post: Idea | Comment, participant: Participant) -> bool:
    return post.state == ContributionState.HIDDEN and post.author_id == participant.pk


def _speaker(handle: int | None, post: Idea | Comment, participant: Participant) -> str:
    name = handle_name(handle)
    return f"You ({lower_first(name)})" if post.author_id == participant.pk else name


def _reader(idea: Idea, participant: Participant) -> str:
    """Return under which name the reader speaks here; empty before the first comment."""
    if idea.author_id == participant.pk:
        return lower_first(handle_name(AUTHOR_HANDLE))
    return lower_first(handle_name(idea.own_handle)) if idea.own_handle else ""


def _can_edit(post: Idea | Comment, participant: Participant, is_open: bool, now: datetime) -> bool:
    return is_open and post.author_id == participant.pk and is_editable(post=post, now=now)
