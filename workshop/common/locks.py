"""Waiting in line for something that has no row to lock."""

import hashlib

from django.db import connection


def wait_in_line(name: str) -> None:
    """Let one transaction at a time pass under a name, until it ends; call it inside one.

    On SQLite a transaction that writes has the whole database to itself from its beginning.
    """
    if connection.vendor != "postgresql":
        return
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
