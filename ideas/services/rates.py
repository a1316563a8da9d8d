"""How often one person may ask for something in a while; counted in the cache.

Reading writes nothing to the database, so what only reads is counted here. A count is kept for one
span, under a digest that names nobody. Who posts or votes is counted by their rows (see limits).

The cache of files, which is the demo's and development's alone, does not count in one step: of two
requests at the same moment it may count one. Redis counts each.
"""

from dataclasses import dataclass
from time import time

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from ideas.services.limits import TooManyError
from workshop.models import Participant


class CountingAwayError(Exception):
    """The cache does not answer, so nothing can be counted."""


@dataclass(frozen=True)
class Rate:
    """So many in a span of seconds, and what is said to whoever asks for more."""

    name: str
    most: int
    words: str
    span: int = 60


SEARCH = Rate("search", 30, "You have searched 30 times within a minute.")
SIMILAR = Rate("similar", 120, "We have looked for similar ideas 120 times within a minute.")
DRAFT = Rate("draft", 120, "You have saved 120 times within a minute.")
FILE = Rate("file", 20, "You have sent 20 files within an hour.", span=3600)


def rate_require(*, participant: Participant, rate: Rate, now: float | None = None) -> None:
    """Count one more of something; refuse (TooManyError) it above the most of this span.

    Raises CountingAwayError where the cache is away: what cannot be counted is not done.
    """
    span, passed = divmod(int(time() if now is None else now), rate.span)
    mark = f"{rate.name}.{participant.pk}.{span}"
    key = salted_hmac("ideas.rates", mark, algorithm="sha256").hexdigest()
    try:
        made = _one_more(key, rate.span)
    except (RedisError, OSError) as error:
        raise CountingAwayError from error
    if made > rate.most:
        raise TooManyError(rate.words, rate.span - passed)


def _one_more(key: str, span: int) -> int:
    cache.add(key, 0, timeout=2 * span)
    try:
        return cache.incr(key)
    except ValueError:
        # The cache was emptied in between.
        return 1
