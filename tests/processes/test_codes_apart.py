"""A sign-in code arrives while a mailing of thousands waits for a server that holds it up."""

import asyncio
from datetime import timedelta

import pytest
from celery import Celery
from django.utils import timezone

from tests.factories import make_mailing, make_workshop
from tests.processes.conftest import ends_well, postgres_url, wait_for
from tests.processes.test_worker_and_beat import CELERY, broker  # noqa: F401 - a fixture
from tests.smtp import Witness, smtp_server
from workshop.accounts.models import OutboxMessage
from workshop.models import Preregistration


def a_code() -> OutboxMessage:
    now = timezone.now()
    return OutboxMessage.objects.create(
        to="code@example.org", subject="Your code", text="1234 5678", created_at=now,
        next_attempt_at=now, deadline_at=now + timedelta(seconds=60),
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_a_code_overtakes_a_mailing_that_is_held_up(start, broker, tmp_path):  # noqa: F811
    database, held, arrived = postgres_url(), [], []

    async def hold(address: str) -> None:
        """Let nobody of the mailing through before the code has come."""
        if address == "code@example.org":
            arrived.append(len(held))
            return
        held.append(address)
        while not arrived:
            await asyncio.sleep(0.05)

    workshop = make_workshop("spring", opens_in_days=7)
    rows = [
        Preregistration(workshop=workshop, email=f"p{n}@example.org", email_key=f"p{n}@example.org")
        for n in range(2000)
    ]
    Preregistration.objects.bulk_create(rows)
    make_mailing(workshop, audience=["preregistered"], send_at=timezone.now(), rate=500)

    with smtp_server(Witness(before_rcpt=hold)) as smtp:
        world = {"DATABASE_URL": database, "REDIS_URL": broker}
        world["EMAIL_URL"] = f"smtp://127.0.0.1:{smtp.port}"
        start("worker", *CELERY, "worker", "-Q", "celery", "-c", "2", **world)
        codes = start("codes", *CELERY, "worker", "-Q", "codes", "-n", "codes@%h", **world)
        with Celery(broker=broker, set_as_current=False) as outside:
            for _ in range(2):
                outside.send_task("workshop.mailings.tasks.mailings_tick", queue="celery")
            wait_for(lambda: bool(held), seconds=60, logs=tmp_path)
            row = a_code()
            outside.send_task("workshop.accounts.tasks.message_send", (row.pk,), queue="codes")
            wait_for(lambda: bool(arrived), seconds=20, logs=tmp_path)
            wait_for(lambda: not OutboxMessage.objects.exists(), seconds=10, logs=tmp_path)
        # What is left of the mailing is of no interest: the fixture ends its worker.
        code = ends_well(codes)

    assert smtp.tried["code@example.org"] == 1
    assert 1 <= arrived[0] <= 3
    assert code == 0
