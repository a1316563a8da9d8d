"""Blocks of requests, interleaved, and what each cost."""

import itertools
from dataclasses import dataclass, field
from http.client import HTTPConnection
from statistics import median, quantiles

from bench.plan import Ask
from bench.servers import Site, cpu_seconds

TRIES = 5


@dataclass
class Action:
    """One page or action: its site, its requests taken in turn, and its costs so far."""

    name: str
    site: Site
    asks: list[Ask]
    floor: str
    queries: int
    bytes: int = 0
    cpu_ms: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with the first request."""
        self.turn = itertools.cycle(self.asks)

    def block(self, requests: int) -> None:
        """Ask so many times and note CPU milliseconds per request.

        A block in which a process came or went is measured again: a backend takes its account
        with it when the server renews a connection.
        """
        for _ in range(TRIES):
            before = self.site.processes()
            start = cpu_seconds(before)
            for _ in range(requests):
                self.bytes = send(self.site.port, next(self.turn))
            if self.site.processes() == before:
                self.cpu_ms.append((cpu_seconds(before) - start) * 1000 / requests)
                return
        raise RuntimeError(f"{self.name}: processes came and went in {TRIES} blocks in a row")


def send(port: int, ask: Ask) -> int:
    """Send one request; the length of the answer's body. RuntimeError on another status."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(ask.method, ask.path, ask.body or None, ask.headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != ask.status:
        raise RuntimeError(f"{ask.method} {ask.path} answered {answer.status}: {body[:200]!r}")
    return len(body)


def measure(actions: list[Action], *, blocks: int, requests: int) -> None:
    """Warm up, then measure every action in each block, so that noise hits all alike."""
    for action in actions:
        # Both workers must have loaded templates and connected before anything counts.
        for _ in range(20):
            send(action.site.port, next(action.turn))
    for _ in range(blocks):
        for action in actions:
            action.block(requests)


def result(action: Action, floor: Action | None) -> dict:
    """What latest.json says of one action; the ratio is taken block by block."""
    cost = {"queries": action.queries, "cpu_ms": round(median(action.cpu_ms), 3)}
    if floor is None:
        return cost
    ratios = [ours / theirs for ours, theirs in zip(action.cpu_ms, floor.cpu_ms, strict=True)]
    lower, _, upper = quantiles(ratios, n=4)
    return cost | {
        "ratio": round(median(ratios), 3),
        "spread": [round(lower, 3), round(upper, 3)],
        "bytes": action.bytes,
    }
