"""What `make demo` runs: worker with beat on a broker of files, SQLite, mail into a folder."""

import sqlite3
from email import message_from_bytes

import pytest

from tests.processes.conftest import ROOT, ends_well, wait_for

CELERY = ("-m", "celery", "--app", "workshop.config.celery")


@pytest.mark.slow
def test_the_embedded_default_delivers_each_message_into_one_file(start, tmp_path):
    assert start("migrate", "manage.py", "migrate").wait(100) == 0
    settings = {"DJANGO_SETTINGS_MODULE": "workshop.config.settings", "PYTHONPATH": str(ROOT)}
    assert start("fill", "-m", "tests.processes.fill", **settings).wait(60) == 0

    words = ["worker", "--beat", "--concurrency", "1", "--schedule", str(tmp_path / "beat")]
    worker = start("worker", *CELERY, *words, TICK_SECONDS="1")
    wait_for(lambda: mailing_state(tmp_path) == "done", seconds=50, logs=tmp_path)
    code = ends_well(worker)

    messages = [message_from_bytes(path.read_bytes()) for path in (tmp_path / "mail").iterdir()]
    assert len(messages) == 12
    assert len({message["To"] for message in messages}) == 12
    assert len({message["Message-ID"] for message in messages}) == 12
    assert code == 0


def mailing_state(folder) -> str:
    with sqlite3.connect(folder / "workshop.sqlite3") as database:
        return database.execute("SELECT state FROM mailings_mailing").fetchone()[0]
