"""Any one cell or byte changed: a clean import, or a fault that names the place. No traceback."""

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.archive.exporter import archive_export
from analysis.archive.faults import ArchiveError
from analysis.archive.importer import archive_import
from analysis.archive.reader import archive_read
from analysis.archive.writer import archive_write
from analysis.demo.generator import demo_tables
from analysis.demo.workshop import demo_workshop
from tests.analysis.archive.samples import as_csv, put_folder, put_zip, sample, sample_files

# A change of these is a fault only where another row refers to the id that is gone.
REFERRED = {("participants", "participant"), ("ideas", "idea"), ("comments", "comment")}
ODD = [
    "", " ", "0", "1", "-1", "2", "x", "p1", "i1", "c1", "time", "learn", "phone;tablet", "nurse",
    "visible", "withdrawn", "2026-03-05T12:00:00Z", "2027-01-01T00:00:00+00:00", '"', ",", "\n",
    "\r\n", "\x00", "é", "e\u0301", "9" * 30, "a" * 10_001, "../x", "=1+1", "1;1", "\ufeff",
]  # fmt: skip
SAMPLE = sample()[1]
BYTES = sample_files()
CELLS = [
    (table, row, column)
    for table, rows in SAMPLE.items()
    for row in range(1, len(rows))
    for column in range(len(rows[0]))
]
WITH_FIXTURES = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


def line_of(rows: list[list[str]], row: int) -> int:
    """Return the physical line on which a row begins."""
    return as_csv(rows[:row]).count("\n") + 1


def lines_of(action: Callable, *args) -> list[str]:
    """Return the faults that an action meets, or none; anything else it raises is a failure."""
    try:
        action(*args)
    except ArchiveError as error:
        return error.lines()
    return []


def is_named(lines: list[str], table: str, rows: list[list[str]], row: int, column: int) -> bool:
    """Say whether faults name the changed cell, or it is an id that other rows refer to."""
    place = f"{table}.csv:{line_of(rows, row)}"
    return (table, rows[0][column]) in REFERRED or any(place in line for line in lines)


@given(st.sampled_from(CELLS), st.sampled_from(ODD) | st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_one_changed_cell_is_read_or_named(cell, text):
    (table, row, column), (_, tables) = cell, sample()
    tables[table][row][column] = text
    files = BYTES | {f"{table}.csv": as_csv(tables[table]).encode()}
    with tempfile.TemporaryDirectory() as folder:
        lines = lines_of(archive_read, put_folder(Path(folder), files))

    assert not lines or is_named(lines, table, tables[table], row, column), lines


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=25, **WITH_FIXTURES)
@given(st.sampled_from(CELLS), st.sampled_from(ODD) | st.text(max_size=60))
def test_what_is_read_imports_and_comes_out_the_same(cell, text):
    (table, row, column), (_, tables) = cell, sample()
    tables[table][row][column] = text
    files = BYTES | {f"{table}.csv": as_csv(tables[table]).encode()}
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        path = Path(folder)
        if not lines_of(archive_import, put_folder(path / "in", files)):
            archive_export(slug="spring", path=path / "one.zip")
            archive_import(path / "one.zip", replace=True)
            archive_export(slug="spring", path=path / "two.zip")
            assert (path / "one.zip").read_bytes() == (path / "two.zip").read_bytes()
        transaction.set_rollback(True)


@settings(max_examples=100, deadline=None)
@given(st.data(), st.sampled_from(sorted(BYTES)))
def test_one_changed_byte_is_read_or_refused(data, name):
    content = bytearray(BYTES[name])
    content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        lines = lines_of(archive_read, put_folder(Path(folder), BYTES | {name: bytes(content)}))

    assert not any("\n" in line for line in lines)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_one_changed_byte_of_a_zip_is_read_or_refused(data):
    with tempfile.TemporaryDirectory() as folder:
        path = put_zip(Path(folder) / "in.zip", {f"x/{n}": c for n, c in BYTES.items()})
        content = bytearray(path.read_bytes())
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(bytes(content))
        lines = lines_of(archive_read, path)

    assert not any("\n" in line for line in lines)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> dict[str, bytes]:
    """The demo archive's files, with its original dates."""
    folder = tmp_path_factory.mktemp("demo") / "archive"
    archive_write(folder, workshop=demo_workshop(), tables=demo_tables())
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.slow
@settings(max_examples=25, **WITH_FIXTURES)
@given(st.data(), st.sampled_from(list(SAMPLE)))
def test_one_changed_cell_of_the_demo_is_read_or_named(demo, data, table):
    rows = list(csv.reader(io.StringIO(demo[f"{table}.csv"].decode(), newline="")))
    row = data.draw(st.integers(1, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[0]) - 1))
    others = [other[column] for other in rows[1:40]]
    rows[row][column] = data.draw(st.sampled_from(ODD + others) | st.text(max_size=40))
    with tempfile.TemporaryDirectory() as folder:
        changed = demo | {f"{table}.csv": as_csv(rows).encode()}
        lines = lines_of(archive_read, put_folder(Path(folder), changed))

    assert not lines or is_named(lines, table, rows, row, column), lines[:5]
