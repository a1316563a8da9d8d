"""Speed beside a plain smtplib loop (E3), memory and ledger at growing numbers."""

import json
import smtplib
import statistics
import time

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.mailings.people import mailing_to_all, states, workshop_of
from bench.mailings.stage import Finding, MailServer, Stage
from workshop.mailings.content import letter_of, message_for
from workshop.mailings.models import Delivery
from workshop.mailings.services import mailing_build

ROUNDS = 3
AT_MOST = {1: 3.0, 3: 2.0}
SLOWEST = 50


def speed(stage: Stage, *, people: int = 1000) -> list[Finding]:
    """Wall time from the first message taken to the last, in turns with the floor."""
    people = max(people // stage.part, 200)
    times: dict[int, list[float]] = {0: [], 1: [], 2: [], 3: []}
    for _ in range(ROUNDS):
        for senders, spent in times.items():
            spent.append(_floor(stage, people) if not senders else _ours(stage, people, senders))
            stage.end_all()
    floor = statistics.median(times[0])
    found = [Finding("floor: a plain smtplib loop", "-", f"{people / floor:.0f}/s", True)]
    for senders, most in AT_MOST.items():
        ratio = statistics.median(
            ours / base for ours, base in zip(times[senders], times[0], strict=True)
        )
        title = f"{senders} connection(s): times the floor"
        found.append(Finding(title, f"<= {most}", f"{ratio:.2f}", ratio <= most))
    rate = people / statistics.median(times[2])
    return [*found, Finding("two workers", f">= {SLOWEST}/s", f"{rate:.0f}/s", rate >= SLOWEST)]


def _floor(stage: Stage, people: int) -> float:
    """Send the same bytes over one connection, with nothing written down."""
    mailing = mailing_to_all(workshop_of(people))
    mailing_build(mailing=mailing)
    letter, now = letter_of(mailing, timezone.now()), timezone.now()
    rows = Delivery.objects.filter(mailing=mailing).select_related(
        "participant", "mailing__workshop"
    )
    messages = [
        (row.address, message_for(row, letter, now).message().as_bytes(linesep="\r\n"))
        for row in rows
    ]
    mailing.delete()
    smtp = stage.mail_server()
    with smtplib.SMTP("127.0.0.1", smtp.port) as line:
        for address, text in messages:
            line.sendmail("workshop@example.org", [address], text)
    return _span(smtp, people)


def _ours(stage: Stage, people: int, senders: int) -> float:
    mailing = mailing_to_all(workshop_of(people))
    mailing_build(mailing=mailing)
    smtp = stage.mail_server()
    world = {"EMAIL_URL": smtp.url, "MAIL_SENDERS": str(senders)}
    # Each waits for the word, so that all of them are there at the first message.
    go = str(time.time() + 8 + 3 * senders)
    words = ("-m", "bench.mailings.sender", go)
    processes = [stage.start("sender", *words, **world) for _ in range(senders)]
    for process in processes:
        process.wait(600)
    assert states(mailing) == {"sent": people}, states(mailing)  # noqa: S101
    return _span(smtp, people)


def _span(smtp: MailServer, people: int) -> float:
    times = [line["at"] for line in smtp.lines()]
    assert len(times) == people  # noqa: S101
    return max(times) - min(times)


def memory(stage: Stage) -> list[Finding]:
    """What a sender holds with a thousand recipients, and with a hundred thousand."""
    found = {}
    for people in (1000, 100_000 // stage.part):
        mailing = mailing_to_all(workshop_of(people))
        smtp = stage.mail_server()
        seconds = 120 if people > 1000 else 600
        words = ("-m", "bench.mailings.sender", "0", str(seconds))
        process = stage.start(f"memory-{people}", *words, EMAIL_URL=smtp.url)
        process.wait(900)
        last = stage.last_words(f"memory-{people}").splitlines()[-1]
        found[people] = json.loads(last)
        mailing.delete()
        stage.end_all()
    (small, few), (large, many) = found.items()
    grown = many["peak_mb"] / few["peak_mb"]
    title = f"peak memory, {small} and {large} recipients ({many['messages']} sent)"
    words = f"{few['peak_mb']:.0f} and {many['peak_mb']:.0f} MB"
    return [Finding(title, "flat: <= 1.1x", words, grown <= 1.1)]


def ledger(stage: Stage) -> list[Finding]:
    """A ledger of a hundred thousand, three hundred thousand and a million, by one statement."""
    seconds, inserts = {}, set()
    for people in (100_000, 300_000, 1_000_000):
        people //= stage.part
        workshop = workshop_of(people)
        mailing = mailing_to_all(workshop)
        with CaptureQueriesContext(connection) as queries:
            began = time.monotonic()
            mailing_build(mailing=mailing)
            seconds[people] = time.monotonic() - began
        inserts.add(sum("INSERT" in query["sql"] for query in queries.captured_queries))
        rows = Delivery.objects.filter(mailing=mailing).count()
        assert rows == people, rows  # noqa: S101
        _forget_everybody()
    each = {people: spent / people * 1e6 for people, spent in seconds.items()}
    first, *_, last = each.values()
    words = ", ".join(f"{people}: {spent:.1f} s" for people, spent in seconds.items())
    return [
        Finding("ledger: statements that insert", "1", str(inserts)[1:-1], inserts == {1}),
        Finding(
            f"ledger {words}; us a row, least to most people",
            "<= 1.5x",
            " ".join(f"{value:.0f}" for value in each.values()),
            last <= 1.5 * first,
        ),
        Finding(
            "ledger of 30,000 at that speed", "<= 5 s", f"{first * 0.03:.1f} s", first * 0.03 <= 5
        ),
    ]


def _forget_everybody() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_user, workshop_workshop CASCADE")
