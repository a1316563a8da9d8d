"""How many people come at once after a mailing, and what the sending rate does about it."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

# Of those who get a message, so many come to the workshop (our own judgement, no measurement).
COMING = 0.15
# Requests of one visit: 12 pages and 15 votes (the same).
REQUESTS = 27
# In the first minutes clicks come so many times as fast as on average in the first hour.
AT_FIRST, FIRST = 4, 5 * 60
HOUR, DAY = 3600, 86_400
IN_FIRST_HOUR = 0.336
# Seconds after a message has arrived, and the share of all clicks that came until then: 33.6 % in
# an hour, 51.4 % in three, 81 % in a day (GetResponse, e-mail marketing benchmarks, 5.5 thousand
# million messages). The remaining 19 % come over many days and never make a peak.
ARRIVALS = (
    (0, 0.0),
    (FIRST, AT_FIRST * IN_FIRST_HOUR * FIRST / HOUR),
    (HOUR, IN_FIRST_HOUR),
    (3 * HOUR, 0.514),
    (DAY, 0.81),
)


@dataclass(frozen=True)
class Forecast:
    """What a mailing to a number of people at a rate does to the site."""

    rate: int
    lasts: timedelta
    # How many people come in all.
    visits: int
    # Requests a second at the busiest moment.
    peak: float
    # How many people come in the busiest minute.
    at_once: int
    is_too_much: bool

    @property
    def lasts_words(self) -> str:
        """Return how long sending takes, in words, to the minute."""
        minutes = round(self.lasts.total_seconds() / 60)
        hours, rest = divmod(minutes, 60)
        parts = [f"{hours} hour{'s' * (hours != 1)}"] * bool(hours)
        parts += [f"{rest} minute{'s' * (rest != 1)}"] * bool(rest)
        return " ".join(parts) or "less than a minute"


def clicked_within(seconds: float) -> float:
    """Return the share of all clicks that come within so many seconds of a message."""
    for (start, before), (end, after) in pairwise(ARRIVALS):
        if seconds < end:
            return before + (after - before) * max(seconds - start, 0) / (end - start)
    return ARRIVALS[-1][1]


def peak_of(recipients: int, rate: int) -> float:
    """Return the requests a second at the busiest moment, when messages leave at a rate.

    With F(t) the share of clicks within t of a message, and messages leaving evenly over
    T = recipients ÷ rate seconds, clicks come at rate × (F(t) − F(t − T)) times those who come.
    Clicks are fewer the older a message is, so the busiest moment is t = T, when the last message
    has left: peak = rate × 15 % × 27 × F(T). All at once it is the 33.6 % of the first hour, four
    times as dense: 30,000 people give 45 requests a second, and 12 at ten messages a second.
    """
    if not recipients:
        return 0.0
    return rate * COMING * REQUESTS * clicked_within(recipients / rate)


def forecast(*, recipients: int, rate: int, capacity: int) -> Forecast:
    """Return what a mailing at a rate does, beside what the site can answer in a second."""
    peak = peak_of(recipients, rate)
    return Forecast(
        rate=rate,
        lasts=timedelta(seconds=recipients / rate),
        visits=round(recipients * COMING),
        peak=peak,
        at_once=round(peak / REQUESTS * 60),
        is_too_much=peak > capacity,
    )


def slower_rate(*, recipients: int, rate: int, capacity: int) -> int:
    """Return the fastest rate below this one whose peak the site can take; 0 if none can."""
    fits = (slower for slower in range(rate - 1, 0, -1) if peak_of(recipients, slower) <= capacity)
    return next(fits, 0)
