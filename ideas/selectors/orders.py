"""The order "for you": the one of the day's that a person holds."""

from datetime import datetime

from ideas.fairness import fair_order, order_number, with_late
from ideas.querysets import IdeaQuerySet
from workshop.models import BreakoutGroup, Participant


def fair_pks(
    participant: Participant, group: BreakoutGroup, ideas: IdeaQuerySet, *, now: datetime
) -> list[int]:
    """Return the keys of some of a group's ideas in the person's order of the day (2 queries).

    Until the day's orders are there the last ones hold; where there are none, one is drawn from
    the showings as they are.
    """
    today = now.astimezone(participant.workshop.zone).date()
    number = order_number(participant.pk, today)
    stored = group.fair_orders.filter(number=number).order_by("-day")
    order = stored.values_list("ideas", flat=True).first()
    showings = dict(ideas.order_by().values_list("pk", "showings"))
    if order is None:
        return fair_order(showings, today, number)
    return with_late(order, showings, number, today)
