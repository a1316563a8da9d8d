"""What every request gets: headers, a log line without people, calm answers to trouble."""

import gzip
import json
import logging
import sys

import pytest
from django.db import OperationalError
from django.http import HttpResponse

from tests.factories import make_idea
from workshop.common.logs import JsonFormatter
from workshop.common.middleware import TextCompression


@pytest.fixture
def lines(caplog):
    """The log lines as they would be written."""
    caplog.set_level(logging.INFO)
    return lambda: [json.loads(JsonFormatter().format(record)) for record in caplog.records]


def test_page_forbids_everything_that_is_not_ours(client, db):
    response = client.get("/nothing-here/")

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_log_line_names_the_route_and_no_object(participant_client, group, lines):
    idea = make_idea(group)

    response = participant_client.get(idea.get_absolute_url())

    (line,) = [line for line in lines() if line.get("route") == "ideas:thread"]
    assert line["request"] == response["X-Request-ID"]
    assert line["status"] == 200
    assert "staff" not in line
    assert idea.public_id not in json.dumps(lines())


def test_log_line_of_a_missing_page_holds_no_path(participant_client, lines):
    participant_client.get("/w/spring/ideas/canary-idea/")

    assert "canary-idea" not in json.dumps(lines())


def test_log_line_of_staff_names_the_member(superuser_client, lines):
    superuser_client.get("/admin/")

    assert [line["staff"] for line in lines() if line.get("route") == "admin:index"] == [
        int(superuser_client.session["_auth_user_id"])
    ]


def test_log_line_of_a_fault_leaves_out_the_exceptions_words():
    try:
        raise ValueError("Key (participant_id)=(canary) is there already\nsecond line")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "boom", None, sys.exc_info())

    line = JsonFormatter().format(record)

    assert "is there already" not in json.loads(line)["traceback"].split("raise", 1)[0]
    assert json.loads(line)["exception"] == "ValueError"
    assert json.loads(line)["message"] == "boom"
    assert "\n" not in line


@pytest.mark.parametrize("path", ["/w/a%00b/", "/?x=%00", "/w/spring/ideas/%00/"])
def test_nul_in_an_address_is_a_bad_request(client, db, path):
    assert client.get(path).status_code == 400


def test_database_away_is_answered_503(client, workshop, monkeypatch):
    def gone(**asked):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("workshop.views.public.landing_page", gone)

    response = client.get("/w/spring/")

    assert response.status_code == 503
    assert response["Retry-After"] == "10"


def test_fault_of_ours_shows_a_reference_and_no_trace(client, workshop, monkeypatch):
    def broken(**asked):
        raise RuntimeError("secret words")

    monkeypatch.setattr("workshop.views.public.landing_page", broken)
    client.raise_request_exception = False

    response = client.get("/w/spring/")

    assert response.status_code == 500
    assert response["X-Request-ID"] in response.content.decode()
    assert "secret words" not in response.content.decode()


def test_no_other_handler_writes_what_our_lines_leave_out():
    for name in ("django", "django.request", "django.security.csrf", "django.db.backends"):
        assert logging.getLogger(name).handlers == [], name
        assert logging.getLogger(name).propagate, name


def test_a_page_travels_compressed_and_never_twice_the_same_length(client, db):
    answers = [client.get("/help/", headers={"Accept-Encoding": "gzip"}) for _ in range(12)]

    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert b"<h1>Help" in gzip.decompress(answers[0].content)
    assert len({len(answer.content) for answer in answers}) > 1


def test_a_browser_that_cannot_unpack_gets_the_page_as_it_is(client, db):
    assert b"<h1>Help" in client.get("/help/").content


def test_what_is_no_text_is_not_compressed_again(rf):
    middleware = TextCompression(
        lambda request: HttpResponse(b"\0" * 900, content_type="image/png")
    )

    answer = middleware(rf.get("/", headers={"Accept-Encoding": "gzip"}))

    assert not answer.has_header("Content-Encoding")
