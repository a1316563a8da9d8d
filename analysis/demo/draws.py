"""Seeded drawing: the same seed gives the same draw on every machine."""

import math
import random
from collections.abc import Sequence

SEED = 2017


def dice(stage: str, seed: int = SEED) -> random.Random:
    """Return the dice of one stage: its own, so that a change in one does not stir the others."""
    return random.Random(f"{seed}:{stage}")


def split(total: int, weights: Sequence[float], least: int = 0) -> list[int]:
    """Return `total` in parts of at least `least`, as `weights` have it (largest remainder)."""
    rest, scale = total - least * len(weights), sum(weights)
    exact = [rest * weight / scale for weight in weights]
    parts = [math.floor(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for n in order[: rest - sum(parts)]:
        parts[n] += 1
    return [part + least for part in parts]


def weighted_sample(rng: random.Random, weights: Sequence[float], count: int) -> list[int]:
    """Return `count` different positions, the heavier the likelier; weight 0 is never drawn."""
    keys = [
        (math.log(1 - rng.random()) / weight, n) for n, weight in enumerate(weights) if weight > 0
    ]
    return [n for _, n in sorted(keys, reverse=True)[:count]]


def weighted_one(rng: random.Random, weights: Sequence[float]) -> int:
    """Return one position, the heavier the likelier."""
    mark, last = rng.random() * sum(weights), 0
    for n, weight in enumerate(weights):
        if weight > 0:
            last = n
            mark -= weight
            if mark < 0:
                break
    return last


def shuffled(rng: random.Random, items: Sequence) -> list:
    """Return a new list of the items in random order."""
    return rng.sample(items, len(items))
