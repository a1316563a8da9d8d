"""The demo laid over other dates: open now, its activity past, its order and rhythm kept."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from analysis.demo.generator import Tables
from analysis.demo.rhythm import Rhythm
from analysis.demo.workshop import CLOSES_AT, OPENS_AT, TIMEZONE

ZONE = ZoneInfo(TIMEZONE)
DAYS_OPEN, DAYS_LEFT = 15, 6  # together the three weeks of the original
QUIET = timedelta(minutes=10)  # since the last thing that happened
COUNTDOWN = "countdown-48h"


class Shift:
    """Maps the original moments to new ones, so that the demo opened fifteen days before `now`."""

    def __init__(self, now: datetime):
        today = now.astimezone(ZONE).date()
        self.opens_at = _local(today - timedelta(days=DAYS_OPEN), time(9, 0))
        self.closes_at = _local(today + timedelta(days=DAYS_LEFT), time(23, 59))
        self.old = Rhythm(OPENS_AT, CLOSES_AT, TIMEZONE)
        self.new = Rhythm(self.opens_at, now - QUIET, TIMEZONE)

    def moment(self, original: datetime) -> datetime:
        """Return when something of 2017 happened now; what was before the opening stays before."""
        if original < OPENS_AT:
            return self.opens_at - (OPENS_AT - original)
        return self.new.at(self.old.share(original))

    def midnight(self, original: datetime) -> datetime:
        """Return the midnight before somebody joined, who cannot have joined before the opening."""
        joined = self.moment(max(original, OPENS_AT))
        return _local(joined.astimezone(ZONE).date(), time())

    def mailing(self, mailing: dict) -> datetime:
        """Return when a mailing goes out: the countdown before the new close, the rest in order."""
        if mailing["key"] == COUNTDOWN:
            day = self.closes_at.astimezone(ZONE).date() - timedelta(days=2)
            return _local(day, time(8, 0))
        moment = self.moment(datetime.fromisoformat(mailing["send_at"]))
        return max(self.opens_at, moment.replace(minute=0, second=0))


def shifted(workshop: dict, tables: Tables, now: datetime) -> tuple[dict, Tables]:
    """Return set-up and rows of the demo with new dates; what was given stays as it is."""
    shift = Shift(now)
    dates = {"opens_at": shift.opens_at.isoformat(), "closes_at": shift.closes_at.isoformat()}
    mailings = [m | {"send_at": shift.mailing(m).isoformat()} for m in workshop["mailings"]]
    moved = {
        "participants": _moved(tables["participants"], "joined_at", shift.midnight),
        "ideas": _moved(tables["ideas"], "created_at", shift.moment),
        "comments": _moved(tables["comments"], "created_at", shift.moment),
        "votes": _moved(tables["votes"], "cast_at", shift.moment),
    }
    return workshop | dates | {"mailings": mailings}, tables | moved


def _moved(rows: list[dict], column: str, move) -> list[dict]:
    return [row | {column: move(row[column])} for row in rows]


def _local(day, hour: time) -> datetime:
    return datetime.combine(day, hour, ZONE).astimezone(UTC)
