"""Redis lost, PostgreSQL crashed, everything started twice, workers asked to stop."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import OperationalError, close_old_connections, connection

from bench.mailings.kills import verdict
from bench.mailings.people import is_done, mailing_to_all, states, workshop_of
from bench.mailings.stage import CELERY, Finding, MailServer, Stage, wait_until
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.services import mailings_tick

PEOPLE, RATE, LONGEST = 1500, 40, 420
STOPS_WITHIN = 30


def redis_lost(stage: Stage) -> list[Finding]:
    """Kill Redis in the middle, start it empty: the mailing ends without an operator."""
    mailing, smtp, people = _begin(stage)
    stage.broker.kill()
    time.sleep(5)
    stage.broker.start()
    _wait_until_done(stage, mailing)
    return verdict(mailing, smtp, people=people, most_unknown=0, title="Redis lost")


def postgres_crashed(stage: Stage) -> list[Finding]:
    """Crash PostgreSQL in the middle: the senders find it again by themselves."""
    mailing, smtp, people = _begin(stage)
    connection.close()
    stage.cluster.stop("immediate")
    time.sleep(2)
    stage.cluster.start()
    _wait_until_done(stage, mailing)
    # A row of each of two senders may have been in the air.
    return verdict(mailing, smtp, people=people, most_unknown=2, title="PostgreSQL crashed")


def doubled(stage: Stage) -> list[Finding]:
    """Two beats, three workers and the button ten times at once: one run, one message each."""
    people = PEOPLE // stage.part
    smtp = stage.mail_server()
    _celery(stage, smtp, beats=2, workers=3)
    mailing = mailing_to_all(workshop_of(people), rate=RATE)
    with ThreadPoolExecutor(10) as pool:
        started = sum(pool.map(lambda _: _press(), range(10)))
    _wait_until_done(stage, mailing)
    title = "two beats, 3 workers, 10 presses"
    findings = verdict(mailing, smtp, people=people, most_unknown=0, title=title)
    return [Finding(f"{title}: runs", "<= 1 by us", f"{started}", started <= 1), *findings]


def asked_to_stop(stage: Stage) -> list[Finding]:
    """SIGTERM to worker and beat in the middle: they end soon and well, and others go on."""
    mailing, smtp, people = _begin(stage)
    codes, seconds = [], []
    for process in stage.processes[-2:]:
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        codes.append(process.wait(120))
        seconds.append(time.monotonic() - began)
    _celery(stage, smtp, beats=1, workers=1)
    _wait_until_done(stage, mailing)
    longest = max(seconds)
    return [
        Finding("SIGTERM: exit codes", "0, 0", str(codes)[1:-1], codes == [0, 0]),
        Finding("SIGTERM: seconds", f"<= {STOPS_WITHIN}", f"{longest:.1f}", longest < STOPS_WITHIN),
        *verdict(mailing, smtp, people=people, most_unknown=0, title="SIGTERM"),
    ]


def _begin(stage: Stage) -> tuple[Mailing, MailServer, int]:
    """Let a worker and a beat begin a mailing; return when a third of it has gone."""
    people = PEOPLE // stage.part
    smtp = stage.mail_server()
    mailing = mailing_to_all(workshop_of(people), rate=RATE)
    _celery(stage, smtp, beats=1, workers=1)
    wait_until(lambda: len(smtp.lines()) > people // 3, LONGEST)
    return mailing, smtp, people


def _celery(stage: Stage, smtp: MailServer, *, beats: int, workers: int) -> None:
    """Start workers and beats that tick each second; the last of them is a beat."""
    world = {"EMAIL_URL": smtp.url, "TICK_SECONDS": "1"}
    for number in range(workers):
        words = ("worker", "--concurrency", "2", "--hostname", f"w{number}-{smtp.port}@%h")
        stage.start("worker", *CELERY, *words, **world)
    for number in range(beats):
        schedule = str(stage.folder / f"beat-{smtp.port}-{number}")
        stage.start("beat", *CELERY, "beat", "--schedule", schedule, **world)


def _press() -> int:
    """Do what the button and the command do; return how many mailings it began."""
    try:
        return mailings_tick(slice_seconds=0).started
    finally:
        connection.close()


def _wait_until_done(stage: Stage, mailing: Mailing) -> None:
    def done() -> bool:
        close_old_connections()
        try:
            return is_done(mailing)
        except OperationalError:
            connection.close()
            return False

    try:
        wait_until(done, LONGEST, 0.5)
    except RuntimeError:
        total = Delivery.objects.filter(mailing=mailing).count()
        words = f"{mailing.state} {mailing.reason} {dict(states(mailing))} of {total}"
        raise RuntimeError(f"{words}; {stage.last_words('worker')}") from None
