"""Senders killed with -9 again and again: nobody gets two, nobody is forgotten (E1)."""

import random
import time
from contextlib import suppress

from django.db import connection

from bench.mailings.people import (
    dead_leases_end,
    is_done,
    mailing_to_all,
    states,
    workshop_of,
)
from bench.mailings.stage import SEND, Finding, MailServer, Stage
from workshop.mailings.models import Delivery, Mailing

SENDERS = 2
LONGEST, STANDS_STILL = 1800, 60


def killed_senders(stage: Stage, *, people: int = 5000, kills: int = 20, seed: int = 7):
    """Kill one of two senders at moments spread over the run, at random; then let it end."""
    chance, people, kills = random.Random(seed), people // stage.part, max(2, kills // stage.part)
    mailing = mailing_to_all(workshop_of(people))
    smtp = stage.mail_server()
    environment = {"EMAIL_URL": smtp.url}
    senders = [stage.start("sender", *SEND, **environment) for _ in range(SENDERS)]
    # Not by a clock but by how far it is, so that every kill falls into the run.
    moments = sorted(chance.sample(range(people // 20, people * 19 // 20), kills))
    for moment in moments:
        _wait_for_messages(smtp, moment, senders, stage, environment)
        time.sleep(chance.random() * 0.05)
        _kill_a_busy_one(senders, chance)
    _let_it_end(stage, mailing, senders, environment)
    return verdict(mailing, smtp, people=people, most_unknown=kills, title=f"{kills} kills -9")


def _wait_for_messages(smtp: MailServer, count: int, senders, stage, environment) -> None:
    """Return once the server took so many; replace senders that were killed."""
    taken, since = _taken(smtp), time.monotonic()
    while taken < count:
        _replace_the_dead(senders, stage, environment)
        time.sleep(0.05)
        before, taken = taken, _taken(smtp)
        since = since if taken == before else time.monotonic()
        if time.monotonic() > since + STANDS_STILL:
            raise RuntimeError(f"The senders stand still; {stage.last_words('sender')}")


def _taken(smtp: MailServer) -> int:
    with suppress(FileNotFoundError):
        return smtp.log.read_bytes().count(b"\n")
    return 0


def _replace_the_dead(senders, stage, environment) -> None:
    for place, sender in enumerate(senders):
        if sender.poll() is not None:
            senders[place] = stage.start("sender", *SEND, **environment)


def _kill_a_busy_one(senders, chance: random.Random) -> None:
    alive = [sender for sender in senders if sender.poll() is None]
    # The one that has run longest is in the middle of its work.
    victim = alive[0] if len(alive) == 1 else chance.choice(alive)
    victim.kill()
    victim.wait()


def _let_it_end(stage: Stage, mailing: Mailing, senders, environment) -> None:
    """Let the others finish, then the claims of the dead run out and a last one finish those."""
    end = time.monotonic() + LONGEST
    while not is_done(mailing):
        if time.monotonic() > end:
            raise RuntimeError(f"The mailing does not end: {dict(states(mailing))}")
        for sender in senders:
            sender.wait(LONGEST)
        dead_leases_end(mailing)
        senders = [stage.start("sender", *SEND, **environment)]
    for sender in senders:
        sender.wait(LONGEST)


def verdict(mailing: Mailing, smtp: MailServer, *, people: int, most_unknown: int, title: str):
    """What every such run must show, from the ledger and from the server's own file."""
    connection.close()
    counts, twice = states(mailing), smtp.duplicates()
    ids = {line["name"].strip("<>").partition("@")[0] for line in smtp.lines()}
    rows = Delivery.objects.filter(mailing=mailing).values_list("message_uuid", "state")
    by_state = {str(name): state for name, state in rows}
    # Said to be sent and never taken, or neither sent nor in doubt at the end.
    lost = sum(
        state not in ("sent", "unknown") or (state == "sent" and name not in ids)
        for name, state in by_state.items()
    ) + (people - len(by_state))
    unknown, arrived = counts["unknown"], sum(by_state[n] == "unknown" for n in ids & set(by_state))
    return [
        Finding(f"{title}: recipients", f"{people}", f"{len(by_state)}", len(by_state) == people),
        Finding(f"{title}: got it twice", "0", f"{len(twice)}", not twice),
        Finding(f"{title}: lost", "0", f"{lost}", lost == 0),
        Finding(
            f"{title}: not known whether it arrived",
            f"<= {most_unknown}",
            f"{unknown} ({arrived} had)",
            unknown <= most_unknown,
        ),
    ]
