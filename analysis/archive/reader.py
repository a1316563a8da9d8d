"""Reads an archive whole, checks everything it promises, and only then hands it on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analysis.archive.answers import AnswerReader
from analysis.archive.faults import Faults
from analysis.archive.files import Source, archive_source
from analysis.archive.promises import Promises, Rows
from analysis.archive.schema import SETUP_FILE, TABLES, question_column
from analysis.archive.setup import setup_read
from analysis.archive.setup_checks import questions, setup_check
from analysis.archive.tables import Row, table_read

Say = Callable[[str], None]


@dataclass(frozen=True)
class Archive:
    """An archive without a fault: the content of workshop.json, and typed rows by table."""

    setup: dict
    rows: dict[str, list[Row]]


def archive_read(path: str | Path, *, say: Say = lambda _: None) -> Archive:
    """Return the archive in a folder or zip; raises ArchiveError with all its faults.

    `say` is told in a few words what is being read.
    """
    faults = Faults()
    with archive_source(Path(path), faults) as source:
        setup, asked = read_setup(source, faults)
        rows = read_tables(source, asked, faults, say=say)
    say("Checking …")
    Promises(setup, rows, faults).check()
    if asked and rows["gateway"]:
        answers = AnswerReader(asked, faults)
        for row in rows["gateway"]:
            answers.read(row)
    faults.raise_if_any()
    return Archive(setup, rows)


def read_setup(source: Source, faults: Faults) -> tuple[dict | None, list[dict] | None]:
    """Return the content of workshop.json and its questions, None where they cannot be known."""
    data = source.read(SETUP_FILE)
    if data is None:
        faults.add(SETUP_FILE, 1, "file", "is missing")
        return None, None
    setup, reader = setup_read(data, faults)
    if setup is None:
        return None, None
    setup_check(setup, reader)
    asked = [question for _, question in questions(setup)]
    return setup, asked if reader.questions_known else None


def read_tables(source: Source, asked: list[dict] | None, faults: Faults, *, say: Say) -> Rows:
    """Return the rows of each table, None for a missing one."""
    rows: Rows = {}
    for name, table in TABLES.items():
        say(f"Reading {table.file} …")
        if name == "gateway":
            table = table.with_columns(question_column(question) for question in asked or ())
        open_ended = name == "gateway" and asked is None
        rows[name] = table_read(table, source.read(table.file), faults, open_ended=open_ended)
    return rows
