"""`make test`: the suite on PostgreSQL, Redis and Chromium where they are, then again on SQLite.

Arguments are handed to pytest. With CI set, a missing component is a failure, never a gap.
"""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from tests import services

ROOT = Path(__file__).resolve().parent.parent
SCRATCH = ROOT / "var/test"
CONFIGURED = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "EMAIL_URL", "SITE_URL", "DEBUG")
# On SQLite the fast tests run again: a second look at our own code, not at the browser.
SECOND_LOOK = ["slow", "once", "browser", "postgres", "redis"]


def main() -> int:
    """Run what can be run; the exit code for the shell."""
    found = {
        "PostgreSQL": services.postgresql(),
        "Redis": services.redis(),
        "Chromium": services.chromium(),
    }
    missing = [name for name, where in found.items() if not where]
    if missing and os.environ.get("CI", "").lower() in ("1", "true"):
        print(f"CI needs {', '.join(missing)}, which did not answer.", file=sys.stderr)
        return 1
    subprocess.run([sys.executable, "manage.py", "build_assets"], cwd=ROOT, check=True)
    runs = run_all(found)
    print_summary(runs, found)
    return 0 if all(run["code"] == 0 for run in runs) else 1


def run_all(found: dict[str, str]) -> list[dict]:
    """The run on everything there is and, where that was PostgreSQL, the second one on SQLite."""
    marks = {"PostgreSQL": "postgres", "Redis": "redis", "Chromium": "browser"}
    absent = [mark for name, mark in marks.items() if not found[name]]
    where = {"DATABASE_URL": found["PostgreSQL"], "REDIS_URL": found["Redis"]}
    runs = [run("full", absent, **where, CHROMIUM=found["Chromium"])]
    if found["PostgreSQL"]:
        runs.append(run("sqlite", SECOND_LOOK, SECOND_LOOK="1"))
    return runs


def run(name: str, left_out: list[str], **urls: str) -> dict:
    """One pytest run without the tests so marked; its exit code and counts."""
    result = SCRATCH / f"{name}.xml"
    result.unlink(missing_ok=True)
    environment = {key: value for key, value in os.environ.items() if key not in CONFIGURED}
    environment |= {key: url for key, url in urls.items() if url}
    environment |= {"DEBUG": "1", "VAR_DIR": str(SCRATCH), "ASSETS_DIR": str(ROOT / "var/assets")}
    words = ["-m", "pytest", "-q", "-n", "2", f"--junit-xml={result}"]
    # A file's tests stay together, in our own order of files (tests/conftest.py).
    words += ["--dist", "loadfile", "--no-loadscope-reorder"]
    if left_out:
        words += ["-m", " and ".join(f"not {mark}" for mark in left_out)]
    print(f"\n== {name}: {'PostgreSQL' if urls.get('DATABASE_URL') else 'SQLite'}", flush=True)
    done = subprocess.run(
        [sys.executable, *words, *sys.argv[1:]], cwd=ROOT, env=environment, check=False
    )
    return {"name": name, "code": done.returncode, "left_out": left_out, **counts(result)}


def counts(result: Path) -> dict[str, int]:
    """Passed, failed and skipped from pytest's own record; one failure where there is none."""
    if not result.exists():
        return {"passed": 0, "failed": 1, "skipped": 0}
    suites = ET.parse(result).getroot().iter("testsuite")
    tests, failed, skipped = (
        sum(values)
        for values in zip(
            *(
                (
                    int(suite.get("tests")),
                    int(suite.get("failures")) + int(suite.get("errors")),
                    int(suite.get("skipped")),
                )
                for suite in suites
            ),
            strict=True,
        )
    )
    return {"passed": tests - failed - skipped, "failed": failed, "skipped": skipped}


def print_summary(runs: list[dict], found: dict[str, str]) -> None:
    """What it ran against, what it left out, and the sum in one last line."""
    there = [name for name, where in found.items() if where]
    print(f"\nRan against {', '.join([*there, 'SQLite'])}.")
    for name in (name for name, where in found.items() if not where):
        print(f"{name} was not there: the tests that need it were left out.")
    for each in runs:
        without = f", without {', '.join(each['left_out'])}" if each["left_out"] else ""
        print(f"{each['name']}: {each['passed']} passed, {each['failed']} failed{without}")
    sums = {key: sum(each[key] for each in runs) for key in ("passed", "failed", "skipped")}
    print(f"{sums['passed']} passed, {sums['failed']} failed, {sums['skipped']} skipped")


if __name__ == "__main__":
    sys.exit(main())
