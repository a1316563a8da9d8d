"""Several processes that live and end together."""

import os
import signal
import subprocess
import time
from pathlib import Path

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ProcessEndedError(Exception):
    """A process ended by itself; the message names it and shows the end of its log."""


class Together:
    """Starts processes with a log file each; leaving the `with` block stops every one of them.

    Each gets a session of its own, so that Ctrl-C reaches this process alone and the others
    are asked to finish in order instead of being torn down in mid-task.
    """

    def __init__(self, log_folder: Path, *, grace: float = 15) -> None:
        """`grace` is how long, in seconds, a process may take to finish before it is killed."""
        self.log_folder, self.grace = log_folder, grace
        self.running: dict[str, subprocess.Popen] = {}

    def __enter__(self) -> "Together":
        """Turn the signals that end a program into KeyboardInterrupt."""
        self.before = {ending: signal.signal(ending, interrupt) for ending in ENDINGS}
        return self

    def __exit__(self, *reason) -> None:
        """Stop everything, undisturbed by further signals."""
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_IGN)
        self.stop()
        for ending, handler in self.before.items():
            signal.signal(ending, handler)

    def start(self, name: str, words: list[str], **environment: str) -> None:
        """Start a process under a short name; its output goes to NAME.log, written anew."""
        self.log_folder.mkdir(parents=True, exist_ok=True)
        with self.log(name).open("wb") as log:
            self.running[name] = subprocess.Popen(  # noqa: S603 - our own words
                words,
                env=os.environ | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def log(self, name: str) -> Path:
        """Where that process writes."""
        return self.log_folder / f"{name}.log"

    def check(self) -> None:
        """Raise ProcessEndedError if a process is no longer there."""
        for name, process in self.running.items():
            if process.poll() is not None:
                tail = "\n".join(self.log(name).read_text(errors="replace").splitlines()[-15:])
                raise ProcessEndedError(f"The {name} ended with code {process.returncode}:\n{tail}")

    def watch(self) -> None:
        """Return never; raise ProcessEndedError or KeyboardInterrupt."""
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self) -> None:
        """Ask each process to finish, wait, and kill what is left of its group."""
        for process in self.running.values():
            process.terminate()
        end = time.monotonic() + self.grace
        for process in self.running.values():
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.running.clear()


def interrupt(number: int, frame) -> None:
    """Raise KeyboardInterrupt, whatever the signal was."""
    raise KeyboardInterrupt
