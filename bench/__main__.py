"""`make bench`: pages and actions of the product against the floor, in one run.

Both are served by gunicorn with the same settings on the same PostgreSQL. Exit code 1 where a
page or action costs more than 1.3 times as much at ten times the data.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from bench.databases import ForeignDatabaseError, Server
from bench.measure import Action, measure, results
from bench.plan import Plan
from bench.report import growth, print_growth, print_table
from bench.servers import ROOT, Site
from bench.sets import fill, manage, volumes
from tests import services

SCRATCH = ROOT / "var/bench"
LATEST = SCRATCH / "latest.json"
WRITES = {"vote", "comment", "gateway_step"}
FIRST_PORT = 8400


def main() -> int:
    """Measure and write; the exit code for the shell."""
    options = arguments()
    url = services.postgresql()
    if not url:
        print("The bench needs PostgreSQL, which did not answer.", file=sys.stderr)
        return 1
    server = Server(url)
    try:
        sets = measured(server, options)
    except (ForeignDatabaseError, RuntimeError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    figures = {name: results(actions) for name, actions in sets.items()}
    found = {"commit": commit(), "machine": machine(server), "sets": figures}
    LATEST.write_text(json.dumps(found, indent=1) + "\n")
    print_table(found)
    return 0 if print_growth(growth(sets)) else 1


def arguments() -> argparse.Namespace:
    """Sets, and how long to measure."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("sets", nargs="*", default=["S", "10S"], help="S, 10S, 100S")
    parser.add_argument("--blocks", type=int, default=9)
    parser.add_argument("--requests", type=int, default=40, help="per action and block")
    options = parser.parse_args()
    try:
        for name in options.sets:
            volumes(name)
    except ValueError as error:
        parser.error(str(error))
    return options


def measured(server: Server, options: argparse.Namespace) -> dict[str, list[Action]]:
    """Fill, start, measure, stop; each set's actions with what they cost."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    server.make("floor")
    environments = {name: product_environment(server, name) for name in options.sets}
    first = environments[options.sets[0]]
    manage(["build_assets"], first)
    manage(["collectstatic", "--no-input"], first)
    for name, environment in environments.items():
        fill(server, name, environment, SCRATCH)
    with ExitStack() as stack:
        floor_plan = plan("bench.floor.prepare", floor_environment(server))
        words = ("bench.floor.wsgi", 0, "floor", server, floor_environment(server))
        floor = start(stack, *words)
        sets = {}
        for number, (name, environment) in enumerate(environments.items(), start=1):
            product_plan = plan("bench.product", environment)
            words = ("workshop.config.wsgi", number, name.lower(), server, environment)
            sets[name] = actions_of(floor, floor_plan, start(stack, *words), product_plan)
        measure(sets, blocks=options.blocks, requests=options.requests)
    return sets


def actions_of(floor: Site, floor_plan: Plan, product: Site, product_plan: Plan) -> list[Action]:
    """One set's actions, each with the floor it is compared with."""
    found = []
    for name, asks in product_plan.asks.items():
        beside = "floor_write" if name in WRITES else "floor_read"
        below = Action(beside, floor, floor_plan.asks[beside], floor_plan.queries[beside])
        found.append(Action(name, product, asks, product_plan.queries[name], below))
    return found


def start(stack: ExitStack, wsgi: str, number: int, database: str, server, environment) -> Site:
    """A site that ends with the stack."""
    site = Site(wsgi, FIRST_PORT + number, database, server, environment)
    stack.callback(site.stop)
    site.wait()
    return site


def plan(module: str, environment: dict[str, str]) -> Plan:
    """Have a project make its plan in a process of its own."""
    command = [sys.executable, "-m", module]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return Plan.from_json(json.loads(done.stdout))


def floor_environment(server: Server) -> dict[str, str]:
    """What the floor is told."""
    return clean_environment() | {"FLOOR_DATABASE_URL": server.url("floor")}


def product_environment(server: Server, name: str) -> dict[str, str]:
    """Production settings, on the set's database."""
    return clean_environment() | {
        "DEBUG": "0",
        # One for each set: with it the counts in the cache that they share are apart too.
        "SECRET_KEY": f"only-for-the-bench-and-thrown-away-with-its-database-{name}",
        "ANONYMITY_SECRET": "only-for-the-bench-and-thrown-away-with-its-databases",
        "SITE_URL": "https://127.0.0.1",
        "TRUSTED_PROXY_COUNT": "1",
        "DATABASE_URL": server.url(name.lower()),
        "REDIS_URL": services.redis(),
        "VAR_DIR": str(SCRATCH),
        "ASSETS_DIR": str(ROOT / "var/assets"),
        "LOG_LEVEL": "WARNING",
    }


def clean_environment() -> dict[str, str]:
    """The environment without settings of anybody else's."""
    ours = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "EMAIL_URL", "DEBUG", "ALLOWED_HOSTS")
    return {key: value for key, value in os.environ.items() if key not in ours}


def commit() -> str:
    """The commit that is measured, marked where files differ from it."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=12"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


def machine(server: Server) -> str:
    """Processor, cores and versions, in one line."""
    info = Path("/proc/cpuinfo").read_text()
    models = [line.split(":", 1)[1].strip() for line in info.splitlines() if "model name" in line]
    version = server.ask("SHOW server_version")[0][0].split()[0]
    name = models[0] if models else platform.machine()
    python = platform.python_version()
    return f"{name}, {os.cpu_count()} cores, Python {python}, PostgreSQL {version}"


if __name__ == "__main__":
    sys.exit(main())
