"""Messages of accounts wait in rows, and go at least once by a queue of their own."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.accounts.signing_in import CODE, ask_code, last_code, type_code, without_broker
from tests.smtp import Witness, smtp_server
from workshop.accounts.models import OutboxMessage
from workshop.accounts.services.outbox import outbox_send, outbox_sweep
from workshop.accounts.tasks import message_send
from workshop.accounts.tasks import outbox_sweep as sweep_task
from workshop.config.celery import app
from workshop.privacy.services import retention_run

pytestmark = pytest.mark.django_db
SEND = "django.core.mail.backends.locmem.EmailBackend.send_messages"


def answers(monkeypatch, *errors: Exception) -> list[str]:
    """Let the server answer with these errors, then take what comes; returns the names tried."""
    left, tried, take = list(errors), [], mail.backends.locmem.EmailBackend.send_messages

    def send(backend, messages):
        tried.append(messages[0].extra_headers["Message-ID"])
        if left:
            raise left.pop(0)
        return take(backend, messages)

    monkeypatch.setattr(SEND, send)
    return tried


@pytest.fixture(autouse=True)
def memory():
    """Django chooses its backend of memory when a test begins, so it is there to be patched."""
    import django.core.mail.backends.locmem  # noqa: F401, PLC0415


def at(seconds: float):
    return timezone.now() + timedelta(seconds=seconds)


def test_a_row_vanishes_once_its_message_is_sent(client, workshop, mailoutbox):
    ask_code(client, "spring", "ada@example.org")

    assert [message.to for message in mailoutbox] == [["ada@example.org"]]
    assert not OutboxMessage.objects.exists()


def test_a_server_that_is_away_gets_the_same_message_again(
    client, workshop, mailoutbox, monkeypatch
):
    tried = answers(
        monkeypatch, OSError("away"), smtplib.SMTPRecipientsRefused({"x": (451, b"later")})
    )

    assert ask_code(client, "spring", "ada@example.org").status_code == 302
    outbox_sweep(now=at(2))
    assert len(tried) == 1
    outbox_sweep(now=at(6))
    outbox_sweep(now=at(12))

    assert len(tried) == 3
    assert len(set(tried)) == 1
    assert not OutboxMessage.objects.exists()
    assert type_code(client, "spring", last_code(mailoutbox)).status_code == 302


def test_a_code_is_dropped_after_a_minute_with_a_line_in_the_log(
    client, workshop, mailoutbox, monkeypatch, caplog
):
    answers(monkeypatch, OSError("ada@example.org"))
    ask_code(client, "spring", "ada@example.org")
    code = CODE.search(OutboxMessage.objects.get().text).group(1)
    outbox_sweep(now=at(61))

    assert not OutboxMessage.objects.exists()
    assert not mailoutbox
    assert "dropped: its time is over" in caplog.text
    assert "ada@" not in caplog.text
    assert code not in caplog.text


def test_what_is_refused_for_good_is_not_tried_again(client, workshop, monkeypatch):
    tried = answers(monkeypatch, smtplib.SMTPRecipientsRefused({"x": (550, b"nobody")}))
    ask_code(client, "spring", "ada@example.org")
    outbox_sweep(now=at(6))

    assert len(tried) == 1
    assert not OutboxMessage.objects.exists()


def test_a_message_that_cannot_be_written_does_not_stop_the_next(workshop, client, mailoutbox):
    answers_none = OutboxMessage(to="ada@example.org", subject="Two\nlines", text="x")
    answers_none.created_at = answers_none.next_attempt_at = at(-5)
    answers_none.deadline_at = at(50)
    answers_none.save()
    good = OutboxMessage.objects.create(
        to="bo@example.org", subject="One", text="x", created_at=at(-4),
        next_attempt_at=at(-4), deadline_at=at(50),
    )  # fmt: skip

    assert outbox_sweep() == 2
    assert [message.to for message in mailoutbox] == [[good.to]]
    assert not OutboxMessage.objects.exists()


def test_two_workers_do_not_send_one_message_at_once(client, workshop, mailoutbox, monkeypatch):
    inside = []
    take = mail.backends.locmem.EmailBackend.send_messages

    def send(backend, messages):
        if not inside:
            inside.append(OutboxMessage.objects.get().pk)
            outbox_send(pk=inside[0])
        return take(backend, messages)

    monkeypatch.setattr(SEND, send)
    ask_code(client, "spring", "ada@example.org")

    assert len(mailoutbox) == 1


def test_a_lease_of_a_worker_that_died_runs_out(workshop, mailoutbox):
    row = OutboxMessage.objects.create(
        to="bo@example.org", subject="One", text="x", created_at=at(0), next_attempt_at=at(0),
        deadline_at=at(60), lease_until=at(30),
    )  # fmt: skip

    outbox_send(pk=row.pk, now=at(29))
    assert not mailoutbox
    outbox_send(pk=row.pk, now=at(31))
    assert len(mailoutbox) == 1


def test_without_a_broker_the_web_process_sends(client, workshop, mailoutbox, monkeypatch):
    without_broker(monkeypatch)

    assert ask_code(client, "spring", "ada@example.org").status_code == 302
    assert type_code(client, "spring", last_code(mailoutbox)).status_code == 302
    assert not OutboxMessage.objects.exists()


def test_with_neither_broker_nor_server_nothing_comes_later(
    client, workshop, mailoutbox, monkeypatch
):
    without_broker(monkeypatch)
    answers(monkeypatch, OSError("away"))

    assert ask_code(client, "spring", "ada@example.org").status_code == 503
    assert not OutboxMessage.objects.exists()


def test_codes_go_over_smtp_with_both_parts(client, workshop, settings):
    settings.EMAIL_BACKEND = "workshop.common.mail.SmtpBackend"
    with smtp_server(Witness()) as smtp:
        settings.EMAIL_HOST, settings.EMAIL_PORT = smtp.host, smtp.port
        ask_code(client, "spring", "ada@example.org")

    message = smtp.accepted[0].message
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert CODE.search(message.get_body(("plain",)).get_content())


def test_messages_of_accounts_have_a_queue_of_their_own():
    router = app.amqp.Router()

    for task in (message_send, sweep_task):
        assert router.route({}, task.name)["queue"].name == "codes"
    mailings = router.route({}, "workshop.mailings.tasks.mailings_tick")
    assert mailings.get("queue", app.amqp.queues["celery"]).name == "celery"


def test_what_nobody_sent_is_not_kept(workshop):
    OutboxMessage.objects.create(
        to="bo@example.org", subject="One", text="x", created_at=at(-90), next_attempt_at=at(-90),
        deadline_at=at(-30),
    )  # fmt: skip

    retention_run()

    assert not OutboxMessage.objects.exists()
