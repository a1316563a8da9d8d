"""A sender whose own clock is an hour wrong: nothing early, nothing twice."""

from datetime import timedelta
from pathlib import Path

import libfaketime
from django.utils import timezone

from bench.mailings.people import mailing_to_all, states, workshop_of
from bench.mailings.stage import SEND, Finding, Stage

LIBRARY = Path(libfaketime.__file__).parent / "vendor/libfaketime/src/libfaketime.so.1"
PEOPLE = 20


def wrong_clock(stage: Stage) -> list[Finding]:
    """Let senders an hour ahead and an hour behind look at what is due now and in half an hour."""
    now, smtp = timezone.now(), stage.mail_server()
    due = mailing_to_all(workshop_of(PEOPLE), send_at=now)
    later = mailing_to_all(workshop_of(PEOPLE), send_at=now + timedelta(minutes=30))
    for offset in ("+1h", "-1h", "+1h"):
        _run(stage, smtp.url, offset)
    early, sent, twice = states(later), states(due), smtp.duplicates()
    return [
        Finding("sender's clock 1 h wrong: rows of what is not due", "0", f"{early.total()}",
                not early),
        Finding("sender's clock 1 h wrong: what is due", f"{PEOPLE} sent", str(dict(sent)),
                sent == {"sent": PEOPLE}),
        Finding("sender's clock 1 h wrong: got it twice", "0", f"{len(twice)}", not twice),
    ]  # fmt: skip


def _run(stage: Stage, url: str, offset: str) -> None:
    """Send what is due by a process that believes in another hour; its seconds run as ever."""
    wrong = {"LD_PRELOAD": str(LIBRARY), "FAKETIME": offset, "DONT_FAKE_MONOTONIC": "1"}
    wrong["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
    process = stage.start("wrong-clock", *SEND, EMAIL_URL=url, **wrong)
    if process.wait(120):
        raise RuntimeError(stage.last_words("wrong-clock"))
