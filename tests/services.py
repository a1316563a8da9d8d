"""Finds PostgreSQL, Redis and Chromium, starting what is installed and does not answer."""

import os
import shutil
import socket
import subprocess
import time
import zlib
from pathlib import Path

import psycopg2

# Two checkouts on one machine must not drop each other's test databases.
NAME = f"workshop_{zlib.crc32(str(Path(__file__)).encode()):08x}"
TRUSTED = f"postgres://postgres@127.0.0.1:5432/{NAME}"
OWN_ROLE = f"postgres://workshop_test:workshop_test@127.0.0.1:5432/{NAME}"
MAKE_ROLE = "CREATE ROLE workshop_test LOGIN CREATEDB PASSWORD 'workshop_test'"
REDIS = "redis://127.0.0.1:6379/0"
# The same engine without the parts for a screen takes two thirds of the processor's time.
CHROMIUM = ("chromium-headless-shell", "chromium")


def postgresql() -> str:
    """A URL under which test databases can be made, or an empty string.

    TEST_DATABASE_URL decides where it is set; its role needs the right to create databases.
    """
    if chosen := os.environ.get("TEST_DATABASE_URL"):
        return chosen if postgresql_answers(chosen) else ""
    if not port_answers(5432):
        start_postgresql()
    if postgresql_answers(TRUSTED) or postgresql_answers(OWN_ROLE):
        return TRUSTED if postgresql_answers(TRUSTED) else OWN_ROLE
    # A server as Debian installs it trusts nobody over TCP; its own user may make us a role.
    quietly("runuser", "-u", "postgres", "--", "psql", "-qc", MAKE_ROLE)
    return OWN_ROLE if postgresql_answers(OWN_ROLE) else ""


def postgresql_answers(url: str) -> bool:
    """Whether the server of that URL lets us in."""
    try:
        psycopg2.connect(url.rsplit("/", 1)[0] + "/postgres", connect_timeout=3).close()
    except psycopg2.OperationalError:
        return False
    return True


def start_postgresql() -> None:
    """Start the newest installed cluster, as Debian lays it out; nothing elsewhere."""
    versions = sorted(Path("/etc/postgresql").glob("*"), key=lambda path: float(path.name))
    if versions and shutil.which("pg_ctlcluster"):
        quietly("pg_ctlcluster", "--skip-systemctl-redirect", versions[-1].name, "main", "start")
        wait_for_port(5432)


def redis() -> str:
    """The URL of a Redis on the usual port, started if installed, or an empty string."""
    if not port_answers(6379) and shutil.which("redis-server"):
        words = "--daemonize yes --bind 127.0.0.1 --port 6379 --appendonly no --dir /tmp --save"
        quietly("redis-server", *words.split(), "")
        wait_for_port(6379)
    return REDIS if port_answers(6379) else ""


def chromium() -> str:
    """The path of Chromium, installed by apt where we are root, or an empty string."""
    if not found_chromium() and shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Chromium …", flush=True)
        quietly("apt-get", "update", "-qq")
        quietly("apt-get", "install", "-y", "-qq", "--no-install-recommends", CHROMIUM[0])
    return found_chromium()


def found_chromium() -> str:
    """The path of the best Chromium that is installed, or an empty string."""
    return next(filter(None, map(shutil.which, CHROMIUM)), "")


def port_answers(port: int) -> bool:
    """Whether something listens on that port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for_port(port: int, seconds: float = 15) -> None:
    """Return when the port answers or the time is over."""
    end = time.monotonic() + seconds
    while not port_answers(port) and time.monotonic() < end:
        time.sleep(0.2)


def quietly(*words: str) -> None:
    """Run a command; whether it helped is seen by asking again what it should have brought."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    if shutil.which(words[0]):
        subprocess.run(words, env=environment, capture_output=True, check=False)
