"""Databases of the bench's own on the local PostgreSQL server, never anybody else's."""

import psycopg2
from psycopg2 import sql

PREFIX = "workshop_bench_"


class ForeignDatabaseError(Exception):
    """A database under one of our names holds what we did not put there."""


class Server:
    """The server behind a URL of the form postgres://user@host:port/name."""

    def __init__(self, url: str) -> None:
        """The database name in `url` does not matter."""
        self.base = url.rsplit("/", 1)[0]
        self.connection = psycopg2.connect(f"{self.base}/postgres")
        self.connection.autocommit = True

    def url(self, name: str) -> str:
        """The URL of the bench's database of that short name."""
        return f"{self.base}/{PREFIX}{name}"

    def ask(self, query: str, *values) -> list[tuple]:
        """All rows of a query."""
        with self.connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    def holds(self, name: str, content: str) -> bool:
        """Whether the database exists and was marked as holding exactly that content.

        Raises ForeignDatabaseError where it exists without a mark of ours.
        """
        query = """SELECT shobj_description(oid, 'pg_database') FROM pg_database
                   WHERE datname = %s"""
        found = self.ask(query, PREFIX + name)
        if found and not (found[0][0] or "").startswith("bench:"):
            raise ForeignDatabaseError(
                f"The database {PREFIX}{name} is not the bench's: drop or rename it first."
            )
        return bool(found) and found[0][0] == f"bench:{content}"

    def make(self, name: str) -> None:
        """An empty database in place of what the bench had there before."""
        self.holds(name, "")
        self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self.execute("CREATE DATABASE {}", name)
        self.mark(name, "unfinished")

    def mark(self, name: str, content: str) -> None:
        """Write into the catalogue what the database holds."""
        self.execute("COMMENT ON DATABASE {} IS {}", name, f"bench:{content}")

    def execute(self, statement: str, name: str, *literals: str) -> None:
        """Run a statement about the database of that short name."""
        words = sql.SQL(statement).format(
            sql.Identifier(PREFIX + name), *(sql.Literal(literal) for literal in literals)
        )
        with self.connection.cursor() as cursor:
            cursor.execute(words)

    def settle(self, name: str) -> None:
        """Let statistics and visibility be those of a database that has stood for a while."""
        own = psycopg2.connect(self.url(name))
        own.autocommit = True
        with own.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        own.close()

    def backends(self, name: str) -> set[int]:
        """Process ids of the server's backends on that database."""
        query = "SELECT pid FROM pg_stat_activity WHERE datname = %s"
        return {pid for (pid,) in self.ask(query, PREFIX + name)}
