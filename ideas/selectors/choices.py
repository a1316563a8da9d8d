"""What a person may choose over a list: an order, and a filter with the number of its ideas."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ideas.enums import ContributionState, ListFilter, ListOrder
from ideas.models import Idea
from ideas.querysets import IdeaQuerySet
from ideas.rules import scores_are_public
from workshop.enums import Action
from workshop.models import Participant, Workshop

ORDER, FILTER, MOMENT, PAGE = "sort", "show", "at", "page"
LONGEST_MOMENT = 13  # digits of milliseconds, until the year 2286


@dataclass(frozen=True)
class Choice:
    """An order, a filter, and the moment at which somebody began to page through the filter."""

    order: ListOrder
    show: ListFilter
    at: datetime | None

    def query(self, *, page: int) -> str:
        """Return the query of a page of the same list."""
        values = {ORDER: self.order.value}
        if self.show != ListFilter.ALL:
            values[FILTER] = self.show.value
        if self.at:
            values[MOMENT] = str(int(self.at.timestamp() * 1000))
        return urlencode(values | {PAGE: page})


@dataclass(frozen=True)
class FilterOption:
    """A filter as it is offered: its words hold the number of its ideas."""

    value: ListFilter
    words: str


def choice_of(participant: Participant, given: dict[str, str], *, now: datetime) -> Choice:
    """Return what a URL asks for; what is unknown or not offered is the usual list.

    Ideas without one's vote are those without it as one began to page: else each vote would pull
    the next page forward.
    """
    workshop = participant.workshop
    order, show = given.get(ORDER, ""), given.get(FILTER, "")
    known = order in orders_offered(workshop, now=now)
    chosen = ListFilter(show) if show in _offered(participant, now) else ListFilter.ALL
    at = (_moment(given.get(MOMENT, "")) or now) if chosen == ListFilter.NOT_VOTED else None
    return Choice(ListOrder(order) if known else ListOrder.FOR_YOU, chosen, at)


def with_moment(query: str, at: datetime) -> str:
    """Return the query of a list with the moment of its filter, unless it needs or has none."""
    asked = f"{FILTER}={ListFilter.NOT_VOTED.value}" in query.split("&")
    if not asked or f"{MOMENT}=" in query:
        return query
    return f"{query}&{MOMENT}={int(at.timestamp() * 1000)}"


def orders_offered(workshop: Workshop, *, now: datetime) -> list[ListOrder]:
    """Return the orders; those by votes only where everybody sees every score."""
    public = scores_are_public(workshop=workshop, now=now)
    return [order for order in ListOrder if public or not order.by_votes]


def filter_options(participant: Participant, group, *, now: datetime) -> list[FilterOption]:
    """Return the filters for a group that with_counts has counted."""
    return [
        FilterOption(show, show.words(getattr(group, count_name(show))))
        for show in _offered(participant, now)
    ]


def filtered(
    ideas: IdeaQuerySet, show: ListFilter, participant: Participant, *, at: datetime | None = None
) -> IdeaQuerySet:
    """Return the ideas that a filter leaves."""
    if show == ListFilter.NEW:
        return ideas.new_to(participant)
    if show == ListFilter.NOT_VOTED:
        return ideas.not_voted_by(participant, at=at)
    if show == ListFilter.OWN:
        return ideas.filter(author=participant.pk)
    return ideas.commented_by(participant) if show == ListFilter.COMMENTED else ideas


def count_name(show: ListFilter) -> str:
    """Return under which name with_counts adds the number of a filter's ideas."""
    return f"{show.name.lower()}_count"


def with_counts(groups: QuerySet, participant: Participant, choice: Choice) -> QuerySet:
    """Add to groups how many ideas each filter leaves, how many the chosen one does as one pages
    (`matching`), and one's own idea that was hidden last (`own_hidden`).
    """
    ideas = Idea.objects.filter(group=OuterRef("pk")).order_by()
    visible = ideas.visible()
    counts = {count_name(show): _count(filtered(visible, show, participant)) for show in ListFilter}
    hidden = ideas.filter(author=participant.pk, state=ContributionState.HIDDEN)
    return groups.annotate(
        **counts,
        matching=_count(filtered(visible, choice.show, participant, at=choice.at)),
        own_hidden=Subquery(hidden.order_by("-created_at").values("public_id")[:1]),
    )


def _count(ideas: IdeaQuerySet):
    if ideas.query.is_empty():
        return Value(0)
    return Coalesce(Subquery(ideas.values("group").annotate(n=Count("pk")).values("n")), 0)


def _offered(participant: Participant, now: datetime) -> list[ListFilter]:
    """Return the filters that make sense: nothing is new on a first visit, nor votable at last."""
    left_out = set()
    if participant.seen_before_at is None:
        left_out.add(ListFilter.NEW)
    if not participant.workshop.allows(Action.CONTRIBUTE, now):
        left_out.add(ListFilter.NOT_VOTED)
    return [show for show in ListFilter if show not in left_out]


def _moment(text: str) -> datetime | None:
    """Return a moment from a URL; nonsense is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_MOMENT):
        return None
    return datetime.fromtimestamp(int(text) / 1000, UTC)
