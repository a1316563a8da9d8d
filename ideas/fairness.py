"""The order "for you": every idea gets a fair chance of being read, whatever its votes. Pure.

An idea that S people were shown weighs 1 + 8·2^(-S/5) and is drawn without replacement by the
largest key U^(1/weight) (P. S. Efraimidis and P. G. Spirakis, "Weighted random sampling with a
reservoir", Information Processing Letters 97, 2006), U being a hash of idea, order and day. One
place in five goes to whichever ideas the fewest people were shown.

Who stands on the first page is drawn for all orders of a day together, by systematic sampling with
unequal chances (W. G. Madow, Annals of Mathematical Statistics 20, 1949): ideas lie in a row that
is shuffled each day, each as long as its chance, and an order takes those that its comb, with
teeth one apart, touches. So each idea stands in front for one stretch of the combs, as long as its
chance, and people whose combs are spread evenly see ideas of one age equally often.
"""

import math
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from hashlib import blake2b
from itertools import accumulate, pairwise

ORDERS_A_DAY = 256
FIRST_PAGE = 20
# Every fifth place is not drawn.
RHYTHM = 5
BOOST, HALF_LIFE = 8, 5
BITS = 48
# Multiples of the golden ratio fall evenly on a circle, of numbers in a row as of each second one
# (H. Weyl, Mathematische Annalen 77, 1916). Here the circle has 2^64 points.
CIRCLE = 2**64
GOLDEN = 0x9E3779B97F4A7C15


def weight(showings: int) -> float:
    """Return how heavy an idea is in a draw: from 9, where nobody was shown it, down to 1."""
    return 1 + BOOST * 2 ** (-showings / HALF_LIFE)


def chance(idea: int, number: int, day: date) -> float:
    """Return a number in (0, 1), the same for an idea, order and day on every machine."""
    digest = blake2b(f"{idea}.{number}.{day}".encode(), digest_size=BITS // 8).digest()
    return (int.from_bytes(digest) + 0.5) / 2**BITS


def order_number(person: int, day: date, count: int = ORDERS_A_DAY) -> int:
    """Return which order a person holds on a day; people of any step of keys are spread evenly."""
    turn = int(chance(0, 0, day) * CIRCLE)
    return (person * GOLDEN + turn) % CIRCLE * count // CIRCLE


def fair_orders(showings: dict[int, int], day: date, count: int = ORDERS_A_DAY) -> list[list[int]]:
    """Return a day's orders of ideas, given to how many people each idea was shown."""
    row = _row(showings, day)
    return [
        _order(showings, day, number, _touched(row, (number + 0.5) / count))
        for number in range(count)
    ]


def fair_order(
    showings: dict[int, int], day: date, number: int, count: int = ORDERS_A_DAY
) -> list[int]:
    """Return one order of a day by itself, for when the day's have not been drawn."""
    return _order(showings, day, number, _touched(_row(showings, day), (number + 0.5) / count))


def front_chances(showings: dict[int, int]) -> dict[int, float]:
    """Return how likely each idea is to stand on the first page of an order.

    Four places fill up those that the fewest were shown, as far as one reader an order goes; the
    others are given by weight, to none more than all orders.
    """
    if len(showings) <= FIRST_PAGE:
        return dict.fromkeys(showings, 1.0)
    fifths = FIRST_PAGE // RHYTHM
    chances = _filled_up(showings, fifths)
    left, heavy = float(FIRST_PAGE - fifths), math.fsum(map(weight, showings.values()))
    # Whoever reaches the whole first leaves the more to the others.
    for idea in sorted(showings, key=lambda idea: (1 - chances[idea]) / weight(showings[idea])):
        heaviness = weight(showings[idea])
        given = min(1 - chances[idea], left * heaviness / heavy) if heavy > 0 else 0.0
        chances[idea] += given
        left, heavy = left - given, heavy - heaviness
    return chances


def _filled_up(showings: dict[int, int], places: int) -> dict[int, float]:
    """Return chances that sum up to `places` and raise the least-shown ideas to one level."""
    low, high = min(showings.values()), max(showings.values()) + ORDERS_A_DAY

    def at(level: float) -> dict[int, float]:
        return {
            idea: min(1.0, max(0.0, (level - shown) / ORDERS_A_DAY))
            for idea, shown in showings.items()
        }

    for _ in range(BITS):
        level = (low + high) / 2
        low, high = (level, high) if math.fsum(at(level).values()) < places else (low, level)
    return at(high)


def _row(showings: dict[int, int], day: date) -> tuple[list[int], list[float]]:
    """Return the ideas as they lie in the day's row, and where each begins and the last ends."""
    chances = front_chances(showings)
    row = sorted(showings, key=lambda idea: chance(idea, -1, day))
    ends = list(accumulate((chances[idea] for idea in row), initial=0.0))
    # Rounding must not cost a place.
    ends[-1] = float(min(FIRST_PAGE, len(row)))
    return row, ends


def _touched(row: tuple[list[int], list[float]], comb: float) -> set[int]:
    """Return the ideas of a row that teeth at `comb`, one further and so on touch."""
    ideas, ends = row
    teeth = pairwise(math.floor(end - comb) for end in ends)
    return {idea for idea, (before, after) in zip(ideas, teeth, strict=True) if after > before}


def _order(showings: dict[int, int], day: date, number: int, front: set[int]) -> list[int]:
    """Return one order: first those that stand in front, then the others."""
    chances = {idea: chance(idea, number, day) for idea in showings}
    # The logarithm of U^(1/weight) has the same order.
    keys = {idea: -math.log(chances[idea]) / weight(showings[idea]) for idea in showings}
    drawn = sorted(showings, key=keys.__getitem__)
    least = sorted(showings, key=lambda idea: (showings[idea], chances[idea]))
    order: list[int] = []
    for is_front in (True, False):
        rows = ([idea for idea in each if (idea in front) == is_front] for each in (drawn, least))
        order += _in_turn(*rows)
    return order


def with_late(
    order: Iterable[int], ideas: Collection[int], number: int, count: int = ORDERS_A_DAY
) -> list[int]:
    """Return `ideas` as an order has them, with those it does not know at every fifth place.

    These came after the draw, when nobody had been shown any, so they weigh the same. They lie on a
    circle by multiples of the golden ratio, and each order begins elsewhere on it: all stand in
    front about equally often, and one that comes moves none of the others past another.
    """
    wanted = set(ideas)
    known = [idea for idea in order if idea in wanted]
    start = number * CIRCLE // count
    places = {
        idea: (place * GOLDEN - start) % CIRCLE
        for place, idea in enumerate(sorted(wanted.difference(known)))
    }
    return list(_in_turn(known, sorted(places, key=places.__getitem__)))


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
