"""The order "for you": every idea gets a fair chance of being read, whatever its votes. Pure.

An idea that S people were shown weighs 1 + 8·2^(-S/5) and is drawn without replacement by the
largest key U^(1/weight) (P. S. Efraimidis and P. G. Spirakis, "Weighted random sampling with a
reservoir", Information Processing Letters 97, 2006), U being a hash of idea, order and day. One
place in five goes to whichever ideas the fewest people were shown.

The orders of a day are drawn one after another. What stands on the first page of one will be
shown to its readers, so it counts as a showing to come; and an idea that had less than its weight's
share of the first pages so far comes before one that had more. So all orders of a day are fair
together, which as many single draws are not.
"""

import heapq
import math
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from hashlib import blake2b

ORDERS_A_DAY = 64
FIRST_PAGE = 20
# Every fifth place is not drawn.
RHYTHM = 5
BOOST, HALF_LIFE = 8, 5
BITS = 48
# Any odd number leads as many of 64 people in a row to each order.
STRIDE = 37


def weight(showings: int) -> float:
    """Return how heavy an idea is in a draw: from 9, where nobody was shown it, down to 1."""
    return 1 + BOOST * 2 ** (-showings / HALF_LIFE)


def chance(idea: int, number: int, day: date) -> float:
    """Return a number in (0, 1), the same for an idea, order and day on every machine."""
    digest = blake2b(f"{idea}.{number}.{day}".encode(), digest_size=BITS // 8).digest()
    return (int.from_bytes(digest) + 0.5) / 2**BITS


def order_number(person: int, day: date, count: int = ORDERS_A_DAY) -> int:
    """Return which order a person holds on a day; people of keys in a row are spread evenly."""
    return (person * STRIDE + day.toordinal()) % count


def fair_orders(showings: dict[int, int], day: date, count: int = ORDERS_A_DAY) -> list[list[int]]:
    """Return a day's orders of ideas, given to how many people each idea was shown."""
    to_come = dict.fromkeys(showings, 0)
    share = dict.fromkeys(showings, 0.0)
    orders = []
    for number in range(count):
        shown = {idea: showings[idea] + to_come[idea] for idea in showings}
        ahead = {idea: math.ceil(to_come[idea] - share[idea]) for idea in showings}
        order = _draw(shown, ahead, number, day)
        for idea in order[:FIRST_PAGE]:
            to_come[idea] += 1
        weights = {idea: weight(shown[idea]) for idea in showings}
        whole = math.fsum(weights.values())
        for idea in showings:
            share[idea] += min(1, FIRST_PAGE * weights[idea] / whole)
        orders.append(order)
    return orders


def fair_order(showings: dict[int, int], day: date, number: int) -> list[int]:
    """Return one order of a day by itself, for when the day's have not been drawn."""
    return _draw(showings, dict.fromkeys(showings, 0), number, day)


def _draw(shown: dict[int, int], ahead: dict[int, int], number: int, day: date) -> list[int]:
    """Return one order; `ahead` says by how many first pages an idea is beyond its share."""
    chances = {idea: chance(idea, number, day) for idea in shown}
    # The logarithm of U^(1/weight) has the same order.
    keys = {idea: -math.log(chances[idea]) / weight(shown[idea]) for idea in shown}
    front = heapq.nsmallest(FIRST_PAGE, shown, key=lambda idea: (ahead[idea], keys[idea]))
    drawn = sorted(shown, key=keys.__getitem__)
    least = sorted(shown, key=lambda idea: (shown[idea], chances[idea]))
    return list(_in_turn([*front, *drawn], least))


def with_late(
    order: Iterable[int], ideas: Collection[int], number: int, day: date, count: int = ORDERS_A_DAY
) -> list[int]:
    """Return `ideas` as an order has them, with those it does not know at every fifth place.

    These came after the draw and few people were shown them. Each order begins elsewhere in their
    row, so that all of them stand in front equally often.
    """
    wanted = set(ideas)
    known = [idea for idea in order if idea in wanted]
    late = sorted(wanted.difference(known), key=lambda idea: chance(idea, 0, day))
    first = number * len(late) // count
    return list(_in_turn(known, late[first:] + late[:first]))


def _in_turn(rows: Collection[int], fifths: Collection[int]) -> Iterator[int]:
    """Yield every idea of both once, each fifth from `fifths`; where one is used up, the other."""
    placed: set[int] = set()
    sources = iter(rows), iter(fifths)
    for place in range(1, len(rows) + len(fifths) + 1):
        turn = place % RHYTHM == 0
        idea = _next_new(sources[turn], placed) or _next_new(sources[not turn], placed)
        if idea is None:
            return
        placed.add(idea)
        yield idea


def _next_new(ideas: Iterator[int], placed: set[int]) -> int | None:
    return next((idea for idea in ideas if idea not in placed), None)
