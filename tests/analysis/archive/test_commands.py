"""The commands as a shell sees them: lines, exit codes, and nothing half done."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, ManagementUtility, call_command
from django.db import connections

from analysis.archive import importer
from tests.analysis.archive.samples import put_folder, put_zip, sample_files
from tests.factories import make_participant, make_user
from workshop.accounts.models import User
from workshop.models import Participant, Preregistration, Workshop

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def keep_the_connection(monkeypatch):
    """A command from a shell hangs up at its end; the test goes on with the same connection."""
    monkeypatch.setattr(connections, "close_all", lambda: None)


def shell(*words) -> int:
    """Run a command as manage.py does, and return its exit code."""
    try:
        ManagementUtility(["manage.py", *map(str, words)]).execute()
    except SystemExit as end:
        return end.code or 0
    return 0


@pytest.fixture
def folder(tmp_path) -> Path:
    return put_folder(tmp_path / "in", sample_files())


def test_import_and_export_say_what_they_did(folder, tmp_path, capsys):
    assert shell("import_workshop", folder) == 0
    assert shell("export_workshop", "spring", tmp_path / "out.zip") == 0

    assert capsys.readouterr() == (
        "Imported spring: Skills, for everyone (4 participants).\n"
        f"Wrote spring to {tmp_path / 'out.zip'}.\n",
        "",
    )


def test_a_broken_archive_is_refused_in_lines_and_changes_nothing(tmp_path, capsys):
    files = sample_files()
    files["ideas.csv"] = files["ideas.csv"].replace(b"i1,time", b"i1,tme")
    files["votes.csv"] = files["votes.csv"].replace(b"p2,i1,,1", b"p2,,,1")

    assert shell("import_workshop", put_zip(tmp_path / "in.zip", files)) == 1
    assert capsys.readouterr() == (
        "",
        'ideas.csv:2: group: "tme" is no group of workshop.json\n'
        "votes.csv:5: idea: neither an idea nor a comment is given\n",
    )
    assert not Workshop.objects.exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("participants.csv", "visits", "vists", "participants.csv:1: vists: "),
        ("gateway.csv", "nurse", "nursery", "gateway.csv:2: role: "),
        ("votes.csv", "p2,i1,", "p2,,", "votes.csv:5: idea: "),
        ("votes.csv", "p2,i1,", "p2,i1,c2", "votes.csv:5: comment: "),
        ("votes.csv", "P-1,i1,", "p2,i1,", "votes.csv:5: voter: "),
        ("comments.csv", "c4,i2", "c4,i20", "comments.csv:5: idea: "),
        ("ideas.csv", "10:00:00+00:00", "10:00:00", "ideas.csv:2: created_at: "),
        ("ideas.csv", "In the rota", "In th\xe9 rota", "ideas.csv:2: body: "),
    ],
)
@pytest.mark.parametrize("put", [put_folder, put_zip])
def test_each_way_of_being_broken_has_its_place(tmp_path, capsys, put, name, old, new, place):
    files = sample_files()
    assert old.encode() in files[name]
    files[name] = files[name].replace(old.encode(), new.encode("latin-1"), 1)

    assert shell("import_workshop", put(tmp_path / "in", files)) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(place)
    assert not Workshop.objects.exists()


def test_a_zip_that_climbs_writes_nothing_anywhere(tmp_path, capsys):
    (tmp_path / "deep").mkdir()
    path = put_zip(tmp_path / "deep/in.zip", sample_files() | {"../evil.txt": b"x"})

    assert shell("import_workshop", path) == 1
    assert capsys.readouterr().err == "../evil.txt:1: file: climbs out of its folder\n"
    assert {p.name for p in tmp_path.rglob("*")} == {"deep", "in.zip"}


@pytest.mark.parametrize(
    "words",
    [
        ["import_workshop"],
        ["import_workshop", "a", "b"],
        ["import_workshop", "a", "--slug", "A B"],
        ["import_workshop", "a", "--slg", "x"],
        ["export_workshop", "spring"],
    ],
)
def test_wrong_arguments_are_one_line_and_exit_2(words, capsys):
    assert shell(*words) == 2

    out, err = capsys.readouterr()
    assert (out, err.count("\n"), "Traceback" in err) == ("", 1, False)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["import_workshop", "nowhere"], "nowhere:1: file: is missing: there is no folder"),
        (["export_workshop", "spring", "out"], "There is no workshop spring."),
    ],
)
def test_what_is_not_there_is_one_line_and_exit_1(words, expected, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert shell(*words) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(expected)
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_an_existing_slug_is_refused_without_replace(folder, capsys):
    shell("import_workshop", folder)
    Participant.objects.filter(archive_id="p1").update(visits=99)
    capsys.readouterr()

    assert shell("import_workshop", folder) == 1
    said = "There is a workshop spring already; --replace puts this in its place.\n"
    assert capsys.readouterr().err == said
    assert Participant.objects.get(archive_id="p1").visits == 99


def test_another_slug_puts_it_beside(folder):
    shell("import_workshop", folder)

    assert shell("import_workshop", folder, "--slug", "autumn") == 0
    assert set(Workshop.objects.values_list("slug", flat=True)) == {"spring", "autumn"}


def test_replace_deletes_the_old_one_with_everything_of_it_but_the_accounts(folder):
    shell("import_workshop", folder)
    shell("import_workshop", folder, "--slug", "autumn")
    old = Workshop.objects.get(slug="spring")
    person = make_participant(old, make_user("anna@example.org"))
    Preregistration.objects.create(workshop=old, email="ben@example.org")

    assert shell("import_workshop", folder, "--replace") == 0
    new = Workshop.objects.get(slug="spring")
    assert new.pk != old.pk
    assert new.participants.count() == 4
    assert not Participant.objects.filter(pk=person.pk).exists()
    assert User.objects.filter(email="anna@example.org").exists()
    assert Participant.objects.filter(workshop__slug="autumn").count() == 4


def test_a_failure_half_way_brings_the_old_one_back(folder, monkeypatch):
    shell("import_workshop", folder)
    old = Workshop.objects.get()

    def fail(self):
        raise OSError("the disk is full")

    monkeypatch.setattr(importer.Import, "write_votes", fail)
    with pytest.raises(CommandError, match="the disk is full"):
        call_command("import_workshop", str(folder), replace=True)
    assert Workshop.objects.get().pk == old.pk
    assert Participant.objects.count() == 4


@pytest.mark.slow
def test_a_database_without_tables_is_one_line(folder, tmp_path):
    """In a process of its own: nothing of Django's test set-up may help."""
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "import_workshop", folder],
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("The database refused: no such table")


def test_a_terminal_sees_the_progress_and_a_file_does_not(folder, capsys, monkeypatch):
    monkeypatch.setattr("django.core.management.base.OutputWrapper.isatty", lambda self: True)
    call_command("import_workshop", str(folder), no_color=True)

    shown = capsys.readouterr().err.split("\r\033[K")
    assert "Reading ideas.csv …" in shown
    assert "Writing votes …" in shown
    assert shown[-1] == ""
