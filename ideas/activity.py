"""How many votes were cast in each hour of a workshop: numbers for others to set side by side."""

from collections import Counter
from datetime import UTC, datetime

from django.db.models import Count
from django.db.models.functions import TruncHour

from ideas.models import Vote
from workshop.models import Workshop


def votes_by_hour(workshop: Workshop, *, since: datetime, until: datetime) -> Counter:
    """Return {beginning of an hour (UTC): votes that stand and were cast in it}, in two queries.

    From `since` on, up to `until` and without it.
    """
    cast = Vote.objects.filter(cast_at__gte=since, cast_at__lt=until).order_by()
    hours: Counter = Counter()
    for item in ("idea", "comment"):
        here = cast.filter(**{f"{item}__workshop": workshop})
        counted = here.values_list(TruncHour("cast_at", tzinfo=UTC)).annotate(n=Count("pk"))
        for hour, number in counted:
            hours[hour] += number
    return hours
