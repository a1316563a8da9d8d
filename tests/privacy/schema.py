"""Walks the database as it stands and names every path from a response to a person.

The *response side* is `RESPONSE_SIDE`: answers that belong to nobody, and what is to be erased of
them. The *set-up* is `SET_UP`: what an organiser wrote before anybody came. Every other table is
people, contributions or something of theirs. There is no path from a response to a person where

1. following foreign keys from the response side, many to one and step by step, reaches the set-up
   alone (a set-up table that points at a person would be a way on, so it is walked too);
2. no other table points at the response side: none that points at a person as well (a join
   table), and none that could come to;
3. the rows themselves hold nothing that can be lined up with a row elsewhere: no date or time,
   nothing that counts (an integer, a sequence, a row number as primary key), no free-form JSON,
   and no column at all that is not on the allow list `COLUMNS` with its reason;
4. the one value that a person's row can be turned into is the token, and that takes both halves
   of the secret (`test_no_path.py` shows it on rows).

Keys are read from the catalogue of the database and from the models, since a key may be in one
alone: `db_constraint=False`, or a column that only a migration knows.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import connection

RESPONSE_SIDE = ("gateway_response", "gateway_answer")
SET_UP = (
    "workshop_workshop",
    "gateway_questionnaire",
    "gateway_section",
    "gateway_question",
    "gateway_option",
)
# column → (the types it may have, why it may be there)
UUID = {"UUIDField", "CharField"}  # char(32) on SQLite
COLUMNS: dict[str, dict[str, tuple[set[str], str]]] = {
    "gateway_response": {
        "id": (UUID, "random"),
        "questionnaire_id": ({"key"}, "which questions were asked"),
        "archive_id": ({"CharField"}, "an imported archive's own id, empty for who joins live"),
        "contributed": ({"BooleanField"}, "the one bit, set in batches"),
        "token": ({"CharField"}, "the one value that can be made of a participant, until the seal"),
    },
    "gateway_answer": {
        "id": (UUID, "random"),
        "response_id": ({"key"}, "the response it is part of"),
        "question_id": ({"key"}, "what was asked"),
        "option_id": ({"key"}, "what was chosen"),
        "text": ({"TextField"}, "what was typed"),
    },
}
TIMES = {"DateField", "DateTimeField", "TimeField", "DurationField"}
COUNTS = {
    "AutoField", "BigAutoField", "SmallAutoField", "IntegerField", "BigIntegerField",
    "SmallIntegerField", "PositiveIntegerField", "PositiveBigIntegerField",
    "PositiveSmallIntegerField", "FloatField", "DecimalField",
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Fault:
    """One way from a response to a person: what kind it is, and the column it goes through."""

    kind: str
    column: str


@dataclass(frozen=True)
class Table:
    """One table as the catalogue has it."""

    name: str
    types: dict[str, str]
    keys: dict[str, str]  # column → the table it points at
    counted: set[str]  # columns that the database numbers by itself


def tables() -> dict[str, Table]:
    """Read every table of the database that the tests run on."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        found = {name: _table(cursor, name) for name in names}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table in found:
            found[model._meta.db_table].keys.update(_keys_of(model))
    return found


def _table(cursor, name: str) -> Table:
    look = connection.introspection
    columns = look.get_table_description(cursor, name)
    relations = look.get_relations(cursor, name)
    counted = set()
    if connection.vendor == "postgresql":
        counted = {row["column"] for row in look.get_sequences(cursor, name)}
    return Table(
        name=name,
        types={column.name: _type_of(column) for column in columns},
        keys={column: target for column, (_, target) in relations.items()},
        counted=counted,
    )


def _type_of(column) -> str:
    try:
        return connection.introspection.get_field_type(column.type_code, column)
    except KeyError:
        return "unknown"


def _keys_of(model) -> dict[str, str]:
    return {
        field.column: field.remote_field.model._meta.db_table
        for field in model._meta.concrete_fields
        if field.is_relation
    }


def faults() -> list[Fault]:
    """Return every path from a response to a person, at best none."""
    known = tables()
    walked = [known[name] for name in (*RESPONSE_SIDE, *SET_UP)]
    found = {fault for table in walked for fault in _ways_out(table)}
    for name in RESPONSE_SIDE:
        found |= {fault for column in known[name].types for fault in _column(known[name], column)}
    for name in set(known) - set(RESPONSE_SIDE):
        found |= set(_ways_in(known[name]))
    return sorted(found)


def _ways_out(table: Table):
    """Yield the keys of a response or a set-up table that leave both."""
    for column, target in table.keys.items():
        if target not in RESPONSE_SIDE + SET_UP:
            yield Fault("key to a person", f"{table.name}.{column} → {target}")


def _column(table: Table, column: str):
    """Yield what is wrong with one column; a key is judged by where it leads."""
    kind, place = table.types[column], f"{table.name}.{column}"
    allowed = COLUMNS[table.name].get(column, (set(), ""))[0]
    if column in table.keys:
        if "key" not in allowed and table.keys[column] in RESPONSE_SIDE + SET_UP:
            yield Fault("not on the list", place)
    elif kind in TIMES:
        yield Fault("time", place)
    elif kind in COUNTS or column in table.counted:
        yield Fault("order", place)
    elif kind == "JSONField":
        yield Fault("free form", place)
    elif kind not in allowed:
        yield Fault("not on the list", place)


def _ways_in(table: Table):
    """Yield the keys of another table that point at a response; worst where it joins."""
    known = RESPONSE_SIDE + SET_UP
    kind = "join" if set(table.keys.values()) - set(known) else "key to a response"
    for column, target in table.keys.items():
        if target in RESPONSE_SIDE:
            yield Fault(kind, f"{table.name}.{column}")
