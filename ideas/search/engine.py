"""The search of the database that we run on."""

from types import ModuleType

from django.db import connection

from ideas.search import postgresql, sqlite

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}


def engine() -> ModuleType:
    """Return the module with `find`, `excerpts` and `similar` for the database."""
    return ENGINES[connection.vendor]
