"""The rate is kept, a pause stops at once, and nothing leaves after a cancellation (E4)."""

import time

from django.utils import timezone

from bench.mailings.people import mailing_to_all, states, workshop_of
from bench.mailings.stage import SEND, Finding, Stage, wait_until
from workshop.mailings.models import Mailing
from workshop.mailings.services import (
    mailing_cancel,
    mailing_pause,
    mailing_resume,
    mailings_tick,
)

RATE, SECONDS, OFF_BY_AT_MOST = 10, 300, 0.10
PAUSES_WITHIN = 5


def rate_kept(stage: Stage) -> list[Finding]:
    """Ten a second for five minutes, by two senders."""
    return [_one_rate(stage, 2, SECONDS // stage.part)]


def rate_by_any_number(stage: Stage) -> list[Finding]:
    """Ten a second for one minute, by one sender and by three at once."""
    found = []
    for senders in (1, 3):
        found.append(_one_rate(stage, senders, SECONDS // 5 // min(stage.part, 2)))
        stage.end_all()
    return found


def _one_rate(stage: Stage, senders: int, seconds: int) -> Finding:
    mailing = mailing_to_all(workshop_of(RATE * seconds), rate=RATE)
    smtp = stage.mail_server()
    world = {"EMAIL_URL": smtp.url, "MAIL_SENDERS": "3"}
    processes = [stage.start("sender", *SEND, **world) for _ in range(senders)]
    for process in processes:
        process.wait(seconds * 3 + 120)
    times = [line["at"] for line in smtp.lines()]
    rate = (len(times) - 1) / (max(times) - min(times))
    title = f"rate of {RATE}/s over {seconds} s with {senders} senders"
    good = abs(rate / RATE - 1) <= OFF_BY_AT_MOST and states(mailing)["sent"] == RATE * seconds
    return Finding(title, "+-10 %", f"{rate:.2f}/s", good)


def pause_and_cancel(stage: Stage) -> list[Finding]:
    """Pause at a slow and a fast rate, resume, cancel."""
    found = []
    for rate in (1, 50):
        mailing = mailing_to_all(workshop_of(rate * 100), rate=rate)
        smtp = stage.mail_server()
        stage.start("sender", *SEND, EMAIL_URL=smtp.url)
        wait_until(lambda smtp=smtp: len(smtp.lines()) > 3, 60)
        late = _late_after(mailing_pause, mailing, smtp)
        good = late <= PAUSES_WITHIN
        found.append(
            Finding(f"pause at {rate}/s: s to the last message", "<= 5", f"{late:.2f}", good)
        )
        Mailing.objects.filter(pk=mailing.pk).update(paced_until=timezone.now())
        mailing_resume(mailing=Mailing.objects.get(pk=mailing.pk))
        before = len(smtp.lines())
        stage.start("sender", *SEND, EMAIL_URL=smtp.url)
        wait_until(lambda smtp=smtp, before=before: len(smtp.lines()) > before + 2, 60)
        late = _late_after(mailing_cancel, mailing, smtp)
        # What the sender had claimed it gave back; the next look at the ledger leaves it out.
        mailings_tick(slice_seconds=0)
        left = states(mailing)
        waiting = left["pending"] + left["sending"] + left["handed"]
        good = late <= 1 and waiting == 0
        title = f"cancel at {rate}/s: s to the last message, rows left"
        found.append(Finding(title, "<= 1, 0", f"{late:.2f}, {waiting}", good))
    return found


def _late_after(decide, mailing: Mailing, smtp) -> float:
    """Decide, wait long enough, and return how long after it the last message was taken."""
    decide(mailing=Mailing.objects.get(pk=mailing.pk))
    decided = time.time()
    time.sleep(10)
    return max(0.0, max(line["at"] for line in smtp.lines()) - decided)
