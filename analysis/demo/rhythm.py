"""When people take part: working hours, quiet weekends, and a crowd after each mailing.

A rhythm spreads shares of activity (0 at the start, 1 at the end) over the hours of a period, so
that an evenly drawn share lands at a plausible moment. Read backwards it says how much of the
activity lies before a moment, which lets one period be laid over another with the order kept.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
WEEKEND = 0.22
# How busy each local hour of a working day is, from midnight on.
BY_HOUR = (
    *(0.12, 0.04, 0.03, 0.03, 0.04, 0.1, 0.5, 1.6),
    *(3.0, 4.4, 4.6, 4.3, 4.4, 4.2, 4.0, 3.8),
    *(3.2, 2.0, 1.2, 1.3, 1.7, 1.6, 0.9, 0.3),
)


class Rhythm:
    """The activity between two moments (aware), busier in the hours after each of `mails`."""

    def __init__(
        self, start: datetime, end: datetime, timezone: str, mails: Iterable[datetime] = ()
    ):
        self.start, self.end = start, end
        hours = math.ceil((end - start) / HOUR)
        self.edges = [*(start + n * HOUR for n in range(hours)), end]
        zone, mails = ZoneInfo(timezone), tuple(mails)
        weights = [
            _weight(edge, zone, mails) * ((after - edge) / HOUR)
            for edge, after in zip(self.edges, self.edges[1:], strict=False)
        ]
        total = sum(weights)
        self.shares = [0.0, *(done / total for done in accumulate(weights))]

    def at(self, share: float) -> datetime:
        """Return the moment before the end, to the second, before which `share` (0 to 1) lies."""
        n = min(bisect_right(self.shares, share), len(self.edges) - 1) - 1
        part = (share - self.shares[n]) / (self.shares[n + 1] - self.shares[n])
        moment = self.edges[n] + part * (self.edges[n + 1] - self.edges[n])
        return max(self.start, min(moment, self.end - TICK).replace(microsecond=0))

    def share(self, moment: datetime) -> float:
        """Return how much of the activity lies before `moment`, from 0 to 1."""
        if moment <= self.start:
            return 0.0
        if moment >= self.end:
            return 1.0
        n = bisect_right(self.edges, moment) - 1
        part = (moment - self.edges[n]) / (self.edges[n + 1] - self.edges[n])
        return self.shares[n] + part * (self.shares[n + 1] - self.shares[n])


def _weight(moment: datetime, zone: ZoneInfo, mails: tuple[datetime, ...]) -> float:
    local = moment.astimezone(zone)
    usual = BY_HOUR[local.hour] * (WEEKEND if local.weekday() >= 5 else 1)
    since = [(moment - mail) / HOUR for mail in mails if mail <= moment]
    return usual * (1 + sum(2.5 * math.exp(-hours / 16) for hours in since))
