"""The workshop that is measured, at several sizes: an archive without activity, then `simulate`."""

import csv
import hashlib
import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.databases import Server
from bench.servers import ROOT

# The volumes of the national workshop of 2017.
SMALL = {"participants": 1061, "ideas": 231, "comments": 453, "votes": 2968}
SLUG, GROUPS = "bench", 6
EMPTY_TABLES = {
    "participants": ["participant", "joined_at", "visits"],
    "gateway": ["response", "contributed", "role"],
    "ideas": ["idea", "group", "author", "seed", "created_at", "title", "body"],
    "comments": ["comment", "idea", "parent", "author", "created_at", "body"],
    "votes": ["voter", "idea", "comment", "value", "cast_at"],
}


def volumes(name: str) -> dict[str, int]:
    """The numbers of a set: S, or S times what stands before it. ValueError for another name."""
    match = re.fullmatch(r"(\d*)S", name)
    if not match:
        raise ValueError(f"{name!r} is not a set: write S, 10S or 100S")
    return {what: number * int(match[1] or 1) for what, number in SMALL.items()}


def fill(server: Server, name: str, environment: dict[str, str], scratch: Path) -> None:
    """Fill the set's database, or leave it if it holds just that already."""
    database, numbers = name.lower(), volumes(name)
    content = f"{name}:{fingerprint()}:{datetime.now(UTC):%G-%V}"
    if server.holds(database, content):
        return
    print(f"Filling {name}: {numbers}", flush=True)
    server.make(database)
    archive = write_archive(scratch / "archive")
    options = [word for what, number in numbers.items() for word in (f"--{what}", str(number))]
    for words in (
        ["migrate", "--verbosity", "0"],
        ["import_workshop", str(archive)],
        ["simulate", SLUG, *options, "--seed", "7"],
    ):
        manage(words, environment)
    server.settle(database)
    server.mark(database, content)


def manage(words: list[str], environment: dict[str, str]) -> None:
    """Run a management command of the product; CalledProcessError where it fails."""
    command = [sys.executable, "manage.py", *words]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def fingerprint() -> str:
    """Changes with the tables and with the commands that fill them."""
    paths = [*ROOT.glob("*/migrations/0*.py"), *ROOT.glob("workshop/*/migrations/0*.py")]
    paths += [*ROOT.glob("analysis/management/commands/simulate.py"), Path(__file__)]
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def write_archive(folder: Path) -> Path:
    """An archive of an open workshop with groups and a question, and nobody in it."""
    folder.mkdir(parents=True, exist_ok=True)
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    question = {
        **{"key": "role", "text": "What is your role?", "kind": "single", "required": True},
        "options": [{"key": f"role-{n}", "label": f"Role {n}"} for n in range(5)],
        "show_if": None,
    }
    workshop = {
        **{"slug": SLUG, "title": "Measured workshop", "purpose": "To be measured."},
        **{"timezone": "Europe/London", "disclosure": "ons-10-5"},
        "opens_at": (today - timedelta(days=30)).isoformat(),
        "closes_at": (today + timedelta(days=30)).isoformat(),
        "groups": [
            {
                "key": f"group-{n}",
                "title": f"Group {n}",
                "prompt": "What helps?",
                "kind": "challenge",
            }
            for n in range(GROUPS)
        ],
        "questionnaire": {"sections": [{"title": "About you", "questions": [question]}]},
    }
    (folder / "workshop.json").write_text(json.dumps(workshop, indent=1))
    for table, columns in EMPTY_TABLES.items():
        with (folder / f"{table}.csv").open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(columns)
    return folder
