"""How much one person may do in how long, so that nobody drowns the others out."""

import math
from datetime import datetime, timedelta

from django.db.models import QuerySet

from workshop.common.errors import DomainError
from workshop.models import Participant

LONG_WAIT = 90
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
IDEAS_AN_HOUR, COMMENTS_AN_HOUR, VOTES_A_MINUTE = 10, 30, 120
ROOM = "To leave room for others, that is the most for one person."


class WaitWords(str):
    """Why something was refused that may be asked again in `retry_after` seconds."""

    retry_after: int


class TooManyError(DomainError):
    """Too many for now; `retry_after` in seconds, which the message says in words."""

    def __init__(self, words: str, retry_after: int) -> None:
        super().__init__(words)
        self.retry_after = retry_after

    @property
    def message(self) -> WaitWords:
        """Return the sentences for the person, which know how long to wait as well."""
        words = WaitWords(f"{self.args[0]} {wait_words(self.retry_after)}")
        words.retry_after = self.retry_after
        return words


def wait_words(seconds: int) -> str:
    """Return how long to wait as a sentence, in minutes where it is long."""
    number, unit = (seconds, "second") if seconds <= LONG_WAIT else (-(-seconds // 60), "minute")
    return f"Please wait {number} {unit}{'' if number == 1 else 's'}."


def allowance_require(
    *, rows: QuerySet, moment: str, most: int, span: timedelta, words: str, now: datetime
) -> None:
    """Refuse (TooManyError) one row more than `most` within a span, in one query.

    `rows` are the person's own, `moment` the field that says when each was made.
    """
    recent = rows.filter(**{f"{moment}__gt": now - span}).order_by(f"-{moment}")
    made = list(recent.values_list(moment, flat=True)[:most])
    if len(made) == most:
        raise TooManyError(words, seconds_left(made[-1], span, now))


def seconds_left(moment: datetime, span: timedelta, now: datetime) -> int:
    """Return in how many seconds what was made at a moment counts no more, at least one."""
    return max(1, math.ceil((moment + span - now).total_seconds()))


def ideas_require(*, author: Participant, now: datetime) -> None:
    """Refuse (TooManyError) an idea too many in an hour; the person's row is held by then."""
    words = f"You have posted {IDEAS_AN_HOUR} ideas within an hour. {ROOM}"
    allowance_require(
        rows=author.ideas, moment="created_at", most=IDEAS_AN_HOUR, span=HOUR, words=words, now=now
    )


def comments_require(*, author: Participant, now: datetime) -> None:
    """Refuse (TooManyError) a comment or reply too many in an hour; the row is held by then."""
    words = f"You have posted {COMMENTS_AN_HOUR} comments within an hour. {ROOM}"
    most = COMMENTS_AN_HOUR
    allowance_require(
        rows=author.comments, moment="created_at", most=most, span=HOUR, words=words, now=now
    )
