"""How much went on in a workshop, hour by hour: counted as it happens, with nobody in it."""

from datetime import UTC, datetime

from django.db.models import F

from workshop.models import HourCount, Workshop


def hour_of(moment: datetime) -> datetime:
    """Return the beginning of the hour (UTC) that a moment lies in."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def hour_count_add(*, workshop: Workshop, now: datetime, visits: int = 0, joins: int = 0) -> None:
    """Count visits that begin, and people who join, in the hour of a moment.

    One statement, but for the first of an hour. The row is held until the transaction ends, so it
    comes last in one.
    """
    rows = HourCount.objects.filter(workshop=workshop, hour=hour_of(now))
    more = {"visits": F("visits") + visits, "joins": F("joins") + joins}
    if rows.update(**more):
        return
    HourCount.objects.bulk_create(
        [HourCount(workshop=workshop, hour=hour_of(now))], ignore_conflicts=True
    )
    rows.update(**more)
