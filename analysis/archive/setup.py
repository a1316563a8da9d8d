"""workshop.json: reads it into the values that the rest works with."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from functools import partial
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from analysis.archive.faults import Faults, quote
from analysis.archive.positions import JsonError, Node, json_nodes
from analysis.archive.schema import KEYS, REQUIRED, SETUP_FILE
from analysis.archive.values import LARGEST, read_key, read_text, read_time
from gateway.enums import QuestionKind
from workshop.enums import GroupKind, ScoresShown
from workshop.mailings.enums import PLANNED_KINDS
from workshop.models import valid_colour, valid_disclosure

# Positions are stored in two bytes.
MOST_ITEMS = 30_000
LONGEST_RETENTION = 365
EMPTY = (None, "", [], {})


class SetupReader:
    """Reads the values of workshop.json, noting faults and the line of every value."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.lines: dict[str, int] = {}
        self.questions_known = True

    def fault(self, path: str, what: str) -> None:
        """Note a fault of the value at a path as `groups[0].kind`."""
        self.questions_known &= not path.startswith("questionnaire")
        known = path
        while known and known not in self.lines:
            known = known[: max(known.rfind("."), known.rfind("["), 0)]
        self.faults.add(SETUP_FILE, self.lines.get(known, 1), path or "file", what)

    def read(self, node: Node) -> dict | None:
        """Return the whole workshop; a value with a fault is None."""
        return one("workshop")(self, node, "")


Check = Callable[[SetupReader, Node, str], object]


def setup_read(data: bytes, faults: Faults) -> tuple[dict | None, SetupReader]:
    """Return the workshop of the bytes of workshop.json (None if it is no JSON object)."""
    reader = SetupReader(faults)
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    for number, line in enumerate(text.split("\n"), 1):
        if any("\ud800" <= character <= "\udfff" for character in line):
            faults.add(SETUP_FILE, number, "file", "is not UTF-8")
            return None, reader
    try:
        return reader.read(json_nodes(text)), reader
    except JsonError as error:
        faults.add(SETUP_FILE, error.line, "file", error.what)
        return None, reader


def one(kind: str) -> Check:
    """Return a check of an object with the keys of a kind."""

    def check(reader: SetupReader, node: Node, path: str) -> dict | None:
        reader.lines[path] = node.line
        if not isinstance(node.value, dict):
            return reader.fault(path, "is no object")
        for key, child in node.value.items():
            if key not in KEYS[kind]:
                reader.lines[joined(path, key)] = child.line
                reader.fault(joined(path, key), "is no key of an archive")
        return {key: member(reader, node, path, kind, key) for key in KEYS[kind]}

    return check


def member(reader: SetupReader, node: Node, path: str, kind: str, key: str) -> object:
    """Return the value of one key of an object; optional ones may be missing or empty."""
    child, absent = node.value.get(key), KEYS[kind][key]
    path = joined(path, key)
    if child is not None:
        reader.lines[path] = child.line
    if absent is not REQUIRED and (child is None or child.value in EMPTY):
        return deepcopy(absent)
    if child is None:
        return reader.fault(path, "is missing")
    return CHECKS[kind][key](reader, child, path)


def many(check: Check) -> Check:
    """Return a check of a list."""

    def check_list(reader: SetupReader, node: Node, path: str) -> list | None:
        if not isinstance(node.value, list):
            return reader.fault(path, "is no list")
        if len(node.value) > MOST_ITEMS:
            return reader.fault(path, f"has more than {MOST_ITEMS} items")
        found = []
        for index, item in enumerate(node.value):
            reader.lines[f"{path}[{index}]"] = item.line
            found.append(check(reader, item, f"{path}[{index}]"))
        return found

    return check_list


def nullable(check: Check) -> Check:
    """Return a check that lets null pass."""
    return lambda reader, node, path: None if node.value is None else check(reader, node, path)


def parsed(read: Callable[[str], object]) -> Check:
    """Return a check of a string that a function reads."""

    def check(reader: SetupReader, node: Node, path: str) -> object:
        if not isinstance(node.value, str):
            return reader.fault(path, "is no string")
        try:
            return read(read_text(node.value))
        except ValueError as error:
            return reader.fault(path, str(error))

    return check


