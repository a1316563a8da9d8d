"""Statements that each message needs, put together once and run with other values each time.

Putting such a statement together takes the ORM several times as long as the database takes to
run it, and planning it takes PostgreSQL ten times as long. What it says is still written once,
as a query set.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID
from weakref import WeakSet

from django.db import connection
from django.db.models import DateTimeField, Field, IntegerField, QuerySet, UUIDField
from django.db.models.sql import UpdateQuery


def _mark(kind: Field, number: int):
    """Return a value that stands in no statement of ours by itself, to find its place again."""
    if isinstance(kind, UUIDField):
        return UUID(int=number)
    if isinstance(kind, DateTimeField):
        return datetime(1917, 1, 1 + number, tzinfo=UTC)
    return -9_170_000 - number if isinstance(kind, IntegerField) else f"mark {number}"


@dataclass
class UpdateStatement:
    """An UPDATE whose conditions and changes come from a query set.

    `build` gets a value for each name in `fields` (a model's field, which knows how its values
    are written) and returns the rows and the changes.
    """

    name: str
    build: Callable[..., tuple[QuerySet, dict]]
    fields: dict[str, Field]
    # Runs before it in the same round trip and transaction, on PostgreSQL alone.
    before: str = ""
    # Connections of PostgreSQL that know the statement, planned, by its name.
    _known_to: WeakSet = field(default_factory=WeakSet)
    # The statement and, for each place in it, a constant or the name of a value.
    _made: tuple[str, list[tuple[str, object]]] | None = None

    def run(self, **values) -> int:
        """Change the rows; return how many."""
        written = {name: self._written(name, value) for name, value in values.items()}
        self._made = self._made or self._make()
        statement, places = self._made
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                self._prepare(cursor)
                marks = ", ".join(["%s"] * len(written))
                statement = f"{self.before}EXECUTE {self.name} ({marks})"
                cursor.execute(statement, [written[name] for name in self.fields])
            else:
                params = [written[name] if name else constant for name, constant in places]
                cursor.execute(statement, params)
            return cursor.rowcount

    def _make(self) -> tuple[str, list[tuple[str, object]]]:
        marks = {name: _mark(kind, n) for n, (name, kind) in enumerate(self.fields.items())}
        rows, changes = self.build(**marks)
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(changes)
        statement, params = query.get_compiler(connection=connection).as_sql()
        names = {self._written(name, mark): name for name, mark in marks.items()}
        return statement, [(names.get(value, ""), value) for value in params]

    def _prepare(self, cursor) -> None:
        """Let the database plan it once for as long as we are connected."""
        session = connection.connection
        if session in self._known_to:
            return
        statement, places = self._made
        numbers = {name: f"${n}" for n, name in enumerate(self.fields, start=1)}
        parts = [
            numbers[name] if name else cursor.mogrify("%s", [constant]).decode()
            for name, constant in places
        ]
        cursor.execute(f"PREPARE {self.name} AS {statement % tuple(parts)}")
        self._known_to.add(session)

    def _written(self, name: str, value):
        return self.fields[name].get_db_prep_value(value, connection)
