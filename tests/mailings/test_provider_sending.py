"""Mail through a provider's own protocol: what it is told, and what its answers mean."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.factories import make_mailing, make_participant, make_user, make_workshop
from tests.smtp import free_port
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.services import mailings_tick

pytestmark = pytest.mark.django_db
ACCEPTED = {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc2f4a", "To": "ada@example.org",
            "SubmittedAt": "2026-03-02T10:00:00Z"}  # fmt: skip


@contextmanager
def provider_server(status: int, answer: dict):
    """A provider on loopback that gives one answer to everything; yields what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(settings, port: int) -> Delivery:
    settings.MAIL_PROVIDER = "postmark"
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {
        "POSTMARK_SERVER_TOKEN": "token",
        "POSTMARK_API_URL": f"http://127.0.0.1:{port}/",
        "IGNORE_UNSUPPORTED_FEATURES": True,
    }
    workshop = make_workshop()
    make_participant(workshop, make_user("ada@example.org"))
    make_mailing(workshop)
    mailings_tick()
    return Delivery.objects.get()


def test_a_message_carries_the_number_of_its_delivery(settings):
    with provider_server(200, ACCEPTED) as (port, asked):
        delivery = send(settings, port)

    (body,) = asked
    assert delivery.state == "sent"
    assert body["Metadata"] == {"delivery": str(delivery.message_uuid)}
    assert body["To"] == "ada@example.org"
    headers = {each["Name"]: each["Value"] for each in body["Headers"]}
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Message-ID"] == delivery.message_id
    assert body["HtmlBody"]
    assert body["TextBody"]


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        (422, "failed", "550 Postmark answered 422."),
        (429, "pending", "421 Postmark answered 429."),
        (503, "unknown", "Postmark answered 503."),
        (401, "pending", "Postmark answered 401."),
        (500, "unknown", "Postmark answered 500."),
    ],
)
def test_an_answer_of_the_provider_is_understood(settings, status, state, reason):
    with provider_server(status, {"ErrorCode": 1, "Message": "ada@example.org no"}) as (port, _):
        delivery = send(settings, port)

    assert (delivery.state, delivery.reason) == (state, reason)
    assert Mailing.objects.get().state in ("sending", "done")


def test_a_provider_that_is_away_got_nothing(settings):
    delivery = send(settings, free_port())

    assert delivery.state == "pending"
    assert "did not answer" in delivery.reason
