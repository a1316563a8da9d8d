"""What a person may choose over a list: an order, and a filter with the number of its ideas."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.db.models import Count, Q

from ideas.enums import ListFilter, ListOrder
from ideas.models import Comment, Vote
from ideas.querysets import IdeaQuerySet, new_to
from ideas.rules import scores_are_public
from workshop.enums import Action
from workshop.models import Participant, Workshop

ORDER, FILTER, MOMENT, PAGE = "sort", "show", "at", "page"
MATCHING = "matching"
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


def filter_options(
    participant: Participant, counts: dict[str, int], *, now: datetime
) -> list[FilterOption]:
    """Return the filters with the numbers that list_counts found."""
    return [FilterOption(show, show.words(counts[show])) for show in _offered(participant, now)]


def list_counts(
    ideas: IdeaQuerySet, participant: Participant, choice: Choice
) -> dict[ListFilter | str, int]:
    """Return how many ideas each filter leaves, and the chosen one as one pages (MATCHING)."""
    conditions = {show: leaves(show, participant) for show in ListFilter}
    conditions[MATCHING] = leaves(choice.show, participant, at=choice.at)
    columns = {name: f"{name.replace('-', '_')}_count" for name in conditions}
    found = ideas.order_by().aggregate(
        **{columns[name]: Count("pk", filter=what) for name, what in conditions.items()}
    )
    return {name: found[column] for name, column in columns.items()}


def leaves(show: str, participant: Participant, *, at: datetime | None = None) -> Q:
    """Return the condition of a filter: by rows of the person's own, read once for all ideas."""
    if show == ListFilter.NEW:
        return new_to(participant)
    if show == ListFilter.OWN:
        return Q(author=participant.pk)
    if show == ListFilter.NOT_VOTED:
        votes = Vote.objects.filter(participant=participant.pk, idea__isnull=False)
        voted = votes.filter(cast_at__lt=at) if at else votes
        return ~Q(author=participant.pk) & ~Q(pk__in=voted.values("idea"))
    if show == ListFilter.COMMENTED:
        said = Comment.objects.visible().filter(author=participant.pk)
        return Q(pk__in=said.values("idea"))
    return Q()


def _offered(participant: Participant, now: datetime) -> list[ListFilter]:
    """Return the filters that make sense: on a first visit nothing is new, and at last nobody
    votes.
    """
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
