"""Writes an archive in its one canonical form: the same content gives the same bytes."""

import heapq
import json
import os
import re
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from analysis.archive.package import describe_package
from analysis.archive.schema import (
    KEYS,
    PACKAGE_FILE,
    REQUIRED,
    SETUP_FILE,
    Table,
    tables_of,
)
from workshop.common.errors import DomainError
from workshop.common.texts import clean_text

# Rows sorted in memory at a time; further ones wait in a temporary file.
SORTED_AT_ONCE = 50_000
NEEDS_QUOTES = re.compile(r'[",\r\n]')
# A zip tells no time of its making.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)

Files = Iterable[tuple[str, Iterable[bytes]]]


def archive_write(path: str | Path, *, workshop: dict, tables: dict[str, Iterable[dict]]) -> None:
    """Write an archive to `path`: a zip if it ends in `.zip`, else a new or empty folder.

    `workshop` is the content of workshop.json; `tables` gives for each table name (`participants`,
    `gateway`, `ideas`, `comments`, `votes`, `codings`; a missing one is empty) its rows in any
    order, each a dict by column. Values are text, whole numbers, booleans, aware datetimes, lists
    of keys, or None for blank; absent optional columns are blank. Nothing is checked here, beyond
    that keys and columns are known (ValueError). Raises DomainError where `path` cannot be written.
    """
    workshop = ordered("workshop", workshop)
    forms = tables_of(workshop)
    if unknown := set(tables) - set(forms):
        raise ValueError(f"no such table: {sorted(unknown)}")
    files = archive_files(workshop, forms, tables)
    write = write_zip if str(path).lower().endswith(".zip") else write_folder
    try:
        write(Path(path), files)
    except OSError as error:
        raise DomainError(f"{path}: cannot be written: {error.strerror or error}") from error


def archive_files(workshop: dict, forms: dict[str, Table], tables: dict) -> Files:
    """Yield the name and content of each file in the order of writing."""
    yield SETUP_FILE, [as_json(workshop)]
    for name, form in forms.items():
        yield form.file, table_lines(form, tables.get(name, ()))
    yield PACKAGE_FILE, [as_json(describe_package(workshop, forms))]


def as_json(value: dict) -> bytes:
    """Return the bytes of a JSON file."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def ordered(kind: str, value: object) -> object:
    """Return a part of workshop.json with its keys in order and its optional ones filled in."""
    if isinstance(value, list | tuple):
        return [ordered(kind, item) for item in value]
    if not isinstance(value, dict):
        return plain(value)
    if unknown := set(value) - set(KEYS[kind]):
        raise ValueError(f"{kind}: no such key: {sorted(unknown)}")
    filled = {
        key: ordered(key if key in KEYS else kind, absent if value.get(key) is None else value[key])
        for key, absent in ((k, None if a is REQUIRED else a) for k, a in KEYS[kind].items())
    }
    if kind == "settings":
        return {name: said for name, said in filled.items() if said != KEYS[kind][name]}
    return filled


def plain(value: object) -> object:
    """Return a single value of workshop.json as JSON can hold it."""
    if isinstance(value, datetime):
        return as_time(value)
    return clean_text(value) if isinstance(value, str) else value


def as_time(value: datetime) -> str:
    """Return an aware time as RFC 3339 in UTC."""
    if value.tzinfo is None:
        raise ValueError("a time without an offset")
    return value.astimezone(UTC).isoformat()


def cell(value: object) -> str:
    """Return the text of one value, before quoting."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return as_time(value)
    return ";".join(value) if isinstance(value, list | tuple) else str(value)


def quoted(text: str) -> str:
    """Return a cell as RFC 4180 has it, quoted only where it must be."""
    return '"' + text.replace('"', '""') + '"' if NEEDS_QUOTES.search(text) else text


def csv_line(cells: Iterable[str]) -> bytes:
    """Return one record."""
    return (",".join(map(quoted, cells)) + "\n").encode()


def table_lines(form: Table, rows: Iterable[dict]) -> Iterator[bytes]:
    """Yield the header and the sorted records of a table."""
    names = [column.name for column in form.columns]
    keys = [names.index(name) for name in form.sorted_by]
    yield csv_line(names)
    records = (row_cells(form, names, row) for row in rows)
    yield from map(csv_line, sorted_on_disk(records, lambda cells: [cells[k] for k in keys]))


def row_cells(form: Table, names: list[str], row: dict) -> list[str]:
    """Return a row's cells in the order of the columns; a state left blank is `visible`."""
    if unknown := row.keys() - set(names):
        raise ValueError(f"{form.file}: no such column: {sorted(unknown)}")
    cells = [cell(row.get(name)) for name in names]
    if "state" in names and not cells[at := names.index("state")]:
        cells[at] = "visible"
    return cells


def sorted_on_disk(records: Iterable[list[str]], key: Callable) -> Iterator[list[str]]:
    """Yield records sorted by code point, holding at most SORTED_AT_ONCE of them in memory."""
    records = iter(records)
    chunk = sorted(islice(records, SORTED_AT_ONCE), key=key)
    if len(chunk) < SORTED_AT_ONCE:
        yield from chunk
        return
    with tempfile.TemporaryDirectory() as folder:
        runs = []
        while chunk:
            runs.append(Path(folder) / str(len(runs)))
            with runs[-1].open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(record) + "\n" for record in chunk)
            chunk = sorted(islice(records, SORTED_AT_ONCE), key=key)
        yield from heapq.merge(*map(read_run, runs), key=key)


def read_run(path: Path) -> Iterator[list[str]]:
    """Yield the records of one sorted run."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def write_zip(path: Path, files: Files) -> None:
    """Write a zip aside and put it in its place in one step."""
    if path.is_dir():
        raise DomainError(f"{path}: is a folder, not a zip file")
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with aside.open("xb") as raw, zipfile.ZipFile(raw, "w") as pack:
            for name, lines in files:
                with pack.open(zip_entry(name), "w") as file:
                    file.writelines(lines)
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def zip_entry(name: str) -> zipfile.ZipInfo:
    """Return the head of an entry, the same on every machine and at every time."""
    info = zipfile.ZipInfo(name, ZIP_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    return info


def write_folder(path: Path, files: Files) -> None:
    """Write the files aside, within the folder, and move them into place when all are there."""
    fresh = not path.exists()
    if not fresh and (not path.is_dir() or any(path.iterdir())):
        raise DomainError(f"{path}: is there already; name a new or empty folder")
    path.mkdir(parents=True, exist_ok=True)
    aside = path / ".writing"
    try:
        aside.mkdir()
        names = []
        for name, lines in files:
            with (aside / name).open("wb") as file:
                file.writelines(lines)
            names.append(name)
        for name in names:
            os.replace(aside / name, path / name)
        aside.rmdir()
    except BaseException:
        shutil.rmtree(path if fresh else aside, ignore_errors=True)
        raise
