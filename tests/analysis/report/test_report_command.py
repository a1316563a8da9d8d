"""The command that writes the report, by its arguments, files and exit codes."""

import base64
import json
import os
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.analysis.making import make_question, make_responses
from tests.factories import make_idea, make_participant
from workshop.models import Workshop

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def out(tmp_path):
    return tmp_path / "report.json"


def write(*arguments):
    call_command("report", *map(str, arguments))


def refusal(*arguments):
    """The message and exit code with which the command refuses."""
    with pytest.raises(CommandError) as refused:
        write(*arguments)
    return str(refused.value), refused.value.returncode


def test_json_is_the_contracts_object(workshop, group, out):
    make_idea(group, make_participant(workshop), public_id="one", title="Wörk “less”")

    write("spring", "--format", "json", "--out", out, "--disclosure", "off")

    told = json.loads(out.read_text(encoding="utf-8"))
    assert list(told) == [
        "workshop", "as_of", "disclosure", "counts", "tables", "timeline", "ideas",
    ]  # fmt: skip
    assert told["workshop"] == "spring"
    assert told["disclosure"] == {"rule": "off", "suppressed_cells": 0}
    assert list(told["counts"].items()) == [
        ("participants", 1), ("contributors", 0), ("spectators", 1), ("ideas", 1),
        ("comments", 0), ("votes", 0), ("downvotes", 0),
    ]  # fmt: skip
    assert told["ideas"] == [
        {"idea": "one", "group": "at-work", "analysis_group": "at-work", "excluded": None,
         "seed": False, "title": "Wörk “less”", "up": 0, "down": 0, "net": 0, "comments": 0,
         "codes": {}}
    ]  # fmt: skip


def test_own_rule_holds_unless_another_is_asked_for(workshop, out):
    make_responses(make_question(workshop), "nurse", 8)
    Workshop.objects.update(disclosure="nhs")

    shown = {}
    for asked in ([], ["--disclosure", "threshold:9"], ["--disclosure", "off"]):
        write("spring", "--format", "json", "--out", out, *asked)
        told = json.loads(out.read_text())
        shown[told["disclosure"]["rule"]] = told["tables"]["gateway:role"]["total"][0]

    assert shown == {"nhs": 10, "threshold:9": "c", "off": 8}


def test_as_of_is_taken_with_any_offset(workshop, group, out):
    at = workshop.opens_at.replace(microsecond=0) + timedelta(hours=5)
    make_idea(group, created_at=at)
    make_idea(group, created_at=at + timedelta(seconds=1))

    asked = (at.replace(tzinfo=None) + timedelta(hours=2)).isoformat() + "+02:00"
    write("spring", "--format", "json", "--out", out, "--as-of", asked)

    told = json.loads(out.read_text())
    assert told["counts"]["ideas"] == 1
    assert told["as_of"] == at.isoformat()


def test_without_as_of_an_open_workshop_is_counted_up_to_now(workshop, group, out):
    make_idea(group, created_at=workshop.closes_at - timedelta(hours=1))

    write("spring", "--format", "json", "--out", out)

    assert json.loads(out.read_text())["counts"]["ideas"] == 0


def test_html_stands_alone(workshop, group, tmp_path):
    make_idea(group, title="<script>alert(1)</script>")

    write("spring", "--format", "html", "--out", tmp_path / "report.html")

    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.lstrip().startswith("<!doctype html>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert 'href="/' not in page


@pytest.mark.parametrize("where", ["STATICFILES_DIRS", "STATIC_ROOT"])
def test_html_carries_the_sites_stylesheet(workshop, tmp_path, settings, where):
    (tmp_path / "app.css").write_text("h1 { color: teal }")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [], tmp_path / "none"
    setattr(settings, where, [tmp_path] if where == "STATICFILES_DIRS" else tmp_path)

    write("spring", "--format", "html", "--out", tmp_path / "report.html")

    style = base64.b64encode(b"h1 { color: teal }").decode()
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f'href="data:text/css;charset=utf-8;base64,{style}"' in page


def test_says_what_it_wrote(workshop, out, capsys):
    write("spring", "--format", "json", "--out", out)

    assert capsys.readouterr() == (f"{out}: 1 tables, 0 ideas, 0 counts withheld (ons-10-5)\n", "")


def test_unknown_workshop_is_an_error(db, out):
    assert refusal("nope", "--format", "json", "--out", out) == (
        "There is no workshop nope.", 1
    )  # fmt: skip
    assert not out.exists()


@pytest.mark.parametrize("name", ["docx", "pdf", "xlsx"])
def test_coming_formats_say_so(workshop, out, name):
    assert refusal("spring", "--format", name, "--out", out) == (
        f"The format {name} is not available yet: use json or html.", 2
    )  # fmt: skip


def test_unknown_rule_is_a_wrong_argument(workshop, out):
    assert refusal("spring", "--format", "json", "--out", out, "--disclosure", "some") == (
        "--disclosure: There is no disclosure rule “some”: "
        "it is off, ons-10-5, nhs, or threshold:N with N from 1 to 9999.",
        2,
    )


@pytest.mark.parametrize("text", ["2017-11-30", "2017-11-30T10:00:00", "2017-11-30 10:00:00Z",
                                  "2017-13-30T10:00:00Z", "2017-11-30T10:00:00+99:00", "now", "",
                                  "9999-12-31T23:59:59-12:00"])  # fmt: skip
def test_moment_needs_its_offset(workshop, out, text):
    message, code = refusal("spring", "--format", "json", "--out", out, "--as-of", text)

    assert (message.partition(":")[0], code) == ("--as-of", 2)
    assert not out.exists()


def test_path_that_cannot_be_written_is_an_error(workshop, tmp_path):
    missing = tmp_path / "no" / "report.json"

    for path in (missing, tmp_path):
        message, code = refusal("spring", "--format", "json", "--out", path)
        assert message.startswith("The system refused: ")
        assert code == 1
    assert list(tmp_path.iterdir()) == []


def test_failure_leaves_the_old_file_whole(workshop, out, monkeypatch):
    out.write_text("old")
    monkeypatch.setattr(os, "replace", lambda *paths: (_ for _ in ()).throw(OSError(28, "Full")))

    assert refusal("spring", "--format", "json", "--out", out) == (
        "The system refused: [Errno 28] Full", 1
    )  # fmt: skip
    assert out.read_text() == "old"
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_file_is_as_readable_as_any_other(workshop, out):
    other = out.with_name("other")
    other.write_text("")

    write("spring", "--format", "json", "--out", out)

    assert stat.S_IMODE(out.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


def test_wrong_arguments_are_one_line_and_exit_two():
    command = [sys.executable, "manage.py", "report", "spring", "--format", "docm", "--out", "x"]

    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert "invalid choice: 'docm'" in run.stderr
