"""A sender killed in the worst moments: nobody gets two, nobody is forgotten."""

import asyncio
import os
import signal
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories import make_mailing, make_participant, make_user, make_workshop
from tests.processes.conftest import postgres_url
from tests.smtp import Witness, smtp_server
from workshop.mailings.models import Delivery

NOW = timezone.now().replace(microsecond=0)
PEOPLE = 12
VICTIM = 5  # the message during which the sender dies

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


class Killer(Witness):
    """A mail server that kills its client during the fifth message, at a chosen moment."""

    victim = None

    async def kill(self, moment_count: int) -> None:
        if moment_count == VICTIM and self.victim:
            os.kill(self.victim.pid, signal.SIGKILL)
            self.victim.wait()
            self.victim = None
            # Let the end of the connection arrive before anything is answered.
            await asyncio.sleep(0.1)


def server_that_kills(moment: str) -> Killer:
    killer, seen = Killer(), Counter()

    async def at_this_moment(address: str) -> None:
        seen[moment] += 1
        await killer.kill(seen[moment])

    if moment == "before the text":
        killer.before_rcpt = at_this_moment
    else:
        killer.before_answer = at_this_moment
    return killer


@pytest.mark.parametrize(("moment", "unknown"), [("before the text", 0), ("before the answer", 1)])
def test_a_killed_sender_sends_nothing_twice_and_loses_nothing(start, moment, unknown):
    database = postgres_url()
    workshop = make_workshop("spring")
    for n in range(PEOPLE):
        make_participant(workshop, make_user(f"p{n}@example.org"))
    mailing = make_mailing(workshop, send_at=NOW)

    with smtp_server(server_that_kills(moment)) as smtp:
        world = {"DATABASE_URL": database, "EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}"}
        smtp.victim = first = start("sender", *command(NOW), **world)
        assert first.wait(60) == -signal.SIGKILL
        # The dead sender's claims are over after two minutes: two runs, three minutes apart.
        for minutes in (3, 6):
            assert start("next", *command(NOW + timedelta(minutes=minutes)), **world).wait(60) == 0

    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states == Counter(sent=PEOPLE - unknown, unknown=unknown)
    assert smtp.duplicates == []
    # The server of this test keeps the text whose answer nobody waited for.
    assert len(smtp.accepted) == PEOPLE
    mailing.refresh_from_db()
    assert mailing.state == "done"
    connection.close()


def command(now) -> list[str]:
    return ["manage.py", "send_due_mailings", "--now", now.isoformat()]
