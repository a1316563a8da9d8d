"""A rule of the database: the rows that break it, and how a line names them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from workshop.models import Workshop

AT_ONCE = 2000


@dataclass(frozen=True)
class Rule:
    """Rows that should not be there.

    `rows` gives them, `owner` is the path to their workshop, `name` the path to what names the
    row (of items never of people), `kind` and `what` are the words around it.
    """

    kind: str
    name: str
    what: str
    rows: Callable[[], QuerySet]
    owner: str = "workshop"


def broken(rule: Rule, workshop: Workshop | None) -> Iterator[str]:
    """Yield a line for each row that breaks the rule, in one query."""
    slug = f"{rule.owner}__slug"
    rows = rule.rows()
    if workshop is not None:
        rows = rows.filter(**{rule.owner: workshop})
    named = rows.order_by(slug, rule.name).values_list(slug, rule.name).distinct()
    for where, name in named.iterator(chunk_size=AT_ONCE):
        yield f"{where}: {rule.kind} {name}: {rule.what}"
