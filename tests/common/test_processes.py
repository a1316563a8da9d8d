import signal
import sys

import pytest

from workshop.common.processes import ProcessEndedError, Together


@pytest.fixture
def together(tmp_path):
    with Together(tmp_path, grace=5) as processes:
        yield processes


def test_all_processes_are_gone_after_stopping(together):
    together.start("one", [sys.executable, "-c", "import time; time.sleep(60)"])
    together.start("two", [sys.executable, "-c", "import time; time.sleep(60)"])
    processes = list(together.running.values())

    together.stop()

    assert [process.returncode for process in processes] == [-15, -15]


def test_a_process_that_ignores_the_request_is_killed(together):
    code = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True)"
    together.grace = 1
    together.start("deaf", [sys.executable, "-c", f"{code}; time.sleep(60)"])
    process = together.running["deaf"]
    while not together.log("deaf").read_text():
        assert process.poll() is None

    together.stop()

    assert process.returncode == -9


def test_a_process_that_ends_by_itself_is_reported_with_its_last_words(together):
    together.start("web", [sys.executable, "-c", "raise SystemExit('no database')"])
    together.running["web"].wait(30)

    with pytest.raises(ProcessEndedError, match="The web ended with code 1:\nno database"):
        together.check()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_signal_that_ends_programs_becomes_an_interrupt(together, number):
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(number)


def test_signals_mean_afterwards_what_they_meant_before(tmp_path):
    before = signal.getsignal(signal.SIGTERM)

    with Together(tmp_path):
        during = signal.getsignal(signal.SIGTERM)

    assert during != before
    assert signal.getsignal(signal.SIGTERM) == before
