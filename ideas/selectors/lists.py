"""One group's list of ideas, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.urls import reverse

from ideas.controls import VoteControl, vote_control
from ideas.enums import ContributionState, ListFilter, ListOrder
from ideas.models import Idea
from ideas.selectors.choices import (
    MATCHING,
    PAGE,
    Choice,
    FilterOption,
    choice_of,
    filter_options,
    leaves,
    list_counts,
    orders_offered,
)
from ideas.selectors.numbers import question_number
from ideas.selectors.orders import fair_pks, with_held_order
from ideas.selectors.paging import PAGE_LENGTH, Paged
from ideas.selectors.seen import Shown, is_new_to, shown_of
from ideas.words import start_of
from workshop.enums import Action
from workshop.models import BreakoutGroup, Participant


def page_number(text: str) -> int:
    """Return a page's number from a URL; nonsense is the first page."""
    return min(max(int(text[:9]), 1), 10**6) if text.isascii() and text.isdigit() else 1


@dataclass
class ListItem:
    """One idea in a list: its beginning, and the vote control."""

    idea: Idea
    url: str
    is_yours: bool
    is_new: bool
    start: str
    is_cut: bool
    vote: VoteControl
    shown: Shown


@dataclass
class IdeaList(Paged):
    """A page of ideas with the person's place in the group."""

    group: BreakoutGroup
    choice: Choice
    counts: dict[str, int]
    orders: list[ListOrder]
    filters: list[FilterOption]
    number: int
    items: list[ListItem]
    is_open: bool
    uses_keys: bool

    @property
    def all(self) -> int:
        """Return how many ideas the group has."""
        return self.counts[ListFilter.ALL]

    @property
    def total(self) -> int:
        """Return how many ideas the list has, over all its pages."""
        return self.counts[MATCHING]

    @property
    def to_read(self) -> int:
        """Return how many ideas of others the group has."""
        return self.all - self.counts[ListFilter.OWN]

    @property
    def voted(self) -> int:
        """Return on how many of them the person has voted."""
        return self.to_read - self.counts[ListFilter.NOT_VOTED]

    @property
    def unseen(self) -> list[str]:
        """Return the public ids of the page's ideas that do not count as shown to the person."""
        return [item.idea.public_id for item in self.items if item.shown.counts]

    @property
    def previous_query(self) -> str:
        """Return the query of the page before."""
        return self.choice.query(page=self.previous_number)

    @property
    def next_query(self) -> str:
        """Return the query of the page after."""
        return self.choice.query(page=self.next_number)

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
    groups = participant.workshop.groups.filter(key=key)
    return _found(groups.annotate(number=question_number()))


def _found(groups) -> BreakoutGroup:
    group = groups.first()
    if group is None:
        raise Http404("There is no group of that name.")
    return group


def idea_list_page(
    participant: Participant, key: str, *, given: dict[str, str], now: datetime
) -> IdeaList:
    """Return a page of a group's ideas, in four queries whatever their number, or raise Http404.

    `given` is the query of the URL (see choices.choice_of); a page past the end is the last one.
    """
    choice = choice_of(participant, given, now=now)
    group = _group(participant, key, choice, now)
    counts = list_counts(group.ideas.visible(), participant, choice)
    last_page = max(1, -(-counts[MATCHING] // PAGE_LENGTH))
    number = min(page_number(given.get(PAGE, "")), last_page)
    ideas = _page(participant, group, choice, number, now) if counts[MATCHING] else []
    is_open = participant.workshop.allows(Action.CONTRIBUTE, now)
    return IdeaList(
        group=group,
        choice=choice,
        counts=counts,
        orders=orders_offered(participant.workshop, now=now),
        filters=filter_options(participant, counts, now=now),
        number=number,
        items=[_item(idea, participant, is_open=is_open) for idea in ideas],
        is_open=is_open,
        uses_keys=participant.uses_keys and is_open,
    )


def _group(participant: Participant, key: str, choice: Choice, now: datetime) -> BreakoutGroup:
    """Return a group with one's own idea that was hidden last, and the order that one holds."""
    hidden = Idea.objects.filter(
        group=OuterRef("pk"), author=participant.pk, state=ContributionState.HIDDEN
    ).order_by("-created_at")
    groups = participant.workshop.groups.filter(key=key)
    groups = groups.annotate(
        own_hidden=Subquery(hidden.values("public_id")[:1]), number=question_number()
    )
    if choice.order == ListOrder.FOR_YOU:
        groups = with_held_order(groups, participant, now=now)
    return _found(groups)


def _page(
    participant: Participant, group: BreakoutGroup, choice: Choice, number: int, now: datetime
) -> list[Idea]:
    """Return the ideas of one page in their order, with the person's place."""
    ideas = group.ideas.visible().filter(leaves(choice.show, participant, at=choice.at))
    place = slice((number - 1) * PAGE_LENGTH, number * PAGE_LENGTH)
    if choice.order != ListOrder.FOR_YOU:
        return list(ideas.in_order(choice.order).with_place(participant)[place])
    pks = fair_pks(participant, group, ideas, now=now)[place]
    found = Idea.objects.visible().with_place(participant).in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


def _item(idea: Idea, participant: Participant, *, is_open: bool) -> ListItem:
    place = {"slug": participant.workshop.slug, "public_id": idea.public_id}
    control = vote_control(idea, participant, mine=idea.own_value or 0, is_open=is_open)
    start, is_cut = start_of(idea.body)
    return ListItem(
        idea=idea,
        url=reverse("ideas:thread", kwargs=place),
        is_yours=control.own,
        is_new=is_new_to(idea, participant),
        start=start,
        is_cut=is_cut,
        vote=control,
        shown=shown_of(idea, participant, is_open=is_open),
    )
