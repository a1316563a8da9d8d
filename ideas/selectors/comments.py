"""The comments of one idea, as one person reads them."""

from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404
from django.urls import reverse

from ideas.controls import VoteControl, vote_control
from ideas.enums import ContributionState
from ideas.models import Comment, Idea, Vote
from ideas.rules import is_editable
from ideas.selectors.posts import comment_or_404
from ideas.selectors.seen import is_new_to
from ideas.words import lower_first, speaker_inside, speaker_name
from workshop.common.dates import age_words
from workshop.enums import Action
from workshop.models import Participant

PAGE_LENGTH = 50
# Of a comment with more replies the rest stands on a page of its own, so that a thread stays light:
# fewer are shown to each where there is a lot to read.
REPLIES_SHOWN, REPLIES_SHOWN_IN_LONG, LONG_THREAD = 20, 5, 200
REPLIES_A_PAGE = 50


def replies_shown(idea: Idea) -> int:
    """Return how many replies to one comment the thread shows."""
    return REPLIES_SHOWN if idea.comment_count <= LONG_THREAD else REPLIES_SHOWN_IN_LONG


@dataclass
class CommentItem:
    """One comment: who speaks, what is said or why not, and what the reader may do.

    `gone` is the line in the place of what the reader may not read.
    """

    comment: Comment
    by: str
    day: str
    is_yours: bool
    is_new: bool
    gone: str
    vote: VoteControl
    can_edit: bool
    can_report: bool
    replies: list["CommentItem"] = field(default_factory=list)
    reply_total: int = 0
    # The path of the first reply that is not among `replies`.
    rest_url: str = ""

    @property
    def public_id(self) -> str:
        """Return the comment's public id."""
        return self.comment.public_id

    @property
    def is_hidden(self) -> bool:
        """Say whether it is the reader's own and a facilitator hid it."""
        return self.is_yours and self.comment.state == ContributionState.HIDDEN

    @property
    def rest(self) -> int:
        """Return how many replies there are beside those shown here."""
        return self.reply_total - len(self.replies)


@dataclass(frozen=True)
class Reading:
    """Who reads the comments on an idea, and when; `new_from` is the key of the first new one.

    What is new since the visit before is new as well.
    """

    participant: Participant
    idea: Idea
    now: datetime
    new_from: int | None = None

    @property
    def is_open(self) -> bool:
        """Say whether anything can be added."""
        workshop = self.participant.workshop
        return self.idea.is_visible and workshop.allows(Action.CONTRIBUTE, self.now)

    def is_new(self, comment: Comment) -> bool:
        """Say whether another person's comment came since the visit before, or just now."""
        if not comment.is_visible or comment.author_id == self.participant.pk:
            return False
        fresh = self.new_from is not None and comment.pk >= self.new_from
        return fresh or is_new_to(comment, self.participant)

    def item(self, comment: Comment, mine: int) -> CommentItem:
        """Return a comment as the person sees it; `mine` is their vote on it."""
        own = comment.author_id == self.participant.pk
        return CommentItem(
            comment=comment,
            by=f"You ({lower_first(speaker_name(comment))})" if own else speaker_name(comment),
            day=age_words(comment.created_at, zone=self.participant.workshop.zone, now=self.now),
            is_yours=own,
            is_new=self.is_new(comment),
            gone=_gone(comment, own=own),
            vote=vote_control(comment, self.participant, mine=mine, is_open=self.is_open),
            can_edit=own and self.is_open and is_editable(post=comment, now=self.now),
            can_report=not own and comment.is_visible and self.idea.is_visible,
        )

    def items(self, tops: list[Comment], replies: list[Comment]) -> list[CommentItem]:
        """Return comments with their replies and the person's own votes, in one query."""
        votes = Vote.objects.filter(participant=self.participant.pk)
        pks = [comment.pk for comment in [*tops, *replies] if comment.is_visible]
        values = votes.values_on("comment", pks) if pks else {}
        items = {top.pk: self.item(top, values.get(top.pk, 0)) for top in tops}
        for reply in replies:
            items[reply.parent_id].replies.append(self.item(reply, values.get(reply.pk, 0)))
        return list(items.values())


