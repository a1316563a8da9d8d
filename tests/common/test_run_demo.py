import os
import re
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parent.parent.parent
CONFIGURED = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "EMAIL_URL", "SITE_URL")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def run_demo(tmp_path):
    """Start the demo in a folder of its own, with its output in a file."""
    environment = {key: value for key, value in os.environ.items() if key not in CONFIGURED}
    environment |= {"VAR_DIR": str(tmp_path), "DEBUG": "1", "ASSETS_DIR": str(tmp_path / "assets")}
    started = []

    def start(*words: str) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "run_demo", *words]
        output = (tmp_path / "output").open("w")
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        output.close()
        started.append(process)
        return process

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait_for(path: Path, words: str, process: subprocess.Popen) -> str:
    """The output once it holds those words."""
    while words not in (text := path.read_text()):
        assert process.poll() is None, text
        time.sleep(0.2)
    return text


def front_page(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/")
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_demo_serves_tells_how_to_get_in_and_stops_without_leaving_a_process(
    run_demo, tmp_path
):
    port = free_port()
    demo = run_demo("--port", str(port))

    text = wait_for(tmp_path / "output", "Ctrl-C stops all of it.", demo)
    status = front_page(port)
    demo.send_signal(signal.SIGINT)
    code = demo.wait(40)

    assert status == 302  # to the one open workshop
    assert f"http://127.0.0.1:{port}/" in text
    assert re.search(r"^spectator \S+@demo\.invalid$", text, re.MULTILINE)
    assert re.search(r"^facilitator \S+@\S+ \S{12,} [A-Z2-7]{32}$", text, re.MULTILINE)
    assert code == 0
    with pytest.raises(ConnectionRefusedError):
        front_page(port)


def test_the_demo_is_refused_in_production(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG=1"):
        call_command("run_demo")


@pytest.mark.slow
def test_a_taken_port_is_named_with_a_way_out(run_demo, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        code = run_demo("--port", str(port)).wait(60)

    assert code == 1
    assert (tmp_path / "output").read_text() == (
        f"CommandError: Port {port} is taken; try: make demo PORT={port + 1}\n"
    )
