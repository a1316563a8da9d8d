"""What a scenario plays on: a folder, processes, a mail server with its witness's file."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.servers import ROOT

CELERY = ("-m", "celery", "--app", "workshop.config.celery")
SEND = ("manage.py", "send_due_mailings")


@dataclass(frozen=True)
class Finding:
    """One line of the table."""

    what: str
    wanted: str
    found: str
    good: bool


class MailServer:
    """A running mail server and what it wrote down."""

    def __init__(self, stage: "Stage", *words: str) -> None:
        """Start it on a port of its own; `words` go to its command line."""
        self.stage, self.words, self.port = stage, words, free_port()
        self.log = stage.folder / f"witness-{self.port}.jsonl"
        self.start()

    def start(self) -> None:
        """Start it, or start it again after `stop`, with the same file."""
        words = ("--port", str(self.port), "--log", str(self.log), *self.words)
        self.process = self.stage.start("smtp", "-m", "bench.mailings.server", *words)
        wait_until(lambda: answers(self.port), 60)

    def stop(self) -> None:
        """Kill it: from now on it refuses connections."""
        self.process.kill()
        self.process.wait()

    @property
    def url(self) -> str:
        """Where mail goes, as the product is told."""
        return f"smtp://127.0.0.1:{self.port}"

    def lines(self, what: str = "accepted") -> list[dict]:
        """What it noted of that sort, in order."""
        text = self.log.read_text() if self.log.exists() else ""
        return [line for line in map(json.loads, text.splitlines()) if line["what"] == what]

    def duplicates(self) -> list[str]:
        """The Message-IDs that it said 250 to more than once."""
        counts = Counter(line["name"] for line in self.lines())
        return [name for name, count in counts.items() if count > 1]


class Stage:
    """Processes with an environment of their own, all gone after `close`."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        """`environment` is all that the processes are told."""
        self.folder, self.environment = folder, environment
        self.processes: list[subprocess.Popen] = []
        # So many times fewer people than the full measurement has.
        self.part = 1

    def start(self, name: str, *words: str, **more: str) -> subprocess.Popen:
        """Start a Python process; what it says goes into a file of that name."""
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                env=self.environment | more,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def mail_server(self, *words: str) -> MailServer:
        """Start a mail server."""
        return MailServer(self, *words)

    def last_words(self, name: str) -> str:
        """The end of what the processes of that name said."""
        return (self.folder / f"{name}.log").read_text()[-1000:]

    def end_all(self) -> None:
        """Kill whatever of ours still runs, with its children."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.processes.clear()


class Cluster:
    """A PostgreSQL of the bench's own in a folder, so that it may be stopped like any other."""

    def __init__(self, folder: Path) -> None:
        """Make it and start it."""
        self.folder, self.port = folder / "pg", free_port()
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        self.bin = found[-1] if found else Path(shutil.which("initdb") or "").parent
        self.folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        words = ("-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")
        self._run("initdb", "-D", str(self.folder / "data"), *words)
        self.start()

    @property
    def url(self) -> str:
        """The database, as the product is told."""
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        log = str(self.folder / "log")
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-o", options, "-l", log, "-w", "start"
        )

    def stop(self, mode: str = "immediate") -> None:
        """Stop it; `immediate` is a crash: nothing is written down, nobody is told."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    def _run(self, program: str, *words: str) -> None:
        command = [str(self.bin / program), *words]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)


class Broker:
    """A Redis of the bench's own that keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        """Start it."""
        self.folder, self.port = folder, free_port()
        self.start()

    @property
    def url(self) -> str:
        """Where it is, as the product is told."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, empty."""
        words = ["--port", str(self.port), "--save", "", "--appendonly", "no"]
        command = ["redis-server", *words, "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until(lambda: answers(self.port), 30)

    def kill(self) -> None:
        """End it with all that it holds."""
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(done: Callable[[], bool], seconds: float, pause: float = 0.1) -> None:
    """Return once it is done; RuntimeError where it takes too long."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise RuntimeError(f"Not done within {seconds:.0f} s.")
        time.sleep(pause)
