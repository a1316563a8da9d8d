"""How many votes each idea and comment has, so that every published cell comes out exactly."""

import random
from collections import defaultdict
from collections.abc import Iterable

from analysis.demo.conversation import Post
from analysis.demo.draws import dice, split
from analysis.demo.sources import GROUP_KEYS, published

# Plan A of the published figures. Per group, up and down: votes on ideas, votes on comments.
IDEA_VOTES = {
    "vision": (921, 40),
    "informaticians": (390, 28),
    "system": (297, 8),
    "examples": (637, 26),
    "other": (202, 12),
}
COMMENT_VOTES = {
    "vision": (89, 10),
    "informaticians": (95, 9),
    "system": (15, 2),
    "examples": (139, 9),
    "other": (36, 3),
}
EXCLUDED_UP = {"vision": 3, "informaticians": 2, "system": 2, "examples": 3}
TWO_THEMES_NET = 12
ONE_THEME_NET = {"purpose": 67, "drive": 252, "patients": 85, "staff": 51, "integration": 303}
NET_TABLE = {"informaticians": "4", "system": "6", "examples": "8"}

Votes = tuple[int, int]


def idea_votes(ideas: list[Post]) -> list[Votes]:
    """Return up and down votes of each idea, in the order given."""
    rng = dice("idea votes")
    net = _net_votes(rng, ideas)
    result: list[Votes] = [(0, 0)] * len(ideas)
    for group in GROUP_KEYS:
        places = [
            n for n, idea in enumerate(ideas) if idea.group == group and "excluded" not in idea.text
        ]
        down = split(IDEA_VOTES[group][1], [_split_opinion(rng) * (net[n] + 4) for n in places])
        for n, against in zip(places, down, strict=True):
            result[n] = (net[n] + against, against)
    for n, idea in enumerate(ideas):
        if "excluded" in idea.text:
            result[n] = (EXCLUDED_UP[idea.group], 0)
    return result


def comment_votes(comments: list[Post]) -> list[Votes]:
    """Return up and down votes of each comment and reply, in the order given."""
    rng = dice("comment votes")
    result: list[Votes] = [(0, 0)] * len(comments)
    for group in GROUP_KEYS:
        places = [n for n, comment in enumerate(comments) if comment.group == group]
        up, down = ([rng.lognormvariate(0, 1.1) for _ in places] for _ in range(2))
        up = split(COMMENT_VOTES[group][0], up)
        down = split(COMMENT_VOTES[group][1], down)
        for place in zip(places, up, down, strict=True):
            result[place[0]] = place[1:]
    return result


def _split_opinion(rng: random.Random) -> float:
    """Return how contested an idea is: most hardly, a few a good deal."""
    return rng.lognormvariate(0, 1.2)


def _net_votes(rng: random.Random, ideas: list[Post]) -> dict[int, int]:
    """Return net votes by position; those of a cell add up to the published figure."""
    net = {}
    for cell, places in _cells(ideas).items():
        weights = [_appeal(rng, ideas[n]) for n in places]
        total, least = _cell_total(cell, len(places))
        net.update(zip(places, split(total, weights, least), strict=True))
    return net


def _appeal(rng: random.Random, idea: Post) -> float:
    return rng.lognormvariate(0, 0.75) * (1 + len(list(idea.thread))) ** 0.4


def _cells(ideas: Iterable[Post]) -> dict[tuple, list[int]]:
    """Return the positions of the ideas of each published cell: group and codes."""
    cells = defaultdict(list)
    for n, idea in enumerate(ideas):
        if "excluded" not in idea.text:
            codes = idea.text["codes"]
            cells[(idea.group, *(code for frame in codes.values() for code in frame))].append(n)
    return cells


def _cell_total(cell: tuple, count: int) -> tuple[int, int]:
    """Return the net votes of a cell with `count` ideas, and the least that each of them has."""
    group, *codes = cell
    if group == "other":
        up, down = IDEA_VOTES[group]
        return up - down, -1
    if group == "vision":
        return (
            (ONE_THEME_NET[codes[0]], 1)
            if len(codes) == 1
            else (TWO_THEMES_NET * count, TWO_THEMES_NET)
        )
    row, column = codes
    return published()["tables"][NET_TABLE[group]]["cells"][row][column], 1
