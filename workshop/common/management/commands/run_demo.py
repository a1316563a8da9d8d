"""The whole product on one machine with nothing installed but our requirements."""

import fcntl
import shutil
import socket
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from workshop.common.processes import ProcessEndedError, Together

# What RESET=1 removes below var/. The assets stay: they hold no data.
DATA = ("workshop.sqlite3", "workshop.sqlite3-wal", "workshop.sqlite3-shm", "broker", "cache")
DATA += ("mail", "celery", "log")


class Command(BaseCommand):
    """Migrates, builds, loads the demo workshop if none is there, serves until Ctrl-C."""

    help = "Run the demo: web server, worker with beat, mail into a folder. Needs DEBUG=1."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Port and a fresh start."""
        parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1")
        parser.add_argument("--reset", action="store_true", help="forget all data first")

    def handle(self, *args, port: int, reset: bool, **options) -> None:
        """Prepare, start everything, tell how to get in, wait."""
        var = Path(settings.VAR_DIR)
        refuse_elsewhere()
        with only_one(var / "demo.lock"), Together(var / "log") as processes:
            refuse_taken(port)
            try:
                if reset:
                    forget(var)
                self.bring_up(processes, var, port)
                self.say_how_to_get_in(port)
                processes.watch()
            except ProcessEndedError as error:
                raise CommandError(str(error)) from error
            except KeyboardInterrupt:
                self.stdout.write("\nStopping …")
        self.stdout.write("Stopped. The data is kept; RESET=1 starts afresh.")

    def bring_up(self, processes: Together, var: Path, port: int) -> None:
        """Start everything and return when the front page answers."""
        site = {"SITE_URL": f"http://127.0.0.1:{port}", "DEBUG": "1"}
        known = Path(settings.DATABASES["default"]["NAME"]).exists()
        if known:
            # It takes its seconds to start while we look whether all is up to date.
            start_web(processes, port, site)
        self.prepare()
        if not known:
            start_web(processes, port, site)
        start_workers(processes, var, site)
        wait_for_front_page(processes, port)

    def prepare(self) -> None:
        """Bring database, roles, assets and the demo workshop up to date."""
        call_command("migrate", verbosity=0, interactive=False)
        call_command("ensure_roles", stdout=self.stdout)
        call_command("build_assets", stdout=self.stdout)
        # Asked by name, since this room knows no other.
        if not apps.get_model("workshop", "Workshop").objects.exists():
            self.stdout.write("Loading the demo workshop; this takes up to a minute …")
            call_command("load_demo", stdout=self.stdout)

    def say_how_to_get_in(self, port: int) -> None:
        """Print addresses, accounts and where mail arrives."""
        self.stdout.write(f"\nThe site          http://127.0.0.1:{port}/")
        self.stdout.write(f"Admin             http://127.0.0.1:{port}/admin/")
        self.stdout.write(f"Mail arrives in   {Path(settings.MAIL_DIR)}")
        self.stdout.write("Sign-in codes     .venv/bin/python manage.py demo_code ADDRESS\n")
        call_command("demo_accounts", stdout=self.stdout)
        self.stdout.write("\nCtrl-C stops all of it.")
        self.stdout.flush()


def refuse_elsewhere() -> None:
    """CommandError unless this is a development process on the embedded database."""
    if not settings.DEBUG:
        raise CommandError("The demo has known passwords: it runs with DEBUG=1 alone.")
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        raise CommandError("The demo uses the embedded database: unset DATABASE_URL.")


def only_one(path: Path):
    """An open file that holds the lock of this folder's demo; CommandError if another has it."""
    lock = path.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise CommandError("The demo is running already in this folder.") from error
    return lock


def refuse_taken(port: int) -> None:
    """CommandError if something else listens on the port."""
    with socket.socket() as probe:
        # As gunicorn does, so that a port just left by the last run counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(f"Port {port} is taken; try: make demo PORT={port + 1}") from error


def forget(var: Path) -> None:
    """Remove all data of the demo, and nothing else."""
    for name in DATA:
        path = var / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def start_web(processes: Together, port: int, site: dict[str, str]) -> None:
    """Start the web server; it loads the site once and its workers share it."""
    words = ["gunicorn", "workshop.config.wsgi", "--bind", f"127.0.0.1:{port}"]
    words += ["--workers", "2", "--preload", "--no-control-socket"]
    processes.start("web", [sys.executable, "-m", *words], **site)


def start_workers(processes: Together, var: Path, site: dict[str, str]) -> None:
    """Start the worker with beat and the worker of codes, on the embedded broker."""
    for folder in ("celery", "broker/control"):
        (var / folder).mkdir(parents=True, exist_ok=True)
    words = [sys.executable, "-m", "celery", "--app", "workshop.config.celery", "worker"]
    words += ["--loglevel", "INFO", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    beat = ["--beat", "--schedule", str(var / "celery/beat"), "--concurrency", "1"]
    processes.start("worker", [*words, "--queues", "celery", *beat], **site)
    # In one process: it needs no more, and a laptop has little memory.
    codes = ["--queues", "codes", "--hostname", "codes@%h", "--pool", "solo"]
    processes.start("codes", [*words, *codes], **site)


def wait_for_front_page(processes: Together, port: int, seconds: float = 60) -> None:
    """Return when / answers without a server error; CommandError after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        processes.check()
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status < 500:
                return
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.2)
    raise CommandError(f"The front page did not answer; see {processes.log('web')}.")
