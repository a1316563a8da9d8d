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
    queries: int
    # What it is compared with; measured right before it in each block, and empty for the floor.
    floor: "Action | None" = None
    bytes: int = 0
    cpu_ms: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with the first request."""
        self.turn = itertools.cycle(self.asks)

    def warm_up(self, requests: int) -> None:
        """Let each worker load its templates and connect before anything counts."""
        for _ in range(requests):
            send(self.site.port, next(self.turn))

    def block(self, requests: int) -> None:
        """Ask so many times and note CPU milliseconds per request, the floor's first.

        A block in which a process came or went is measured again: a backend takes its account
        with it when the server renews a connection.
        """
        if self.floor:
            self.floor.block(requests)
        for _ in range(TRIES):
            before = self.site.processes()
            start = cpu_seconds(before)
            for _ in range(requests):
                self.bytes = send(self.site.port, next(self.turn))
            if self.site.processes() == before:
                self.cpu_ms.append((cpu_seconds(before) - start) * 1000 / requests)
                return
        raise RuntimeError(f"{self.name}: processes came and went in {TRIES} blocks in a row")

    def ratios(self, other: "Action") -> list[float]:
        """Our cost over the other's, block by block."""
        return [ours / theirs for ours, theirs in zip(self.cpu_ms, other.cpu_ms, strict=True)]


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


def measure(sets: dict[str, list[Action]], *, blocks: int, requests: int) -> None:
    """Warm up, then measure every action of every set in each block, so that noise hits all.

    The same action of several sets stands side by side, as they are compared with each other.
    """
    actions = [action for each in zip(*sets.values(), strict=True) for action in each]
    for action in actions:
        action.warm_up(20)
        action.floor.warm_up(20)
    for _ in range(blocks):
        for action in actions:
            action.block(requests)


def results(actions: list[Action]) -> dict:
    """One set of latest.json: the floors, then each action with its ratio to its floor."""
    floors: dict[str, list[Action]] = {}
    for action in actions:
        floors.setdefault(action.floor.name, []).append(action.floor)
    found = {
        name: cost(each[0].queries, [ms for floor in each for ms in floor.cpu_ms])
        for name, each in sorted(floors.items())
    }
    for action in worst_of_each(actions):
        ratios = action.ratios(action.floor)
        lower, _, upper = quantiles(ratios, n=4)
        found[page_of(action)] = cost(action.queries, action.cpu_ms) | {
            "ratio": round(median(ratios), 3),
            "spread": [round(lower, 3), round(upper, 3)],
            "bytes": action.bytes,
        }
    return found


def page_of(action: Action) -> str:
    """The page that an action is about: what stands before the colon, as in search:tenth."""
    return action.name.partition(":")[0]


def worst_of_each(actions: list[Action]) -> list[Action]:
    """One action for each page, the dearest where a page is asked several questions."""
    worst: dict[str, Action] = {}
    for action in actions:
        page = page_of(action)
        if page not in worst or median(action.cpu_ms) > median(worst[page].cpu_ms):
            worst[page] = action
    return list(worst.values())


def cost(queries: int, cpu_ms: list[float]) -> dict:
    """Queries and the median of CPU milliseconds."""
    return {"queries": queries, "cpu_ms": round(median(cpu_ms), 3)}
