"""Reading one value: each function returns it, or raises ValueError saying what is wrong."""

import re
from datetime import UTC, datetime, timedelta, timezone

from analysis.archive.faults import quote
from ideas.enums import ContributionState
from workshop.common.texts import clean_text
from workshop.models import KEY_PATTERN

ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
KEY = re.compile(KEY_PATTERN)
TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,18}))?(Z|([+-])(\d\d):(\d\d))?",
    re.ASCII,
)
WHOLE = re.compile(r"[0-9]{1,10}")
LARGEST = 2_147_483_647
# A day's room at either end lets every time zone show the time.
EARLIEST, LATEST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)
CODER_LIMIT = 40
STATES = frozenset(ContributionState.values)
FOREIGN = re.compile("[\ud800-\udfff]")


def read_text(text: str, limit: int | None = None) -> str:
    """Return text in NFC with plain line ends, at most `limit` characters long."""
    if FOREIGN.search(text):
        raise ValueError("is not UTF-8")
    if "\x00" in text:
        raise ValueError("holds a NUL character, which no text may")
    text = clean_text(text)
    if limit is not None and len(text) > limit:
        raise ValueError(f"is {len(text)} characters long, and {limit} is the most")
    return text


def read_id(text: str) -> str:
    """Return an id."""
    if not ID.fullmatch(text):
        raise ValueError(f"{named(text)} is no id: 1 to 40 of A-Z, a-z, 0-9, _ and -")
    return text


def read_key(text: str) -> str:
    """Return a key."""
    if not KEY.fullmatch(text):
        raise ValueError(
            f"{named(text)} is no key: 1 to 50 of a-z, 0-9, _ and -, first a letter or digit"
        )
    return text


def read_coder(text: str) -> str:
    """Return the name of a coder, which is never an e-mail address."""
    if "@" in text:
        raise ValueError("an e-mail address is never in an archive: name the coder otherwise")
    return read_text(text, CODER_LIMIT)


def read_time(text: str) -> datetime:
    """Return a moment in UTC; finer fractions than a microsecond are cut off."""
    match = TIME.fullmatch(text)
    if not match:
        raise ValueError(f"{named(text)} is no time: write 2026-03-02T09:00:00+00:00")
    *numbers, fraction, offset, sign, hours, minutes = match.groups()
    if offset is None:
        raise ValueError(f"{named(text)} has no offset: add Z or one as +00:00")
    try:
        zone = timezone(offset_of(sign, hours, minutes)) if sign else UTC
        second = datetime(*map(int, numbers), int((fraction or "").ljust(6, "0")[:6]), zone)
        moment = second.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{named(text)} is no time that there is") from None
    if not EARLIEST <= moment <= LATEST:
        raise ValueError(f"{named(text)} is too far from our days")
    return moment


def offset_of(sign: str, hours: str, minutes: str) -> timedelta:
    """Return the distance from UTC; raises ValueError for 24 hours or 60 minutes."""
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError
    distance = timedelta(hours=int(hours), minutes=int(minutes))
    return -distance if sign == "-" else distance


def read_count(text: str) -> int:
    """Return a whole number from 0."""
    if not WHOLE.fullmatch(text) or int(text) > LARGEST:
        raise ValueError(f"{named(text)} is no whole number from 0 to {LARGEST}")
    return int(text)


def read_flag(text: str) -> bool:
    """Return a boolean."""
    if text not in ("0", "1"):
        raise ValueError(f"{named(text)} is neither 0 nor 1")
    return text == "1"


def read_vote(text: str) -> int:
    """Return the value of a vote."""
    if text not in ("1", "-1"):
        raise ValueError(f"{named(text)} is neither 1 nor -1")
    return int(text)


def read_state(text: str) -> str:
    """Return the state of an idea or comment."""
    if text not in STATES:
        raise ValueError(f"{named(text)} is neither visible, hidden nor withdrawn")
    return text


def named(text: str) -> str:
    """Return a value as a fault names it."""
    if FOREIGN.search(text):
        return "what is not UTF-8"
    return quote(text) if text else "a blank"
