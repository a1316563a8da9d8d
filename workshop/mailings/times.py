"""Wall times of a workshop: when `2026-03-29T09:00` in a zone is, and where that is in doubt.

A person chooses what the clock on the wall shows. Once a year an hour is missing from it, and once
an hour comes twice. A missing time is refused with an explanation; of a doubled one the first is
taken, and said.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from workshop.common.dates import clock_words, zone_words
from workshop.common.errors import DomainError

FORMAT = "%Y-%m-%dT%H:%M"
MINUTE = timedelta(minutes=1)
# Years in which clocks can be reckoned with, and a slip of the finger is told from a plan.
FIRST_YEAR, LAST_YEAR = 2000, 2100


def wall_of(moment: datetime, zone: ZoneInfo) -> str:
    """Return what the clock on the wall shows at a moment, as it is kept."""
    return moment.astimezone(zone).strftime(FORMAT)


def wall_read(text: str) -> datetime:
    """Return a kept wall time as a time without a zone; raises ValueError for anything else."""
    return datetime.strptime(text, FORMAT)  # noqa: DTZ007 - a wall time has no zone of its own


def moment_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment (UTC) at which the clock shows a time, the first where there are two.

    Raises DomainError, with the way out, where the clock never shows it.
    """
    if not FIRST_YEAR <= wall.year < LAST_YEAR:
        raise DomainError(f"Choose a year between {FIRST_YEAR} and {LAST_YEAR - 1}.")
    if _is_missing(wall, zone):
        raise DomainError(_missing_words(wall, zone))
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def doubled_words(wall: datetime, zone: ZoneInfo) -> str:
    """Return a remark where the clock shows a time twice, else nothing."""
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset() or _is_missing(wall, zone):
        return ""
    return (
        f"On {_day(wall)} the clocks in {zone_words(zone)} go back, and {clock_words(wall)} comes "
        f"twice. This mailing goes out the first time, at {first.astimezone(UTC):%H:%M} UTC."
    )


def _is_missing(wall: datetime, zone: ZoneInfo) -> bool:
    """Say whether the clocks go forward over a time: there and back again it is another."""
    there = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return there.astimezone(zone).replace(tzinfo=None) != wall


def _missing_words(wall: datetime, zone: ZoneInfo) -> str:
    last, first = _around_the_gap(wall, zone)
    return (
        f"{clock_words(wall)} does not exist on {_day(wall)}: the clocks in {zone_words(zone)} go "
        f"forward from {clock_words(last)} to {clock_words(first)} that night. "
        f"Choose a time before {clock_words(last)}, or from {clock_words(first)} on."
    )


def _around_the_gap(wall: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return what the clock would have shown as it was put forward, and what it showed then."""
    # Reckoned by the time after the change a missing time lies before it, and the other way round.
    before, after = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0))
    old = before.astimezone(zone).utcoffset()
    while after - before > MINUTE:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    change = after.replace(second=0, microsecond=0)
    return (change + old).replace(tzinfo=None), change.astimezone(zone).replace(tzinfo=None)


def _day(wall: datetime) -> str:
    return f"{wall:%A} {wall.day} {wall:%B %Y}"
