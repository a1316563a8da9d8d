"""gunicorn in front of the floor or the product, and what it and its backends use of the CPU."""

import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

from bench.databases import Server

ROOT = Path(__file__).resolve().parent.parent
# The same for all that is compared.
GUNICORN = ["--workers", "2", "--timeout", "60", "--no-control-socket", "--log-level", "warning"]


class Site:
    """One running web server on a database of the bench."""

    def __init__(
        self,
        wsgi: str,
        port: int,
        database: str,
        server: Server | None,
        environment,
        *,
        options=GUNICORN,
    ) -> None:
        """Start it; `environment` is all that its processes are told."""
        self.port, self.database, self.server = port, database, server
        words = [sys.executable, "-m", "gunicorn", wsgi, "--bind", f"127.0.0.1:{port}", *options]
        self.master = subprocess.Popen(words, cwd=ROOT, env=environment)

    def wait(self, seconds: float = 60) -> None:
        """Return when it accepts connections; RuntimeError when it died or never does."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.master.poll() is not None:
                raise RuntimeError(f"The server on port {self.port} ended at once.")
            try:
                HTTPConnection("127.0.0.1", self.port, timeout=1).connect()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"The server on port {self.port} did not answer.")

    def processes(self) -> set[int]:
        """The web workers and the database's backends for them."""
        children = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children").read_text()
        return {int(pid) for pid in children.split()} | self.server.backends(self.database)

    def close(self) -> None:
        """End it, as `contextlib.closing` does."""
        self.stop()

    def stop(self) -> None:
        """End it."""
        self.master.terminate()
        try:
            self.master.wait(10)
        except subprocess.TimeoutExpired:
            self.master.kill()


def cpu_seconds(pids: set[int]) -> float:
    """CPU time these processes have used since they began, to the nanosecond."""
    # The kernel's CPU clock of another process, as clock_getcpuclockid(3) computes its number.
    return sum(time.clock_gettime((~pid << 3) | 2) for pid in pids)
