"""Commits that need not wait for the disk, where losing one costs nothing but a doubt."""

from django.db import connection

WITHOUT_WAITING = "SET LOCAL synchronous_commit TO OFF"


def commit_without_waiting() -> None:
    """Let the running transaction commit without waiting for its disk (PostgreSQL alone)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(WITHOUT_WAITING)
