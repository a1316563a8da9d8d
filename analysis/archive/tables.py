"""The tables: reads each record into typed values by the kinds of its columns."""

from collections.abc import Callable
from dataclasses import dataclass

from analysis.archive.faults import Faults, quote
from analysis.archive.records import csv_records
from analysis.archive.schema import Column, Table
from analysis.archive.values import (
    read_coder,
    read_count,
    read_flag,
    read_id,
    read_key,
    read_state,
    read_text,
    read_time,
    read_vote,
)

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
READERS: dict[str, Callable[[str], object]] = {
    "id": read_id,
    "key": read_key,
    "coder": read_coder,
    "answer": read_text,
    "time": read_time,
    "count": read_count,
    "flag": read_flag,
    "value": read_vote,
    "state": read_state,
}
# What a blank cell is where the column is optional, if not None.
BLANKS = {"text": "", "coder": "", "answer": "", "state": "visible"}
# A faulty cell: not blank, but nothing that could be looked up either.
FAULTY = object()


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line on which it begins, and its values by column."""

    line: int
    values: dict[str, object]

    def __getitem__(self, column: str) -> object:
        return self.values[column]

    def known(self, column: str) -> object:
        """Return a value that can be looked up, or None where it is blank or faulty."""
        value = self.values[column]
        return None if value is FAULTY else value


class TableReader:
    """Reads one table, noting the faults of its header and cells."""

    def __init__(self, table: Table, faults: Faults, *, open_ended: bool = False) -> None:
        self.table, self.faults, self.open_ended = table, faults, open_ended
        self.places: dict[str, int] = {}

    def fault(self, line: int, column: str, what: str) -> None:
        """Note a fault of this table."""
        self.faults.add(self.table.file, line, column, what)

    def read(self, data: bytes) -> list[Row]:
        """Return the rows of the bytes of a table."""
        text = data.removeprefix(BYTE_ORDER_MARK).decode("utf-8", "surrogateescape")
        records = csv_records(text)
        line, header = next(records, (1, "has no header"))
        if isinstance(header, str):
            self.fault(line, "header", header)
            return []
        self.read_header(line, header)
        rows = []
        for line, cells in records:
            if isinstance(cells, str):
                self.fault(line, "row", cells)
            elif len(cells) != len(header):
                what = f"has {len(cells)} cells where the header has {len(header)}"
                self.fault(line, "row", what)
            else:
                rows.append(self.read_row(line, cells))
        return rows

    def read_header(self, line: int, header: list[str]) -> None:
        """Find the columns, noting unknown, doubled and missing ones."""
        known = {column.name for column in self.table.columns}
        for place, name in enumerate(header):
            if name in self.places:
                self.fault(line, name, "the column is there twice")
            elif name in known:
                self.places[name] = place
            elif not self.open_ended:
                self.fault(line, name or "(blank)", f"{quote(name)} is no column of this table")
        for column in self.table.columns:
            if column.name not in self.places and not column.absent_allowed:
                self.fault(line, column.name, "the column is missing")

    def read_row(self, line: int, cells: list[str]) -> Row:
        """Return a record's values; what cannot be read is FAULTY."""
        values = {}
        for column in self.table.columns:
            place = self.places.get(column.name)
            # A column that is missing has been reported; its cells are not reported again.
            missing = FAULTY if not column.absent_allowed else BLANKS.get(column.kind)
            values[column.name] = (
                missing if place is None else self.read_cell(line, column, cells[place])
            )
        return Row(line, values)

    def read_cell(self, line: int, column: Column, text: str) -> object:
        """Return the value of one cell."""
        if not text and column.optional:
            return BLANKS.get(column.kind)
        try:
            if column.kind == "text":
                return read_text(text, column.limit)
            return READERS[column.kind](text)
        except ValueError as error:
            self.fault(line, column.name, str(error))
            return FAULTY


def table_read(
    table: Table, data: bytes | None, faults: Faults, *, open_ended: bool = False
) -> list[Row] | None:
    """Return the rows of a table, or None where its file is missing.

    `open_ended` lets unknown columns pass: of gateway.csv, when its questions cannot be known.
    """
    if data is not None:
        return TableReader(table, faults, open_ended=open_ended).read(data)
    if table.required:
        faults.add(table.file, 1, "file", "is missing")
        return None
    return []