def comment_items(reading: Reading, tops: list[Comment]) -> list[CommentItem]:
    """Return comments with the first replies to each, in two queries."""
    comments, slug = reading.idea.comments, reading.participant.workshop.slug
    most = replies_shown(reading.idea)
    replies = list(comments.first_replies(tops, most + 1)) if tops else []
    items = reading.items(tops, [reply for reply in replies if reply.place <= most])
    by_key = {item.comment.pk: item for item in items}
    for reply in replies:
        item = by_key[reply.parent_id]
        item.reply_total = reply.siblings
        if reply.place > most:
            path = reverse("ideas:comment_replies", args=[slug, item.public_id])
            item.rest_url = f"{path}#comment-{reply.public_id}"
    return items


@dataclass
class Replies:
    """One page of the replies to a comment."""

    idea: Idea
    item: CommentItem
    number: int
    total: int
    can_write: bool

    @property
    def previous_number(self) -> int:
        """Return the number of the page before, 0 if there is none."""
        return self.number - 1

    @property
    def next_number(self) -> int:
        """Return the number of the page after, 0 if there is none."""
        return self.number + 1 if self.number * REPLIES_A_PAGE < self.total else 0


def replies_page(
    participant: Participant, public_id: str, *, number: int, now: datetime
) -> Replies | None:
    """Return a page of the replies to a comment, in four queries whatever their number.

    None where the thread shows them all. Raises Http404, also for a page past the end, a reply,
    and below a hidden idea.
    """
    comment = comment_or_404(participant, public_id)
    if comment.parent_id or comment.idea.state == ContributionState.HIDDEN:
        raise Http404("There are no replies of that name.")
    total = comment.replies.count()
    if total <= replies_shown(comment.idea):
        return None
    start = (number - 1) * REPLIES_A_PAGE
    replies = list(comment.replies.oldest_first()[start : start + REPLIES_A_PAGE])
    if not replies:
        raise Http404("There are no more replies.")
    reading = Reading(participant, comment.idea, now)
    [item] = reading.items([comment], replies)
    item.reply_total = len(replies)
    return Replies(comment.idea, item, number, total, reading.is_open)


@dataclass(frozen=True)
class Place:
    """Where a comment is read: on a page of its thread, or of all the replies to its parent."""

    number: int
    among_replies: bool = False


def comment_place(comment: Comment) -> Place:
    """Return where a comment is read in its thread, oldest first."""
    if comment.parent_id:
        replies = Comment.objects.filter(parent=comment.parent_id)
        earlier = replies.before(comment).count()
        if earlier >= replies_shown(comment.idea):
            return Place(earlier // REPLIES_A_PAGE + 1, among_replies=True)
    tops = Comment.objects.filter(idea=comment.idea_id, parent=None)
    earlier = tops.before(comment.parent or comment).count()
    return Place(earlier // PAGE_LENGTH + 1)


def comment_url(comment: Comment, *, slug: str, place: Place | None = None) -> str:
    """Return the path of a comment in its thread, on the right page."""
    place = place or comment_place(comment)
    if place.among_replies:
        path = reverse("ideas:comment_replies", args=[slug, comment.parent.public_id])
    else:
        path = reverse("ideas:thread", args=[slug, comment.idea.public_id])
    query = f"?page={place.number}" if place.number > 1 else ""
    return f"{path}{query}#comment-{comment.public_id}"


def _gone(comment: Comment, *, own: bool) -> str:
    if comment.state == ContributionState.WITHDRAWN:
        return f"{speaker_name(comment)} withdrew this comment."
    if comment.state == ContributionState.HIDDEN and not own:
        return f"A facilitator hid this comment of {speaker_inside(comment)}."
    return ""
