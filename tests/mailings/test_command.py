import fcntl
import io
import json
from datetime import timedelta

import pytest
from celery import current_app
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from tests.factories import make_mailing, make_participant
from workshop.config import celery as wiring
from workshop.mailings import locks, tasks
from workshop.mailings.management.commands import send_due_mailings
from workshop.mailings.services import mailings_tick
from workshop.models import Channel

NOW = timezone.now()


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("send_due_mailings", *words, stdout=out)
    return out.getvalue()


def test_the_command_sends_what_is_due_and_says_so(workshop):
    for _ in range(2):
        make_participant(workshop)
    make_mailing(workshop)

    assert run() == "1 mailings started, 2 sent, 0 refused, 0 put off, 0 left out, 0 unknown\n"
    assert run() == "0 mailings started, 0 sent, 0 refused, 0 put off, 0 left out, 0 unknown\n"
    assert len(mail.outbox) == 2


def test_another_moment_can_be_taken_for_now(workshop):
    make_participant(workshop)
    mailing = make_mailing(workshop, send_at=NOW + timedelta(days=3))

    run()
    assert mail.outbox == []
    run("--now", (mailing.send_at + timedelta(minutes=1)).isoformat())
    assert len(mail.outbox) == 1


def test_a_dry_run_says_what_would_happen_and_changes_nothing(workshop):
    make_participant(workshop)
    due = make_mailing(workshop, "due")
    make_mailing(workshop, "old", send_at=NOW - timedelta(hours=3))
    make_mailing(workshop, "later", send_at=NOW + timedelta(hours=3))

    assert run("--dry-run") == (
        "spring old: more than two hours late, would wait for a person\n"
        "spring due: would go to 1 recipients\n"
    )
    due.refresh_from_db()
    assert (due.state, mail.outbox) == ("scheduled", [])


def test_a_dry_run_shows_what_still_waits(workshop):
    make_participant(workshop)
    make_mailing(workshop, "half")
    mailings_tick(slice_seconds=0)

    assert run("--dry-run") == "spring half: 1 messages due\n"


def test_a_dry_run_tells_no_small_number_of_a_channel(workshop):
    channel = Channel.objects.create(workshop=workshop, key="library", title="Library")
    make_participant(workshop, channel=channel)
    make_mailing(workshop, "due", audience=["channel:library"])

    assert run("--dry-run") == "spring due: would go to fewer than 10 recipients\n"
    mailings_tick(slice_seconds=0)
    assert run("--dry-run") == "spring due: fewer than 10 messages due\n"


@pytest.mark.django_db
def test_a_dry_run_with_nothing_to_do_says_so():
    assert run("--dry-run") == "Nothing is due.\n"


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-03-02", "2026-03-02T09:00:00", "2026-13-02T09:00:00Z"]
)
def test_a_time_without_an_offset_is_refused(text):
    with pytest.raises(CommandError, match="is no time with an offset"):
        run("--now", text)


def test_a_database_that_is_away_is_one_line(monkeypatch):
    def away(**words):
        raise OperationalError("connection refused\nmore")

    monkeypatch.setattr(send_due_mailings, "mailings_tick", away)
    with pytest.raises(CommandError, match=r"\AThe database is away: connection refused\Z"):
        run()


def test_on_sqlite_a_second_sender_says_so_and_sends_nothing(workshop, settings, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets several senders work")
    settings.VAR_DIR = tmp_path
    make_participant(workshop)
    make_mailing(workshop)
    with locks.sending():
        (held,) = tmp_path.glob("mailings-send-*.lock")
        with held.open() as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

        assert run() == "another sender is running\n"
    assert mail.outbox == []

    run()
    assert len(mail.outbox) == 1


def test_the_task_of_the_schedule_takes_no_arguments_and_sends(workshop):
    make_participant(workshop)
    make_mailing(workshop)
    entry = wiring.app.conf.beat_schedule["mailings-tick"]
    arguments = json.loads(json.dumps(entry.get("args", [])))

    current_app.tasks[entry["task"]].delay(*arguments)

    assert len(mail.outbox) == 1
    assert (entry["schedule"], entry["options"]) == (30, {"expires": 30})


def test_a_dead_broker_leaves_the_rest_to_the_next_tick(workshop, settings, monkeypatch):
    monkeypatch.setattr(tasks, "SLICE_SECONDS", 0)
    make_participant(workshop)
    make_mailing(workshop)
    asked = []

    def broken(**options):
        asked.append(options)
        raise tasks.OperationalError("no broker")

    monkeypatch.setattr(tasks.mailings_tick, "apply_async", broken)
    tasks.mailings_tick.run()

    assert asked == [{"expires": 0, "retry": False}]
    monkeypatch.undo()
    tasks.mailings_tick.run()
    assert len(mail.outbox) == 1
