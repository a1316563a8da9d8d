"""The canonical form: order, dialect, and the same bytes every time."""

import json
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import pytest

from analysis.archive import writer
from analysis.archive.writer import archive_write
from tests.analysis.archive.samples import as_rows, sample, sample_files
from workshop.common.errors import DomainError


def write(path, *, turned=False):
    setup, tables = sample()
    rows = {name: as_rows(table) for name, table in tables.items()}
    if turned:
        setup = dict(reversed(setup.items()))
        rows = {name: [dict(reversed(r.items())) for r in rows[name][::-1]] for name in rows}
    archive_write(path, workshop=setup, tables=rows)
    return path


def test_sorted_input_is_written_as_it_is(tmp_path):
    folder = write(tmp_path / "out")

    written = {p.name: p.read_bytes() for p in folder.iterdir()}
    written.pop("datapackage.json")
    assert written == sample_files()


def test_order_of_rows_and_keys_is_the_writers_own(tmp_path):
    one, other = write(tmp_path / "one"), write(tmp_path / "other", turned=True)

    for path in one.iterdir():
        assert path.read_bytes() == (other / path.name).read_bytes()


def test_rows_sorted_on_disk_are_the_same(tmp_path, monkeypatch):
    whole = write(tmp_path / "whole.zip")
    monkeypatch.setattr(writer, "SORTED_AT_ONCE", 2)

    assert write(tmp_path / "parts.zip", turned=True).read_bytes() == whole.read_bytes()


def test_zip_holds_the_folders_files_and_no_time(tmp_path):
    folder, pack = write(tmp_path / "out"), zipfile.ZipFile(write(tmp_path / "out.zip"))

    assert {i.filename: pack.read(i) for i in pack.infolist()} == {
        p.name: p.read_bytes() for p in folder.iterdir()
    }
    assert {i.date_time for i in pack.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_values_become_text(tmp_path):
    setup, _ = sample()
    setup["settings"] = {"strapline": "", "accent": "#0f5a62"}
    setup["opens_at"] = datetime(2026, 3, 2, 10, tzinfo=timezone(timedelta(hours=1)))
    row = {"response": "r1", "contributed": True, "role": "nurse", "uses": ["phone", "desk"]}
    row["which"] = "e\u0301\r\nb\rc"
    archive_write(tmp_path / "out", workshop=setup, tables={"gateway": [row]})

    written = json.loads((tmp_path / "out/workshop.json").read_text())
    assert written["settings"] == {"accent": "#0f5a62"}
    assert written["opens_at"] == "2026-03-02T09:00:00+00:00"
    cells = (tmp_path / "out/gateway.csv").read_bytes().decode().split("\n", 1)[1]
    assert cells == 'r1,1,nurse,"é\nb\nc",phone;desk,\n'


def test_blank_state_is_written_visible(tmp_path):
    setup, _ = sample()
    row = {"idea": "i1", "group": "time", "seed": False, "title": "", "body": ""}
    row["created_at"] = datetime(2026, 3, 3, tzinfo=UTC)
    archive_write(tmp_path / "out", workshop=setup, tables={"ideas": [row]})

    text = (tmp_path / "out/ideas.csv").read_text().splitlines()[1]
    assert text == "i1,time,,0,2026-03-03T00:00:00+00:00,,,visible,,"


def test_description_names_every_column_and_its_type(tmp_path):
    setup, tables = sample()
    package = json.loads((write(tmp_path / "out") / "datapackage.json").read_text())

    described = {r["name"]: r["schema"]["fields"] for r in package["resources"]}
    assert {n: [f["name"] for f in fields] for n, fields in described.items()} == {
        name: rows[0] for name, rows in tables.items()
    }
    assert described["ideas"][3] == {
        "name": "seed",
        "type": "boolean",
        "trueValues": ["1"],
        "falseValues": ["0"],
        "description": "1 if a facilitator placed it",
        "constraints": {"required": True},
    }


@pytest.mark.parametrize(
    ("setup", "tables"),
    [
        ({"colour": "red"}, {}),
        ({}, {"ideas": [{"idea": "i1", "shape": "round"}]}),
        ({}, {"idea": []}),
    ],
)
def test_unknown_names_are_a_programming_error(tmp_path, setup, tables):
    with pytest.raises(ValueError, match="no such"):
        archive_write(tmp_path / "out", workshop=sample()[0] | setup, tables=tables)

    assert list(tmp_path.iterdir()) == []


def failing_rows():
    yield {"voter": "p1"}
    raise RuntimeError("the database went away")


@pytest.mark.parametrize("name", ["new", "empty", "new.zip", "old.zip"])
def test_failure_half_way_leaves_what_was_there(tmp_path, name):
    (tmp_path / "empty").mkdir()
    (tmp_path / "old.zip").write_text("old")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(RuntimeError):
        archive_write(tmp_path / name, workshop=sample()[0], tables={"votes": failing_rows()})

    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "old.zip").read_text() == "old"


def test_a_folder_with_something_in_it_is_refused(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("mine")
    with pytest.raises(DomainError, match="new or empty"):
        write(tmp_path / "out")

    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", ["file/out", "file/out.zip", "dir.zip"])
def test_a_place_that_cannot_be_written_is_said_in_one_sentence(tmp_path, name):
    (tmp_path / "file").write_text("")
    (tmp_path / "dir.zip").mkdir()
    with pytest.raises(DomainError) as caught:
        write(tmp_path / name)

    assert "\n" not in caught.value.message