def text(limit: int | None = None) -> Check:
    """Return a check of a text of at most so many characters."""
    return parsed(partial(read_text, limit=limit))


def word(words: list[str]) -> Check:
    """Return a check of one of a few words."""

    def read(value: str) -> str:
        if value not in words:
            raise ValueError(f"{quote(value)} is none of: {', '.join(words)}")
        return value

    return parsed(read)


def valid(*validators: Callable[[str], None]) -> Check:
    """Return a check of a string by the validators of its field."""

    def read(value: str) -> str:
        try:
            for validator in validators:
                validator(value)
        except ValidationError as error:
            raise ValueError(f"{quote(value)} will not do. {error.messages[0]}") from None
        return value

    return parsed(read)


def zone(value: str) -> str:
    """Return the name of a time zone that this machine knows."""
    if value not in available_timezones():
        raise ValueError(f"{quote(value)} is no time zone; Europe/London is one")
    return value


def flag(reader: SetupReader, node: Node, path: str) -> bool | None:
    """Check a boolean."""
    return (
        node.value
        if isinstance(node.value, bool)
        else reader.fault(path, "is neither true nor false")
    )


def count(reader: SetupReader, node: Node, path: str) -> int | None:
    """Check a whole number from 0."""
    number = node.value
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= LARGEST:
        return number
    return reader.fault(path, f"is no whole number from 0 to {LARGEST}")


def days(reader: SetupReader, node: Node, path: str) -> int | None:
    """Check a number of days up to a year."""
    number = count(reader, node, path)
    if number is None or 1 <= number <= LONGEST_RETENTION:
        return number
    return reader.fault(path, f"is no whole number from 1 to {LONGEST_RETENTION}")


def joined(path: str, key: str) -> str:
    """Return the path of a key."""
    return f"{path}.{key}" if path else key


key = parsed(read_key)
time: Callable[..., datetime | None] = parsed(read_time)
CHECKS: dict[str, dict[str, Check]] = {
    "workshop": {
        "slug": key,
        "title": text(200),
        "purpose": text(),
        "timezone": parsed(zone),
        "disclosure": valid(valid_disclosure),
        "opens_at": time,
        "closes_at": time,
        "groups": many(one("groups")),
        "questionnaire": one("questionnaire"),
        "frames": many(one("frames")),
        "crosstabs": many(one("crosstabs")),
        "channels": many(one("channels")),
        "mailings": many(one("mailings")),
        "settings": one("settings"),
    },
    "groups": {"key": key, "title": text(200), "prompt": text(), "kind": word(GroupKind.values)},
    "questionnaire": {"sections": many(one("sections"))},
    "sections": {"title": text(200), "questions": many(one("questions"))},
    "questions": {
        "key": key,
        "text": text(500),
        "kind": word(QuestionKind.values),
        "required": flag,
        "options": many(one("options")),
        "show_if": one("show_if"),
    },
    "options": {"key": key, "label": text(300)},
    "show_if": {"question": key, "options": many(key)},
    "frames": {"key": key, "title": text(200), "codes": many(one("codes"))},
    "codes": {"key": key, "label": text(300), "parent": nullable(key), "definition": text()},
    "crosstabs": {"rows": key, "columns": key, "groups": many(key)},
    "channels": {"key": key, "title": text(200), "joined": count},
    "mailings": {
        "key": key,
        "kind": word(PLANNED_KINDS),
        "audience": many(text()),
        "send_at": time,
        "subject": text(200),
        "body": text(),
    },
    "tips": {"group": key, "text": text(1000)},
    "settings": {
        "strapline": text(300),
        "organiser": text(),
        "next_steps": text(),
        "contact": valid(validate_email),
        "accent": valid(valid_colour),
        "accent_dark": valid(valid_colour),
        "retention_days": days,
        "thanks": text(),
        "scores": word(ScoresShown.values),
        "approves_mailings": flag,
        "tips": many(one("tips")),
        "evidence": many(key),
    },
}
