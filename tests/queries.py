"""Counts what a request asks of the database, transaction statements apart."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

TRANSACTION_WORDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ")


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Give a list that holds the statements of the block once it has ended."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    asked = [query["sql"] for query in captured.captured_queries]
    statements += [sql for sql in asked if not sql.upper().startswith(TRANSACTION_WORDS)]


@contextmanager
def query_budget(most: int) -> Iterator[list[str]]:
    """Fail, with the statements, where a block asks more than `most` of the database."""
    with counted_queries() as statements:
        yield statements
    assert len(statements) <= most, "\n".join(statements)
