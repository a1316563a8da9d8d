"""`make timing`: does the time of an answer tell whether an address is known?

Two hundred pairs of a known and an unknown address on each page that takes one, in random order,
through gunicorn, PostgreSQL and a mail server that takes 50 ms a message, so that mail sent to
some alone would show. Every address is typed once and every try comes from an address of its own,
so that no limit of the product is met. Exit code 1 where the medians differ by more than 10 % or
a permutation test says that they differ (p of 0.01 or less; by chance one route in a hundred).
"""

import asyncio
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from http.client import HTTPConnection
from statistics import median
from urllib.parse import urlencode

from bench.__main__ import SCRATCH, commit, machine, product_environment
from bench.addresses import ROUTES, TRIES, address
from bench.databases import ForeignDatabaseError, Server
from bench.plan import CSRF_TOKEN
from bench.servers import ROOT, Site
from bench.sets import manage
from tests import services
from tests.smtp import Witness, smtp_server

DATABASE, PORT = "timing", 8420
MAIL_SECONDS = 0.05
WARM_UP = 20
PERMUTATIONS = 10_000
WIDEST, UNLIKELY = 0.10, 0.01
LATEST = SCRATCH / "enumeration.json"
Times = dict[str, dict[bool, list[float]]]


def main() -> int:
    """Measure, print, write; the exit code for the shell."""
    url = services.postgresql()
    if not url:
        print("The bench needs PostgreSQL, which did not answer.", file=sys.stderr)
        return 1
    server = Server(url)
    try:
        times = measured(server)
    except (ForeignDatabaseError, RuntimeError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    routes = {route: judged(each[True], each[False]) for route, each in times.items()}
    found = {"commit": commit(), "machine": machine(server), "tries": TRIES, "routes": routes}
    LATEST.write_text(json.dumps(found, indent=1) + "\n")
    print_table(routes)
    return 0 if all(each["alike"] for each in routes.values()) else 1


def measured(server: Server) -> Times:
    """Fill, start, ask, stop."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    server.make(DATABASE)
    with ExitStack() as stack:
        witness = stack.enter_context(smtp_server(Sink()))
        mail = {"EMAIL_URL": f"smtp://{witness.host}:{witness.port}"}
        environment = product_environment(server, DATABASE) | mail
        for words in (["migrate", "--verbosity", "0"], ["build_assets"]):
            manage(words, environment)
        manage(["collectstatic", "--no-input"], environment)
        subprocess.run(
            [sys.executable, "-m", "bench.addresses"], cwd=ROOT, env=environment, check=True
        )
        server.settle(DATABASE)
        site = Site("workshop.config.wsgi", PORT, DATABASE, server, environment)
        stack.callback(site.stop)
        site.wait()
        return ask_all()


class Sink(Witness):
    """Takes as long over a message as a mail server nearby, and forgets it.

    Else each connection would take longer than the one before: the server looks at all properties
    of its handler, and those of a witness read every message there was.
    """

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """Wait, then say that the message is taken."""
        await asyncio.sleep(MAIL_SECONDS)
        return "250 OK"


def networks() -> Iterator[str]:
    """Client addresses, each but once."""
    for number in range(2**16):
        yield f"10.77.{number // 256}.{number % 256}"


def ask_all() -> Times:
    """Ask every page for every address, in random order, and note the milliseconds."""
    source = networks()
    for route, (path, _) in ROUTES.items():
        for number in range(WARM_UP):
            ask(path, f"warm-up-{number}@{route.replace(' ', '-')}.example", next(source))
    times: Times = {route: {True: [], False: []} for route in ROUTES}
    for number in range(TRIES):
        # Known and unknown one after the other, so that a busy moment of the machine hits both.
        for route in random.sample(list(ROUTES), len(ROUTES)):
            for known in random.sample((True, False), 2):
                email = address(route, number, known=known)
                times[route][known].append(ask(ROUTES[route][0], email, next(source)))
    return times


def ask(path: str, email: str, network: str) -> float:
    """Type an address in a new browser; the milliseconds to the end of the answer.

    RuntimeError where the answer does not lead on.
    """
    headers = {
        "Host": "127.0.0.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": network,
        "Cookie": f"__Host-csrf={CSRF_TOKEN}",
        "X-CSRFToken": CSRF_TOKEN,
        "Referer": "https://127.0.0.1/",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
    started = time.perf_counter()
    connection.request("POST", path, urlencode({"email": email}), headers)
    answer = connection.getresponse()
    body = answer.read()
    spent = (time.perf_counter() - started) * 1000
    connection.close()
    if answer.status != 302:
        raise RuntimeError(f"POST {path} answered {answer.status}: {body[:200]!r}")
    return spent


def judged(known: Sequence[float], unknown: Sequence[float]) -> dict:
    """What one route's times say: the medians, their ratio, p, and whether they are alike."""
    ratio, p = median(known) / median(unknown), permutation_p(known, unknown)
    return {
        "known_ms": round(median(known), 2),
        "unknown_ms": round(median(unknown), 2),
        "ratio": round(ratio, 4),
        "p": round(p, 4),
        "alike": abs(ratio - 1) <= WIDEST and p > UNLIKELY,
    }


def permutation_p(known: Sequence[float], unknown: Sequence[float], *, seed: int = 7) -> float:
    """How often chance alone parts the times of a pair, in the median, at least as far (two-sided).

    A known and an unknown address that were asked one after the other are a pair; chance may
    exchange the two.
    """
    chance = random.Random(seed)
    apart = [one - other for one, other in zip(known, unknown, strict=True)]
    found = abs(median(apart))
    as_far = 0
    for _ in range(PERMUTATIONS):
        as_far += abs(median(each * chance.choice((1, -1)) for each in apart)) >= found
    # The pairs as they were measured are one of the orders, too.
    return (as_far + 1) / (PERMUTATIONS + 1)


def print_table(routes: dict[str, dict]) -> None:
    """Print the table that a person reads."""
    print(f"{'':14} {'known ms':>9} {'unknown ms':>11} {'ratio':>7} {'p':>7}")
    for route, each in routes.items():
        start = f"{route:14} {each['known_ms']:9.2f} {each['unknown_ms']:11.2f}"
        verdict = "alike" if each["alike"] else "TELLS WHO IS KNOWN"
        print(f"{start} {each['ratio']:7.3f} {each['p']:7.4f}  {verdict}")


if __name__ == "__main__":
    sys.exit(main())
