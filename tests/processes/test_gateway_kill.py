"""A web server killed between two questions: whoever was answering goes on where they were."""

import json
import os
import re
import signal
import socket
import sqlite3
from contextlib import closing, suppress
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from tests.gateway.demo import QUESTIONS
from tests.processes.conftest import ROOT, wait_for

pytestmark = pytest.mark.slow
START = "/w/spring/questions/"


class Browser:
    """Keeps cookies, sends forms, and follows to the next page."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookies = port, dict([cookie.split("=")])

    def ask(self, method: str, path: str, **fields: str) -> tuple[str, str]:
        """Return the path of the page in the end, and the page."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as line:
            line.request(method, path, urlencode(fields) or None, headers)
            answer = line.getresponse()
            page, place = answer.read().decode(), answer.headers["Location"]
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, value = cookie.partition(";")[0].split("=", 1)
            self.cookies[name] = value
        return self.ask("GET", place) if place else (path, page)

    def answer(self, number: int) -> None:
        """Answer the question that is next: the second choice of the question of that number."""
        question = QUESTIONS[number]
        path, page = self.ask("GET", START)
        assert path == f"{START}answer/{question['key']}/"
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        fields = {"csrfmiddlewaretoken": token, "answer": question["options"][1]["key"]}
        self.ask("POST", path, **fields, kind=question["kind"])


@pytest.fixture
def serve(start, tmp_path):
    """A function: start the web server on a port and wait until it answers."""
    words = ["-m", "gunicorn", "workshop.config.wsgi", "--workers", "1", "--no-control-socket"]

    def run(port: int):
        server = start("web", *words, "--bind", f"127.0.0.1:{port}")
        wait_for(lambda: answers(port), seconds=60, logs=tmp_path)
        return server

    return run


def answers(port: int) -> bool:
    """Whether the server that is starting works: what is left of a killed one may still listen."""
    with suppress(OSError), closing(HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    return False


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


def draft(folder) -> dict:
    with closing(sqlite3.connect(folder / "workshop.sqlite3")) as database:
        return json.loads(database.execute("SELECT answers FROM gateway_draft").fetchone()[0])


def expected(number: int) -> dict:
    return {question["key"]: [question["options"][1]["key"]] for question in QUESTIONS[:number]}


def test_a_server_killed_between_two_questions_loses_no_answer(start, serve, tmp_path):
    assert start("migrate", "manage.py", "migrate").wait(100) == 0
    assert start("assets", "manage.py", "build_assets").wait(60) == 0
    settings = {"DJANGO_SETTINGS_MODULE": "workshop.config.settings", "PYTHONPATH": str(ROOT)}
    assert start("fill", "-m", "tests.processes.fill_gateway", **settings).wait(60) == 0
    cookie = re.search(r"session (\S+)", (tmp_path / "fill.log").read_text())[1]
    person = Browser(free_port(), cookie)

    for at_once in ([0], [1, 2, 3, 4], [5, 6]):
        server = serve(person.port)
        for number in at_once:
            person.answer(number)
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        assert draft(tmp_path) == expected(at_once[-1] + 1)

    serve(person.port)
    path, page = person.ask("GET", START)
    assert path == f"{START}answer/{QUESTIONS[7]['key']}/"
    assert "Question 8 of 15" in page
