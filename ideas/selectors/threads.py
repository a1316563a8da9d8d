"""One idea with its comments, as one person reads it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.urls import reverse

from ideas.controls import VoteControl, vote_control
from ideas.enums import CommentOrder, ContributionState
from ideas.models import Comment, Idea
from ideas.querysets import new_to
from ideas.rules import is_editable, scores_are_public
from ideas.selectors.comments import PAGE_LENGTH, CommentItem, Reading, comment_items
from ideas.selectors.drafts import with_comment_draft
from ideas.selectors.news import News, no_news
from ideas.selectors.numbers import question_number
from ideas.selectors.posts import found
from ideas.selectors.seen import Shown, shown_of
from ideas.words import AUTHOR_HANDLE, FACILITATOR, handle_name, lower_first
from workshop.common.dates import age_words
from workshop.enums import Action
from workshop.models import Participant


@dataclass
class Thread:
    """An idea and one page of its comments.

    `new_count` are comments of others since the reader's visit before, `new_url` leads to the
    first; `news` is what the page asks with while it is open.
    """

    idea: Idea
    by: str
    day: str
    is_yours: bool
    is_open: bool
    vote: VoteControl
    shown: Shown
    can_edit: bool
    reader: str
    order: CommentOrder
    orders: list[CommentOrder]
    number: int
    comments: list[CommentItem]
    has_next: bool
    new_url: str
    news: News

    @property
    def unseen(self) -> list[str]:
        """Return the idea's public id where it does not count as shown to the reader."""
        return [self.idea.public_id] if self.shown.counts else []

    @property
    def previous_number(self) -> int:
        """Return the number of the page before, 0 if there is none."""
        return self.number - 1

    @property
    def next_number(self) -> int:
        """Return the number of the page after."""
        return self.number + 1

    @property
    def new_count(self) -> int:
        """Return how many comments of others came since the visit before."""
        return self.idea.news_count

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


def thread_page(
    participant: Participant,
    public_id: str,
    *,
    number: int,
    now: datetime,
    order: str = "",
    new_from: int | None = None,
) -> Thread:
    """Return an idea with a page of comments, in four queries whatever their number.

    `new_from` is the key of the first comment that came while the page was open. An order that is
    unknown, or would give scores away, is the oldest first. Below a hidden idea nothing is shown.
    Raises Http404, also for a page past the end.
    """
    idea, orders = _idea(participant, public_id), comment_orders(participant, now)
    order = CommentOrder(order) if order in orders else CommentOrder.OLDEST
    comments, has_next = _page_of_comments(idea, order, number)
    reading = Reading(participant, idea, now, new_from)
    items = comment_items(reading, comments)
    is_open = participant.workshop.allows(Action.CONTRIBUTE, now)
    own = idea.author_id == participant.pk
    return Thread(
        idea=idea,
        by=_speaker(idea, participant),
        day=age_words(idea.created_at, zone=participant.workshop.zone, now=now),
        is_yours=own,
        is_open=is_open,
        vote=vote_control(idea, participant, mine=idea.own_value or 0, is_open=is_open),
        shown=shown_of(idea, participant, is_open=is_open),
        can_edit=own and is_open and is_editable(post=idea, now=now),
        reader=_reader(idea, participant),
        order=order,
        orders=orders,
        number=number,
        comments=items,
        has_next=has_next,
        new_url=_new_url(idea, items, participant),
        news=no_news(idea, participant, after=idea.latest or "", is_open=reading.is_open),
    )


def comment_orders(participant: Participant, now: datetime) -> list[CommentOrder]:
    """Return the orders a person may choose: none by votes while scores are not for everybody."""
    if scores_are_public(workshop=participant.workshop, now=now):
        return list(CommentOrder)
    return [CommentOrder.OLDEST]


def _idea(participant: Participant, public_id: str) -> Idea:
    rows = Idea.objects.select_related("group", "evidence").with_own(participant).with_latest()
    rows = with_comment_draft(rows.with_following(participant), participant)
    rows = rows.with_news(participant, new_to(participant))
    idea = found(rows.annotate(number=question_number("group__")), participant, public_id)
    idea.group.number = idea.number
    return idea


def _page_of_comments(idea: Idea, order: str, number: int) -> tuple[list[Comment], bool]:
    """Return a page of comments without the replies, and whether there is another after it."""
    comments, has_next = [], False
    if idea.state != ContributionState.HIDDEN:
        start = (number - 1) * PAGE_LENGTH
        top = idea.comments.filter(parent=None).in_order(order)[start : start + PAGE_LENGTH + 1]
        comments, has_next = list(top[:PAGE_LENGTH]), len(top) > PAGE_LENGTH
    if number > 1 and not comments:
        raise Http404("There are no more comments.")
    return comments, has_next


def _new_url(idea: Idea, items: list[CommentItem], participant: Participant) -> str:
    """Return where the first new comment is read: on this page if it is there, else by its link."""
    first = idea.news_first
    here = {each.public_id for item in items for each in [item, *item.replies]}
    if not first or first in here:
        return f"#comment-{first}" if first else ""
    return reverse("ideas:comment", args=[participant.workshop.slug, first])


def _speaker(idea: Idea, participant: Participant) -> str:
    if idea.seed:
        return FACILITATOR
    name = handle_name(AUTHOR_HANDLE)
    return f"You ({lower_first(name)})" if idea.author_id == participant.pk else name


def _reader(idea: Idea, participant: Participant) -> str:
    """Return under which name the reader speaks here; empty before the first comment."""
    if idea.author_id == participant.pk:
        return lower_first(handle_name(AUTHOR_HANDLE))
    return lower_first(handle_name(idea.own_handle)) if idea.own_handle else ""
