"""`make mailings`: mailings against a real mail server, while everything that can break does.

It has its own PostgreSQL, Redis and mail server in a folder that goes afterwards. Exit code 1
where something is not as it should be. `ONLY="kills speed"` runs a part.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from bench.mailings.stage import Broker, Cluster, Finding, Stage
from bench.servers import ROOT

# Name: module, function. In this order.
SCENARIOS = {
    "kills": ("kills", "killed_senders"),
    "redis": ("stops", "redis_lost"),
    "postgres": ("stops", "postgres_crashed"),
    "doubled": ("stops", "doubled"),
    "sigterm": ("stops", "asked_to_stop"),
    "pause": ("pace", "pause_and_cancel"),
    "faults": ("faults", "fault_table"),
    "away": ("faults", "server_away"),
    "leaving": ("faults", "leaving_in_the_middle"),
    "clock": ("clocks", "wrong_clock"),
    "speed": ("sizes", "speed"),
    "memory": ("sizes", "memory"),
    "ledger": ("sizes", "ledger"),
    "rate": ("pace", "rate_kept"),
    "rates": ("pace", "rate_by_any_number"),
}
RESULTS = ROOT / "var/bench"


def main() -> int:
    """Play the scenarios; the exit code for the shell."""
    parser = argparse.ArgumentParser(prog="bench.mailings", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(SCENARIOS))
    parser.add_argument("--tenth", action="store_true", help="a tenth of the people, for a look")
    options = parser.parse_args()
    chosen = options.scenarios or list(SCENARIOS)
    if unknown := set(chosen) - set(SCENARIOS):
        parser.error(f"no scenario is called {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="mailings-", dir="/tmp") as folder:
        findings = play(chosen, Path(folder), 10 if options.tenth else 1)
    RESULTS.mkdir(parents=True, exist_ok=True)
    lines = [vars(finding) for finding in findings]
    (RESULTS / "mailings.json").write_text(json.dumps(lines, indent=1) + "\n")
    bad = [finding for finding in findings if not finding.good]
    print(f"\n{len(findings) - len(bad)} of {len(findings)} as wanted.")
    return 1 if bad else 0


def play(chosen: list[str], folder: Path, part: int) -> list[Finding]:
    """Build the stage, play, take it down."""
    folder.chmod(0o755)
    cluster = broker = None
    findings = []
    try:
        cluster, broker = Cluster(folder), Broker(folder)
        stage = Stage(folder, environment(folder, cluster, broker))
        stage.cluster, stage.broker, stage.part = cluster, broker, part
        for words in (["migrate"], ["build_assets"], ["collectstatic", "--no-input"]):
            command = [sys.executable, "manage.py", *words]
            out = subprocess.DEVNULL
            subprocess.run(command, cwd=ROOT, env=stage.environment, check=True, stdout=out)
        os.environ.update(stage.environment)
        importlib.import_module("django").setup()
        for name in chosen:
            findings += played(name, stage)
    finally:
        if broker:
            broker.kill()
        if cluster:
            cluster.stop()
    return findings


def played(name: str, stage: Stage) -> list[Finding]:
    """Play one scenario and print what it found; one that breaks off is a finding, too."""
    module, function = SCENARIOS[name]
    started = time.monotonic()
    try:
        scenario = getattr(importlib.import_module(f"bench.mailings.{module}"), function)
        findings = scenario(stage)
    except Exception as error:  # noqa: BLE001 - the other scenarios are played all the same
        traceback.print_exc()
        findings = [Finding(name, "to the end", f"{type(error).__name__}: {error}", False)]
    finally:
        stage.end_all()
    print(f"\n{name} ({time.monotonic() - started:.0f} s)", flush=True)
    for each in findings:
        words = f"  {each.what:58} {each.wanted:>12}  {each.found:24}"
        print(f"{words} {'good' if each.good else 'BAD'}", flush=True)
    return findings


def environment(folder: Path, cluster: Cluster, broker: Broker) -> dict[str, str]:
    """Production settings, on servers of our own."""
    ours = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "EMAIL_URL", "DEBUG", "ALLOWED_HOSTS")
    clean = {key: value for key, value in os.environ.items() if key not in ours}
    return clean | {
        "DJANGO_SETTINGS_MODULE": "workshop.config.settings",
        "DEBUG": "0",
        "SECRET_KEY": "only-for-the-bench-and-thrown-away-with-its-database",
        "ANONYMITY_SECRET": "only-for-the-bench-and-thrown-away-with-its-databases",
        "SITE_URL": "https://workshop.example.org",
        "DATABASE_URL": cluster.url,
        "REDIS_URL": broker.url,
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "VAR_DIR": str(folder),
        "ASSETS_DIR": str(ROOT / "var/assets"),
        "LOG_LEVEL": "WARNING",
    }


if __name__ == "__main__":
    sys.exit(main())
