"""A real worker and a real beat on Redis, against PostgreSQL, to a mail server over a socket."""

import os
from datetime import timedelta

import pytest
import redis
from django.utils import timezone

from tests.factories import make_mailing, make_participant, make_preregistration, make_workshop
from tests.processes.conftest import ends_well, postgres_url, wait_for
from tests.smtp import smtp_server
from workshop.mailings.models import Delivery

CELERY = ("-m", "celery", "--app", "workshop.config.celery")


@pytest.fixture
def broker():
    """A Redis database of this test's own, empty before and after."""
    server = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"
    url = f"{server.rsplit('/', 1)[0]}/14"
    client = redis.Redis.from_url(url)
    client.flushdb()
    yield url
    client.flushdb()
    client.close()


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_a_mailing_that_falls_due_reaches_everybody_once(start, broker, tmp_path):
    database = postgres_url()
    workshop = make_workshop("spring")
    wanted = [make_participant(workshop).user.email for _ in range(30)]
    wanted += [make_preregistration(workshop).email for _ in range(5)]
    make_participant(workshop, mailings_stopped_at=timezone.now())

    with smtp_server() as smtp:
        world = {"DATABASE_URL": database, "REDIS_URL": broker, "TICK_SECONDS": "1"}
        world["EMAIL_URL"] = f"smtp://127.0.0.1:{smtp.port}"
        beat = start("beat", *CELERY, "beat", "--schedule", str(tmp_path / "beat"), **world)
        worker = start("worker", *CELERY, "worker", "--concurrency", "2", **world)
        mailing = make_mailing(
            workshop,
            audience=["everyone", "preregistered"],
            send_at=timezone.now() + timedelta(seconds=3),
            rate=50,
        )

        def is_done() -> bool:
            mailing.refresh_from_db()
            return mailing.state == "done"

        wait_for(is_done, seconds=50, logs=tmp_path)
        codes = [ends_well(beat), ends_well(worker)]

    assert smtp.recipients == sorted(wanted)
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}
    assert codes == [0, 0]
