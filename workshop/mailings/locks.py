"""Who decides, who sends: locks that vanish with the process that holds them.

PostgreSQL's advisory locks belong to the connection, a file lock to the process: neither needs
cleaning up after a kill. They save double work; that nothing is sent twice rests on the ledger.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

# The first half of our advisory locks' names; the second says which.
FAMILY = 20_171_122
DECIDE = 0


@contextmanager
def deciding() -> Iterator[bool]:
    """Hold the right to start and to sweep; yields False where somebody else has it."""
    if connection.vendor != "postgresql":
        with _file_lock("decide") as mine:
            yield mine
        return
    with _advisory(DECIDE) as mine:
        yield mine


@contextmanager
def sending() -> Iterator[bool]:
    """Hold one of the few senders' places; yields False where all are taken.

    SQLite has one place: it knows no SKIP LOCKED, and writers would only wait for each other.
    """
    if connection.vendor != "postgresql":
        with _file_lock("send") as mine:
            yield mine
        return
    yield from _first_free(range(1, settings.MAIL_SENDERS + 1))


def _first_free(places: range) -> Iterator[bool]:
    for place in places:
        with _advisory(place) as mine:
            if mine:
                yield True
                return
    yield False


@contextmanager
def _advisory(name: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [FAMILY, name])
        mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        # A connection that broke has let go by itself, and a new one holds nothing.
        if mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [FAMILY, name])


@contextmanager
def _file_lock(name: str) -> Iterator[bool]:
    database = str(connection.settings_dict["NAME"])
    if connection.is_in_memory_db():
        database += str(os.getpid())  # each process has one of its own under the same name
    digest = hashlib.sha256(database.encode()).hexdigest()[:16]
    with (Path(settings.VAR_DIR) / f"mailings-{name}-{digest}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
