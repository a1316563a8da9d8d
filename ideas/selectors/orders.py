"""The order "for you": the one of the day's that a person holds."""

from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery

from ideas.fairness import fair_order, order_number, with_late
from ideas.models import FairOrder
from ideas.querysets import IdeaQuerySet
from workshop.models import BreakoutGroup, Participant


def with_held_order(groups: QuerySet, participant: Participant, *, now: datetime) -> QuerySet:
    """Add to groups the order that a person holds (`held_order`), the newest there is, or None."""
    _, number = _today(participant, now)
    orders = FairOrder.objects.filter(group=OuterRef("pk"), number=number).order_by("-day")
    return groups.annotate(held_order=Subquery(orders.values("ideas")[:1]))


def fair_pks(
    participant: Participant, group: BreakoutGroup, ideas: IdeaQuerySet, *, now: datetime
) -> list[int]:
    """Return the keys of some ideas of a group in the person's order (1 query).

    Until the day's orders are there the last ones hold; where there are none, one is drawn from
    the showings as they are.
    """
    today, number = _today(participant, now)
    showings = dict(ideas.order_by().values_list("pk", "showings"))
    if group.held_order is None:
        return fair_order(showings, today, number)
    return with_late(group.held_order, showings, number)


def _today(participant: Participant, now: datetime) -> tuple[date, int]:
    """Return the day where the workshop is, and the number of the order that a person holds."""
    today = now.astimezone(participant.workshop.zone).date()
    return today, order_number(participant.pk, today)
