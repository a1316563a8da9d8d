import socket
import threading
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.core import mail
from django.db import OperationalError
from django.utils import timezone

from tests.factories import make_mailing, make_participant, make_user
from tests.smtp import free_port
from workshop.mailings.enums import DeliveryState
from workshop.mailings.services import mailing_pause, mailings_stop, mailings_tick, sending
from workshop.mailings.services.tick import LATE_REASON, STALLED_REASON

NOW = timezone.now()


def mailing_to(workshop, *names: str, **extra):
    for name in names:
        make_participant(workshop, make_user(f"{name}@example.org"))
    return make_mailing(workshop, send_at=NOW, **extra)


def outcome(mailing) -> dict[str, str]:
    rows = mailing.deliveries.values_list("address", "state")
    return {address.split("@")[0]: state for address, state in rows}


def test_a_due_mailing_reaches_each_recipient_once(workshop, smtp):
    mailing = mailing_to(workshop, "ann", "bob", "cleo")

    first = mailings_tick(now=NOW)
    second = mailings_tick(now=NOW + timedelta(minutes=1))

    assert smtp.recipients == ["ann@example.org", "bob@example.org", "cleo@example.org"]
    assert first.counts == {DeliveryState.SENT: 3}
    assert not any(second.counts.values())
    mailing.refresh_from_db()
    assert mailing.state == "done"


def test_what_arrives_is_the_whole_message(workshop, smtp):
    mailing = mailing_to(workshop, "ann", body="First line\n\n.\n\n..dots\n\nLast line")

    mailings_tick(now=NOW)

    received = smtp.accepted[0]
    text = received.message.get_body(("plain",)).get_content()
    assert text.startswith("First line\r\n\r\n.\r\n\r\n..dots\r\n\r\nLast line\r\n")
    assert received.sender == "workshop@workshop.invalid"
    assert received.message["Message-ID"] == mailing.deliveries.get().message_id


def test_each_fault_of_a_mail_server_ends_as_it_should(workshop, smtp, settings):
    settings.EMAIL_TIMEOUT = 0.5
    names = ["ann", "r550", "r451", "r421", "d452", "d552", "drop", "hang", "zoe"]
    mailing = mailing_to(workshop, *names)

    mailings_tick(now=NOW)

    assert outcome(mailing) == {
        "ann": "sent",
        "r550": "failed",
        "r451": "pending",
        "r421": "pending",
        "d452": "pending",
        "d552": "failed",
        "drop": "unknown",
        "hang": "unknown",
        "zoe": "sent",
    }
    assert smtp.recipients == ["ann@example.org", "zoe@example.org"]


def test_refusals_are_never_repeated_and_doubts_neither(workshop, smtp, settings):
    settings.EMAIL_TIMEOUT = 0.5
    mailing_to(workshop, "r550", "d552", "drop", "r451")

    for hours in range(5):
        mailings_tick(now=NOW + timedelta(hours=hours))

    tried = {address.split("@")[0]: count for address, count in smtp.tried.items()}
    assert tried == {"r550": 1, "d552": 1, "drop": 1, "r451": 5}


def test_an_address_that_cannot_be_written_stops_nobody_else(workshop, smtp):
    mailing = mailing_to(workshop, "ann", "bad\nline", "zoe")

    mailings_tick(now=NOW)

    assert outcome(mailing) == {"ann": "sent", "bad\nline": "failed", "zoe": "sent"}


def test_a_server_that_refuses_connections_is_not_asked_for_everybody(workshop, settings):
    settings.EMAIL_BACKEND = "workshop.common.mail.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    mailing = mailing_to(workshop, "ann", "bob", "cleo")

    mailings_tick(now=NOW)

    assert set(outcome(mailing).values()) == {"pending"}
    assert sorted(mailing.deliveries.values_list("attempts", flat=True)) == [0, 0, 1]


