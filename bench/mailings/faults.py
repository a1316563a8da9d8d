"""Addresses that fault, servers that are away, people who leave in the middle (E5, E6)."""

import time
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from bench.mailings.people import mailing_to_all, states, workshop_of, workshop_with
from bench.mailings.stage import SEND, Finding, MailServer, Stage, wait_until
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.services import mailings_tick
from workshop.mailings.tokens import stop_url

# Fault, rows of it, the state that it ends in, the attempts that it may take.
FAULTS = (
    ("r550", 5, "failed", 1),
    ("d552", 5, "failed", 1),
    ("r451", 5, "failed", 6),
    ("r421", 5, "failed", 6),
    ("d452", 4, "failed", 6),
    ("drop", 3, "unknown", 1),
    ("hang", 3, "unknown", 1),
)
BAD = sum(rows for _, rows, _, _ in FAULTS)
# As long as the waits before each attempt, with their scatter, and the time that a tick takes.
MINUTES = (2, 7, 24, 71, 163, 170)
TIMEOUT = 2


def fault_table(stage: Stage, *, people: int = 1000) -> list[Finding]:
    """A thousand rows of which thirty are bad: each ends as it must, the others are sent."""
    people = max(people // stage.part, 100)
    workshop = workshop_of(people - BAD)
    bad = [
        f"{fault}{n}.{workshop.pk}@example.org" for fault, rows, *_ in FAULTS for n in range(rows)
    ]
    other = workshop_with(bad)
    other.participants.update(workshop=workshop)
    mailing, smtp = mailing_to_all(workshop), stage.mail_server()
    _ticks(mailing, smtp)
    found = [_good_rows(mailing, smtp, people - BAD)]
    found += [_fault_line(mailing, smtp, *fault) for fault in FAULTS]
    mailing.refresh_from_db()
    return [
        *found,
        Finding("the mailing with bad rows ends", "done", mailing.state, mailing.state == "done"),
    ]


def _ticks(mailing: Mailing, smtp: MailServer) -> None:
    """Tick now and whenever the next attempts are due."""
    began = timezone.now()
    with _mail_to(smtp):
        for minutes in (0, *MINUTES):
            now = began + timedelta(minutes=minutes)
            # As if a sender had looked all the time between, which would not change a thing.
            Mailing.objects.filter(pk=mailing.pk).update(paced_until=now)
            mailings_tick(now=now)


def _mail_to(smtp: MailServer):
    return override_settings(
        EMAIL_BACKEND="workshop.common.mail.SmtpBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=smtp.port,
        EMAIL_TIMEOUT=TIMEOUT,
    )


def _good_rows(mailing: Mailing, smtp: MailServer, people: int) -> Finding:
    sent, taken = states(mailing)["sent"], {line["name"] for line in smtp.lines()}
    good = sent == people == len(taken) and not smtp.duplicates()
    return Finding(
        "good rows among the bad: sent, taken", f"{people}", f"{sent}, {len(taken)}", good
    )


def _fault_line(mailing, smtp, fault: str, rows: int, state: str, attempts: int) -> Finding:
    theirs = Delivery.objects.filter(mailing=mailing, address__startswith=fault)
    ends = set(theirs.values_list("state", "attempts"))
    tries = sum(line["to"].startswith(fault) for line in smtp.lines("refused"))
    # The server counts what it refused; of the others it says nothing.
    good = ends == {(state, attempts)} and tries in (rows * attempts, 0)
    good = good and not any(line["to"].startswith(fault) for line in smtp.lines())
    words = ", ".join(f"{name} after {count}" for name, count in sorted(ends))
    return Finding(f"{rows} rows {fault}", f"{state} after {attempts}", words, good)


def server_away(stage: Stage) -> list[Finding]:
    """A server that refuses connections, or hangs up after hello, and then is there again."""
    found = []
    for title, words in (
        ("refuses connections", None),
        ("closes after its banner", ["--hangs-up"]),
    ):
        people = 100
        mailing = mailing_to_all(workshop_of(people))
        good_one = stage.mail_server()
        bad_one = stage.mail_server(*(words or []))
        if words is None:
            bad_one.stop()
        began = timezone.now()
        with _mail_to(bad_one):
            for minutes in (0, 1, 2):
                mailings_tick(now=began + timedelta(minutes=minutes))
        with _mail_to(good_one):
            for minutes in (5, 40):
                mailings_tick(now=began + timedelta(minutes=minutes))
        counts, twice = states(mailing), good_one.duplicates()
        good = counts == {"sent": people} and not twice and len(good_one.lines()) == people
        found.append(
            Finding(
                f"server {title}: sent, twice",
                f"{people}, 0",
                f"{counts['sent']}, {len(twice)}",
                good,
            )
        )
    return found


def leaving_in_the_middle(stage: Stage, *, leave: int = 30) -> list[Finding]:
    """One POST without cookie or token each: nothing a second later, though the row was there."""
    mailing = mailing_to_all(workshop_of(900), rate=15)
    smtp = stage.mail_server()
    sender = stage.start("sender", *SEND, EMAIL_URL=smtp.url)
    wait_until(lambda: len(smtp.lines()) > 60, 60)
    rows = list(Delivery.objects.filter(mailing=mailing, state="pending").order_by("-pk"))
    leaving, looking = rows[: leave * 3 : 3], rows[1 : leave * 3 : 3]
    posts, left = [], {}
    for row in leaving:
        posts.append(_ask("post", row).status_code)
        left[row.address] = time.time()
    answers = [_ask("get", row).status_code for row in looking]
    sender.wait(300)
    late = [line for line in smtp.lines() if line["at"] > left.get(line["to"], line["at"]) + 1]
    reached = {row.address for row in looking} & {line["to"] for line in smtp.lines()}
    # A busy machine may have sent some before their turn to leave came.
    before = len(left.keys() & {line["to"] for line in smtp.lines()})
    skipped = Delivery.objects.filter(pk__in=[row.pk for row in leaving], state="skipped").count()
    return [
        Finding("one-click POST: answers", "all 200", str(set(posts)), set(posts) == {200}),
        Finding("mail later than 1 s after leaving", "0", f"{len(late)}", not late),
        Finding(
            f"rows left out ({before} were sent before)",
            f"{leave - before}",
            f"{skipped}",
            0 < skipped == leave - before,
        ),
        Finding(
            "GET of the link: answers, still get the mail",
            f"200, {len(looking)}",
            f"{set(answers)}, {len(reached)}",
            set(answers) == {200} and len(reached) == len(looking),
        ),
    ]


def _ask(method: str, row: Delivery):
    """Ask for the link of a message as a mail program does: no cookie, no token."""
    client = Client(enforce_csrf_checks=True)
    path, host = urlsplit(stop_url(row)).path, urlsplit(settings.SITE_URL).netloc
    body = {"List-Unsubscribe": "One-Click"} if method == "post" else {}
    return getattr(client, method)(path, body, secure=True, headers={"host": host})
