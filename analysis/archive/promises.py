"""What the rows of an archive promise each other: all that the database would hold them to."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime

from analysis.archive.faults import Faults, quote
from analysis.archive.schema import TABLES
from analysis.archive.setup_checks import items, keys
from analysis.archive.tables import FAULTY, Row

Rows = dict[str, list[Row] | None]
ITEM_COLUMNS = ("idea", "comment")


@dataclass
class Known:
    """What rows may refer to; None where it could not be read, and then nothing is looked up."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    groups: set[str] | None = None
    # Code keys of each frame: leaves apart from headings.
    leaves: dict[str, set[str]] | None = None
    headings: dict[str, set[str]] = field(default_factory=dict)
    rows: dict[str, dict[str, Row] | None] = field(default_factory=dict)


def known_from(setup: dict | None) -> Known:
    """Return what workshop.json names."""
    if setup is None:
        return Known()
    known = Known(setup["opens_at"], setup["closes_at"])
    if setup["groups"] is not None:
        known.groups = keys(setup["groups"])
    if setup["frames"] is not None:
        known.leaves = {}
        for _, frame in items("", setup["frames"]):
            codes = [code for _, code in items("", frame["codes"])]
            parents = {code["parent"] for code in codes}
            found = {code["key"] for code in codes}
            known.leaves[frame["key"]] = found - parents
            known.headings[frame["key"]] = found & parents
    return known


class Promises:
    """Goes through the tables in order and notes every promise that is broken."""

    def __init__(self, setup: dict | None, rows: Rows, faults: Faults) -> None:
        self.rows, self.faults, self.known = rows, faults, known_from(setup)

    def check(self) -> None:
        """Check every table against itself, workshop.json and the tables before it."""
        for name, column in (
            ("participants", "participant"),
            ("gateway", "response"),
            ("ideas", "idea"),
            ("comments", "comment"),
        ):
            self.known.rows[name] = self.index(name, column)
        for name, check in (
            ("ideas", self.check_idea),
            ("comments", self.check_comment),
            ("votes", self.check_vote),
            ("codings", self.check_coding),
        ):
            for row in self.rows[name] or ():
                check(row)
        self.check_once("votes", "voter", *ITEM_COLUMNS)
        self.check_once("codings", "code", "coder", "frame", *ITEM_COLUMNS)

    def fault(self, table: str, row: Row, column: str, what: str) -> None:
        """Note a broken promise of one row."""
        self.faults.add(TABLES[table].file, row.line, column, what)

    def index(self, name: str, column: str) -> dict[str, Row] | None:
        """Return a table's rows by id, noting ids used twice; None if the table is missing."""
        rows = self.rows[name]
        if rows is None:
            return None
        found: dict[str, Row] = {}
        for row in rows:
            if (key := row.known(column)) is None:
                continue
            if key in found:
                what = f"{quote(key)} is the id of {place(name, found[key])} already"
                self.fault(name, row, column, what)
            else:
                found[key] = row
        return found

    def look_up(self, table: str, row: Row, column: str, where: str) -> Row | None:
        """Return the row that a cell refers to; notes if there is none."""
        key, found = row.known(column), self.known.rows[where]
        if key is None or found is None:
            return None
        if key not in found:
            self.fault(table, row, column, f"{quote(key)} is not in {TABLES[where].file}")
        return found.get(key)

    def check_group(self, row: Row, column: str) -> None:
        """Note a group that the workshop does not have."""
        key = row.known(column)
        if key and self.known.groups is not None and key not in self.known.groups:
            self.fault("ideas", row, column, f"{quote(key)} is no group of workshop.json")

    def check_window(self, table: str, row: Row, column: str, *, seed: bool = False) -> None:
        """Note what was made before the opening (unless a seed) or not before the close."""
        at, opens_at, closes_at = row.known(column), self.known.opens_at, self.known.closes_at
        if at is None or opens_at is None or closes_at is None:
            return
        if at < opens_at and not seed:
            self.fault(table, row, column, "lies before the opening of the workshop")
        if at >= closes_at:
            self.fault(table, row, column, "does not lie before the close of the workshop")

    def check_idea(self, row: Row) -> None:
        """Check one idea."""
        self.check_group(row, "group")
        self.look_up("ideas", row, "author", "participants")
        # A seed that cannot be read is given the benefit of the doubt.
        self.check_window("ideas", row, "created_at", seed=row["seed"] is not False)
        self.check_group(row, "analysis_group")
        if row["analysis_group"] and row["excluded"]:
            self.fault("ideas", row, "excluded", "is given together with analysis_group")

    def check_comment(self, row: Row) -> None:
        """Check one comment: its idea, and that it replies to no reply and within its thread."""
        self.look_up("comments", row, "idea", "ideas")
        self.look_up("comments", row, "author", "participants")
        self.check_window("comments", row, "created_at")
        parent = self.look_up("comments", row, "parent", "comments")
        if parent is None:
            return
        there = place("comments", parent)
        if parent.known("parent"):
            self.fault("comments", row, "parent", f"is a reply itself, {there}")
        if None not in (ours := (row.known("idea"), parent.known("idea"))) and ours[0] != ours[1]:
            self.fault("comments", row, "parent", f"is a comment on another idea, {there}")

    def check_vote(self, row: Row) -> None:
        """Check one vote: its voter, its one item, whose that is, and its time."""
        self.look_up("votes", row, "voter", "participants")
        voter = row.known("voter")
        for name, item in self.items_of("votes", row):
            if voter is not None and item.known("author") == voter:
                what = f"votes on a contribution of their own, {place(name, item)}"
                self.fault("votes", row, "voter", what)
        self.check_window("votes", row, "cast_at")

    def items_of(self, table: str, row: Row) -> list[tuple[str, Row]]:
        """Return the table and row of what a row is about; notes if it is not exactly one."""
        if not row["idea"] and not row["comment"]:
            self.fault(table, row, "idea", "neither an idea nor a comment is given")
        elif row["idea"] and row["comment"]:
            self.fault(table, row, "comment", "an idea and a comment are both given")
        found = (
            ("ideas", self.look_up(table, row, "idea", "ideas")),
            ("comments", self.look_up(table, row, "comment", "comments")),
        )
        return [(name, item) for name, item in found if item is not None]

    def check_coding(self, row: Row) -> None:
        """Check one coding: its one item, and a code that is a leaf of its frame."""
        self.items_of("codings", row)
        frame, code = row.known("frame"), row.known("code")
        if self.known.leaves is None or frame is None:
            return
        if frame not in self.known.leaves:
            self.fault("codings", row, "frame", f"{quote(frame)} is no frame of workshop.json")
        elif code in self.known.headings[frame]:
            self.fault("codings", row, "code", f"{quote(code)} is a heading, not a code to give")
        elif code is not None and code not in self.known.leaves[frame]:
            self.fault("codings", row, "code", f"{quote(code)} is no code of frame {quote(frame)}")

    def check_once(self, table: str, *columns: str) -> None:
        """Note rows that say again what an earlier one said in these columns."""
        seen: dict[Hashable, Row] = {}
        for row in self.rows[table] or ():
            said = tuple(row[column] for column in columns)
            if FAULTY in said or not any(row[column] for column in ITEM_COLUMNS):
                continue
            if said in seen:
                again = "the vote" if table == "votes" else "the coding"
                self.fault(table, row, columns[0], f"{again} of {place(table, seen[said])} again")
            seen.setdefault(said, row)


def place(table: str, row: Row) -> str:
    """Return where a row stands."""
    return f"{TABLES[table].file}:{row.line}"
