"""The orders "for you" of a day, drawn ahead, so that no page sorts all ideas."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from ideas.fairness import fair_orders
from ideas.models import FairOrder
from workshop.models import BreakoutGroup, Workshop


def fair_orders_prepare(*, now: datetime | None = None) -> int:
    """Draw the day's orders of every group that has ideas and none for today; return of how many.

    Days are those of each workshop's place, while it is open. Those of earlier days go.
    """
    now, made = now or timezone.now(), 0
    for workshop in Workshop.objects.open_at(now):
        today = now.astimezone(workshop.zone).date()
        for group in workshop.groups.exclude(fair_orders__day=today):
            made += _day_draw(group, today)
    return made


def _day_draw(group: BreakoutGroup, today: date) -> bool:
    showings = dict(group.ideas.visible().values_list("pk", "showings"))
    if not showings:
        return False
    orders = fair_orders(showings, today)
    rows = [
        FairOrder(group=group, day=today, number=number, ideas=order)
        for number, order in enumerate(orders)
    ]
    with transaction.atomic():
        # Of two who draw at once, the first to write has drawn for all.
        FairOrder.objects.bulk_create(rows, ignore_conflicts=True)
        group.fair_orders.filter(day__lt=today).delete()
    return True
