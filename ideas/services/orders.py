"""The orders "for you" of a day, drawn ahead, so that no page sorts all ideas."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from ideas.fairness import fair_orders
from ideas.models import FairOrder
from workshop.models import BreakoutGroup, Workshop

ROWS_AT_ONCE = 64


def fair_orders_prepare(*, now: datetime | None = None) -> int:
    """Draw the orders of every group that has none for today, or more new ideas than known ones.

    Days are those of each workshop's place, while it is open; other orders go. Returns of how many
    groups some were drawn.
    """
    now, made = now or timezone.now(), 0
    for workshop in Workshop.objects.open_at(now):
        today = now.astimezone(workshop.zone).date()
        for group in workshop.groups.all():
            made += _day_draw(group, today)
    return made


def _day_draw(group: BreakoutGroup, today: date) -> bool:
    showings = dict(group.ideas.visible().values_list("pk", "showings"))
    drawn = group.fair_orders.filter(day=today).values_list("ideas", flat=True).first()
    known = showings.keys() & set(drawn or ())
    if len(showings) <= 2 * len(known):
        return False
    rows = [
        FairOrder(group=group, day=today, number=number, ideas=order)
        for number, order in enumerate(fair_orders(showings, today))
    ]
    with transaction.atomic():
        group.fair_orders.all().delete()
        # Of two who draw at once, the first to write has drawn for all.
        FairOrder.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
    return True
