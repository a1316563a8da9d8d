"""How much one person may do in how long, so that nobody drowns the others out."""

import math
from datetime import datetime, timedelta

from django.db.models import QuerySet

from workshop.common.errors import DomainError


class TooManyError(DomainError):
    """Too many for now; `retry_after` in seconds."""

    def __init__(self, words: str, retry_after: int) -> None:
        super().__init__(words)
        self.retry_after = retry_after


def allowance_require(
    *, rows: QuerySet, moment: str, most: int, span: timedelta, words: str, now: datetime
) -> None:
    """Refuse (TooManyError) one row more than `most` within a span, in one query.

    `rows` are the person's own, `moment` the field that says when each was made.
    """
    recent = rows.filter(**{f"{moment}__gt": now - span}).order_by(f"-{moment}")
    made = list(recent.values_list(moment, flat=True)[:most])
    if len(made) == most:
        raise TooManyError(words, math.ceil((made[-1] + span - now).total_seconds()))
