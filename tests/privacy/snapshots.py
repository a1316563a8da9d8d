"""Copies of the database as a thief would take them, and what two of them say of a person.

The thief has no half of the secret. They choose the moments: right before and right after the
tick in which a person's draft goes, or a person is counted as a contributor. Rows have new ids
and tokens in each copy; but the people here each typed a text of their own, by which the thief
knows a response again. No order, place or number may tell more than that.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection

TABLES = ("gateway_draft", "gateway_response", "gateway_answer", "workshop_participant")
PLACE = "ctid::text" if connection.vendor == "postgresql" else "rowid"
SEQUENCES = (
    "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
    if connection.vendor == "postgresql"
    else "SELECT name, seq FROM sqlite_sequence ORDER BY 1"
)
Row = dict[str, object]


@dataclass(frozen=True)
class Snapshot:
    """The rows of each table in the order of a dump, each with its place on disk; the sequences."""

    tables: dict[str, list[Row]]
    sequences: list[tuple]

    def keyed(self, table: str, column: str = "id") -> dict[object, Row]:
        """Return a table's rows by a column, in the order of the dump."""
        return {row[column]: row for row in self.tables[table]}


def fresh_tables() -> None:
    """Begin with empty files, as a site does: rows would fill gaps that other tests have left."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")


def snapshot() -> Snapshot:
    """Copy what an attack reads, as a dump would: no order is asked for."""
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES)
        sequences = cursor.fetchall()
        tables = {name: list(_rows(cursor, name)) for name in TABLES}
    texts = {row["response_id"]: row["text"] for row in tables["gateway_answer"] if row["text"]}
    for row in tables["gateway_response"]:
        row["said"] = texts.get(row["id"])
    return Snapshot(tables, sequences)


def marks(copy: Snapshot) -> set[str]:
    """Return all by which a response or answer could be known again, but for what it says."""
    found = {str(row["id"]) for name in TABLES[1:3] for row in copy.tables[name]}
    return found | {str(row["token"]) for row in copy.tables["gateway_response"]}


def _rows(cursor, name: str) -> Iterator[Row]:
    cursor.execute(f"SELECT {PLACE} AS place, * FROM {name}")
    names = [column[0] for column in cursor.description]
    yield from (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


@dataclass(frozen=True)
class Pair:
    """Two snapshots around a tick: the people and the responses to which something happened.

    Both stand in the order of the dump afterwards (people who are gone, in the order before).
    """

    before: Snapshot
    after: Snapshot
    people: list[Row]
    responses: list[Row]


def joining(before: Snapshot, after: Snapshot) -> Pair:
    """Return who lost their draft between two snapshots, and which responses are new."""
    left = after.keyed("gateway_draft")
    gone = [row for pk, row in before.keyed("gateway_draft").items() if pk not in left]
    known = before.keyed("gateway_response", "said")
    new = [
        row for said, row in after.keyed("gateway_response", "said").items() if said not in known
    ]
    return Pair(before, after, gone, new)


def counting(before: Snapshot, after: Snapshot) -> Pair:
    """Return who was counted as a contributor between two snapshots, and whose bit was set."""
    people = _turned(before, after, "workshop_participant", "contribution_counted", "id")
    for row in people:
        row["participant_id"] = row["id"]
    return Pair(
        before, after, people, _turned(before, after, "gateway_response", "contributed", "said")
    )


def _turned(before: Snapshot, after: Snapshot, table: str, column: str, key: str) -> list[Row]:
    """Return the rows whose bit is set after, and was not before or was not there."""
    earlier = {row[key] for row in before.tables[table] if row[column]}
    return [row for row in after.tables[table] if row[column] and row[key] not in earlier]


def whole(dump: Snapshot) -> list[Pair]:
    """Return what one dump says: who was counted as a contributor and whose bit is set; the rest.

    Who still has a draft is left out.
    """
    waiting = dump.keyed("gateway_draft", "participant_id")
    people = [row for row in dump.tables["workshop_participant"] if row["id"] not in waiting]
    for row in people:
        row["participant_id"] = row["id"]
    responses = dump.tables["gateway_response"]
    return [
        Pair(
            dump,
            dump,
            [row for row in people if bool(row["contribution_counted"]) == bit],
            [row for row in responses if bool(row["contributed"]) == bit],
        )
        for bit in (True, False)
    ]


def _first_answers(pair: Pair) -> list[Row]:
    """Return the responses in the order in which the first answer of each stands."""
    owners = [row["response_id"] for row in pair.after.tables["gateway_answer"]]
    order = {owner: place for place, owner in reversed(list(enumerate(owners)))}
    return sorted(pair.responses, key=lambda row: order[row["id"]])


def _when(row: Row) -> tuple:
    """Return when a person came to it, as far as a row says: the contribution, or the draft."""
    return (str(row.get("first_contributed_at")), row["id"])


# How to line people and responses up: the order of the ones, and of the others.
ORDERS: dict[str, tuple[Callable[[Pair], list[Row]], Callable[[Pair], list[Row]]]] = {
    "dump": (lambda pair: pair.people, lambda pair: pair.responses),
    "dump, from behind": (lambda pair: pair.people, lambda pair: pair.responses[::-1]),
    "who came first": (lambda pair: sorted(pair.people, key=_when), lambda pair: pair.responses),
    "who registered first": (
        lambda pair: sorted(pair.people, key=lambda row: row["participant_id"]),
        lambda pair: pair.responses,
    ),
    "answers": (lambda pair: sorted(pair.people, key=_when), _first_answers),
    "ids": (
        lambda pair: sorted(pair.people, key=_when),
        lambda pair: sorted(pair.responses, key=lambda row: str(row["id"])),
    ),
    "tokens": (
        lambda pair: sorted(pair.people, key=lambda row: row["participant_id"]),
        lambda pair: sorted(pair.responses, key=lambda row: row["token"]),
    ),
}


def guesses(pair: Pair, order: str) -> dict[int, object]:
    """Return for each participant of a pair the response that an attack by order names."""
    people, responses = (line(pair) for line in ORDERS[order])
    return {
        person["participant_id"]: response["said"]
        for person, response in zip(people, responses, strict=True)
    }
