"""Checks that the database keeps its promises, beyond what its own constraints can hold.

What a constraint refuses (a second vote, a vote on two items, an unknown state, a second account
of one address) is not counted again here. Each rule is one query, whatever the size.
"""

from collections.abc import Callable, Iterator

from analysis.database import long_transaction
from analysis.integrity.analysis import ANALYSIS
from analysis.integrity.answers import GATEWAY, days_alone, waiting_twice
from analysis.integrity.conversation import CONVERSATION
from analysis.integrity.counters import counters_mend, counters_wrong
from analysis.integrity.people import PEOPLE, addresses_unlike
from analysis.integrity.rules import Rule, broken
from workshop.models import Workshop

RULES: tuple[Rule, ...] = (*PEOPLE, *GATEWAY, *CONVERSATION, *ANALYSIS)
Check = Callable[[Workshop | None], Iterator[str]]
CHECKS: tuple[Check, ...] = (days_alone, waiting_twice, addresses_unlike)


def integrity_check(*, workshop: Workshop | None = None) -> Iterator[str]:
    """Yield one line per violation, of one workshop or of all; changes nothing."""
    with long_transaction(snapshot=True):
        yield from counters_wrong(workshop)
        for rule in RULES:
            yield from broken(rule, workshop)
        for check in CHECKS:
            yield from check(workshop)


def counters_repair(*, workshop: Workshop | None = None) -> list[str]:
    """Set every stored counter to what its rows say; return a line for each that was wrong."""
    with long_transaction():
        return counters_mend(workshop)
