"""One group's list of ideas, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse

from ideas.controls import VoteControl, vote_control
from ideas.enums import ContributionState, ListOrder
from ideas.models import Idea, Vote
from ideas.querysets import ORDERS
from ideas.words import start_of
from workshop.enums import Action
from workshop.models import BreakoutGroup, Participant

PAGE_LENGTH = 20


def page_number(text: str) -> int:
    """Return a page's number from a URL; nonsense is the first page."""
    return min(max(int(text), 1), 10**6) if text.isascii() and text[:9].isdigit() else 1


@dataclass
class ListItem:
    """One idea in a list: its beginning, and the vote control."""

    idea: Idea
    url: str
    is_yours: bool
    start: str
    is_cut: bool
    vote: VoteControl


@dataclass
class IdeaList:
    """A page of ideas with the person's place in the group."""

    group: BreakoutGroup
    order: ListOrder
    number: int
    items: list[ListItem]
    is_open: bool
    voted: int

    @property
    def total(self) -> int:
        """Return how many ideas the group has."""
        return self.group.idea_total

    @property
    def to_read(self) -> int:
        """Return how many ideas of others the group has."""
        return self.total - self.group.own_total

    @property
    def first(self) -> int:
        """Return the place of the page's first idea, counted from 1."""
        return (self.number - 1) * PAGE_LENGTH + 1

    @property
    def last(self) -> int:
        """Return the place of the page's last idea."""
        return self.first + len(self.items) - 1

    @property
    def previous_number(self) -> int:
        """Return the number of the page before, 0 if there is none."""
        return self.number - 1

    @property
    def next_length(self) -> int:
        """Return how many ideas the page after has."""
        return min(PAGE_LENGTH, self.total - self.last)

    @property
    def next_number(self) -> int:
        """Return the number of the page after, 0 if there is none."""
        return self.number + 1 if self.last < self.total else 0


def group_or_404(participant: Participant, key: str) -> BreakoutGroup:
    """Return a group of the person's workshop, or raise Http404."""
    return _found(participant.workshop.groups.filter(key=key))


def _found(groups) -> BreakoutGroup:
    group = groups.first()
    if group is None:
        raise Http404("There is no group of that name.")
    return group


def idea_list_page(
    participant: Participant, key: str, *, order: str, page: str, now: datetime
) -> IdeaList:
    """Return a page of a group's ideas, in four queries whatever their number, or raise Http404.

    An unknown order is the newest first; a page past the end is the last one.
    """
    group = _found(_with_place(participant.workshop.groups.filter(key=key), participant))
    last_page = max(1, -(-group.idea_total // PAGE_LENGTH))
    number = min(page_number(page), last_page)
    order = ListOrder(order) if order in ORDERS else ListOrder.NEWEST
    start = (number - 1) * PAGE_LENGTH
    ideas = list(group.ideas.visible().in_order(order)[start : start + PAGE_LENGTH])
    is_open = participant.workshop.allows(Action.CONTRIBUTE, now)
    return IdeaList(
        group=group,
        order=order,
        number=number,
        items=_items(ideas, participant, is_open=is_open),
        is_open=is_open,
        voted=Vote.objects.filter(
            participant=participant.pk,
            idea__group=group,
            idea__state=ContributionState.VISIBLE,
        ).count(),
    )


def _with_place(groups, participant: Participant):
    """Add the number of ideas, of one's own, and one's own idea that was hidden last."""
    ideas = Idea.objects.filter(group=OuterRef("pk")).order_by()
    visible = ideas.visible().values("group").annotate(n=Count("pk")).values("n")
    hidden = ideas.filter(author=participant.pk, state=ContributionState.HIDDEN)
    return groups.annotate(
        idea_total=Coalesce(Subquery(visible), 0),
        own_total=Coalesce(Subquery(visible.filter(author=participant.pk)), 0),
        own_hidden=Subquery(hidden.order_by("-created_at").values("public_id")[:1]),
    )


def _items(ideas: list[Idea], participant: Participant, *, is_open: bool) -> list[ListItem]:
    votes = Vote.objects.filter(participant=participant.pk)
    values = votes.values_on("idea", [idea.pk for idea in ideas]) if ideas else {}
    slug = participant.workshop.slug
    items = []
    for idea in ideas:
        url = reverse("ideas:thread", kwargs={"slug": slug, "public_id": idea.public_id})
        control = vote_control(idea, participant, mine=values.get(idea.pk, 0), is_open=is_open)
        start, is_cut = start_of(idea.body)
        items.append(ListItem(idea, url, control.own, start, is_cut, control))
    return items