@contextmanager
def server_that_hangs_up():
    """Greets and closes the connection, every time."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        stop = threading.Event()

        def serve():
            while not stop.is_set():
                connection, _ = listening.accept()
                # Whoever called may be gone already, as the one who ends this server is.
                with suppress(OSError):
                    connection.sendall(b"220 hello\r\n")
                connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        stop.set()
        socket.create_connection(listening.getsockname()).close()
        thread.join()


def test_twenty_failures_in_a_row_pause_the_mailing_for_a_person(workshop, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "workshop.common.mail.SmtpBackend", "127.0.0.1"
    mailing = mailing_to(workshop, "ann", "bob", "cleo", "dan")

    with server_that_hangs_up() as settings.EMAIL_PORT:
        # Never just as long as a wait, which begins a moment after its tick.
        for minutes in range(0, 220, 11):
            mailings_tick(now=NOW + timedelta(minutes=minutes))

    mailing.refresh_from_db()
    assert mailing.state == "paused"
    assert mailing.reason == "The mail server did not answer 20 times in a row."


def test_one_success_ends_the_count_of_failures(workshop, smtp):
    mailing = mailing_to(workshop, "drop", "ann")

    mailings_tick(now=NOW)

    mailing.refresh_from_db()
    assert mailing.trouble == 0


@pytest.mark.slow
def test_one_connection_carries_a_hundred_messages(workshop, smtp):
    mailing_to(workshop, *(f"person{n}" for n in range(150)), rate=30_000)

    mailings_tick(now=NOW)

    assert len(smtp.accepted) == 150
    assert smtp.connections == 2


def test_a_kept_connection_that_the_server_ended_is_opened_anew(workshop, smtp, monkeypatch):
    mailing = mailing_to(workshop, "ann", "bob")
    closed = []

    def hang_up_after_the_first(sender, delivery, letter, now):
        reply = carry(sender, delivery, letter, now)
        if not closed:
            closed.append(sender.carrier._backend.connection.sock.shutdown(socket.SHUT_RDWR))
        return reply

    carry = sending.Sender._carry
    monkeypatch.setattr(sending.Sender, "_carry", hang_up_after_the_first)
    mailings_tick(now=NOW)

    assert outcome(mailing) == {"ann": "sent", "bob": "sent"}
    assert smtp.duplicates == []


@pytest.mark.parametrize("event", ["pause", "stop"])
def test_a_pause_or_a_stop_between_claim_and_text_is_heard(workshop, smtp, monkeypatch, event):
    mailing = mailing_to(workshop, "ann")
    person = workshop.participants.get()

    def too_late(**words):
        if event == "pause":
            mailing_pause(mailing=mailing)
        else:
            mailings_stop(person=person)
        monkeypatch.setattr(sending, "delivery_hand_over", hand_over)
        return hand_over(**words)

    hand_over = sending.delivery_hand_over
    monkeypatch.setattr(sending, "delivery_hand_over", too_late)
    mailings_tick(now=NOW)

    assert smtp.accepted == []
    assert outcome(mailing) == {"ann": "pending" if event == "pause" else "skipped"}


def test_a_database_that_fails_at_the_fence_lets_nothing_out(workshop, smtp, monkeypatch):
    mailing = mailing_to(workshop, "ann")

    def broken(**words):
        raise OperationalError("the database is away")

    monkeypatch.setattr(sending, "delivery_hand_over", broken)
    with pytest.raises(OperationalError):
        mailings_tick(now=NOW)
    monkeypatch.undo()
    assert smtp.accepted == []

    mailings_tick(now=NOW + timedelta(minutes=3))
    assert smtp.recipients == ["ann@example.org"]
    assert outcome(mailing) == {"ann": "sent"}


def test_a_slice_ends_in_time_and_the_next_one_goes_on(workshop, smtp):
    mailing = mailing_to(workshop, *(f"person{n}" for n in range(6)), rate=4)

    first = mailings_tick(now=NOW, slice_seconds=0.6)
    sent = len(smtp.accepted)
    second = mailings_tick(now=NOW + timedelta(seconds=2))

    assert first.more
    assert 1 <= sent < 6
    assert not second.more
    assert len(smtp.accepted) == 6
    assert set(mailing.deliveries.values_list("attempts", flat=True)) == {1}


@pytest.mark.slow
def test_the_chosen_rate_is_held(workshop, smtp):
    mailing_to(workshop, *(f"person{n}" for n in range(41)), rate=20)

    mailings_tick(now=NOW)

    spent = smtp.accepted[-1].at - smtp.accepted[0].at
    # Up to one second of the rate may be made up for; then forty gaps of a twentieth remain.
    assert 1.8 <= spent <= 2.6


def test_a_mailing_waits_for_its_time(workshop, smtp):
    mailing = mailing_to(workshop, "ann")

    mailings_tick(now=NOW - timedelta(seconds=1))

    mailing.refresh_from_db()
    assert (mailing.state, smtp.accepted) == ("scheduled", [])


def test_up_to_two_hours_late_it_goes_and_later_it_waits_for_a_person(workshop, smtp):
    make_participant(workshop)
    just = make_mailing(workshop, send_at=NOW - timedelta(minutes=119))
    late = make_mailing(workshop, send_at=NOW - timedelta(minutes=121))

    mailings_tick(now=NOW)

    for mailing in (just, late):
        mailing.refresh_from_db()
    assert (just.state, len(smtp.accepted)) == ("done", 1)
    assert (late.state, late.reason) == ("paused", LATE_REASON)


def test_a_mailing_that_stood_still_for_hours_waits_for_a_person(workshop, smtp):
    mailing = mailing_to(workshop, "ann", "bob")
    mailings_tick(now=NOW, slice_seconds=0)

    mailings_tick(now=NOW + timedelta(hours=2, minutes=1))

    mailing.refresh_from_db()
    assert (mailing.state, mailing.reason) == ("paused", STALLED_REASON)
    assert smtp.accepted == []


def test_a_long_wait_for_a_full_mailbox_is_no_standstill(workshop, smtp):
    mailing = mailing_to(workshop, "d452")

    for minutes in (0, 1, 4, 15, 46, 107):
        mailings_tick(now=NOW + timedelta(minutes=minutes, seconds=5))

    mailing.refresh_from_db()
    assert (mailing.state, outcome(mailing)) == ("done", {"d452": "failed"})


@pytest.mark.parametrize("state", ["draft", "paused", "done", "cancelled"])
def test_nothing_is_sent_of_a_mailing_that_is_not_scheduled(workshop, state):
    mailing_to(workshop, "ann", state=state)

    mailings_tick(now=NOW + timedelta(minutes=1))

    assert mail.outbox == []


def test_two_mailings_are_sent_side_by_side(workshop, smtp):
    make_participant(workshop, make_user("ann@example.org"))
    for subject in ("One", "Two"):
        make_mailing(workshop, subject=subject, send_at=NOW)

    mailings_tick(now=NOW)

    assert sorted(received.message["Subject"] for received in smtp.accepted) == ["One", "Two"]
