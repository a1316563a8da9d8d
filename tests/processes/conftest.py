"""Real processes for tests, each with a log file, every one of them gone afterwards."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
CONFIGURED = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "EMAIL_URL", "SITE_URL")
GRACE = 30


@pytest.fixture
def start(tmp_path):
    """A function: start a Python process with settings of its own; `manage.py` or `-m` words."""
    started = []

    def run(name: str, *words: str, **environment: str) -> subprocess.Popen:
        clean = {key: value for key, value in os.environ.items() if key not in CONFIGURED}
        clean |= {"DEBUG": "1", "VAR_DIR": str(tmp_path), "ASSETS_DIR": str(tmp_path / "assets")}
        with (tmp_path / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                env=clean | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        started.append(process)
        return process

    yield run
    for process in started:
        # The whole group: a parent that a test killed may have left children.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def postgres_url() -> str:
    """The test database, as another process reaches it; skips the test on SQLite."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    words = connection.settings_dict
    person = f"{words['USER']}:{words['PASSWORD']}" if words["PASSWORD"] else words["USER"]
    return f"postgres://{person}@{words['HOST']}:{words['PORT'] or 5432}/{words['NAME']}"


def wait_for(done: Callable[[], bool], *, seconds: float, logs: Path) -> None:
    """Return once it is done; fail with the processes' last words if it takes too long."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            words = "\n".join(path.read_text()[-2000:] for path in sorted(logs.glob("*.log")))
            raise AssertionError(f"not done within {seconds} s:\n{words}")
        time.sleep(0.1)


def ends_well(process: subprocess.Popen) -> int:
    """Ask a process to finish, as a supervisor does; return its exit code."""
    process.send_signal(signal.SIGTERM)
    return process.wait(GRACE)
