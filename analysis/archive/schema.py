"""The form of an archive: its tables and columns, the keys of workshop.json, and the limits."""

from collections.abc import Iterable
from dataclasses import dataclass

SETUP_FILE = "workshop.json"
PACKAGE_FILE = "datapackage.json"
DEFAULT_DISCLOSURE = "ons-10-5"

# Keys of workshop.json in the order in which they are written, with what an absent one is.
REQUIRED = object()
KEYS: dict[str, dict[str, object]] = {
    "workshop": {
        "slug": REQUIRED,
        "title": REQUIRED,
        "purpose": REQUIRED,
        "timezone": REQUIRED,
        "disclosure": DEFAULT_DISCLOSURE,
        "opens_at": REQUIRED,
        "closes_at": REQUIRED,
        "groups": REQUIRED,
        "questionnaire": REQUIRED,
        "frames": [],
        "crosstabs": [],
        "channels": [],
        "mailings": [],
        "settings": {},
    },
    "groups": {"key": REQUIRED, "title": REQUIRED, "prompt": REQUIRED, "kind": REQUIRED},
    "questionnaire": {"sections": REQUIRED},
    "sections": {"title": REQUIRED, "questions": REQUIRED},
    "questions": {
        "key": REQUIRED,
        "text": REQUIRED,
        "kind": REQUIRED,
        "required": REQUIRED,
        "options": [],
        "show_if": None,
    },
    "options": {"key": REQUIRED, "label": REQUIRED},
    "show_if": {"question": REQUIRED, "options": REQUIRED},
    "frames": {"key": REQUIRED, "title": REQUIRED, "codes": REQUIRED},
    "codes": {"key": REQUIRED, "label": REQUIRED, "parent": REQUIRED, "definition": ""},
    "crosstabs": {"rows": REQUIRED, "columns": REQUIRED, "groups": REQUIRED},
    "channels": {"key": REQUIRED, "title": REQUIRED, "joined": 0},
    "mailings": {
        "key": REQUIRED,
        "kind": REQUIRED,
        "audience": REQUIRED,
        "send_at": REQUIRED,
        "subject": REQUIRED,
        "body": REQUIRED,
    },
    # Settings that are as if absent are left out on writing.
    "settings": {
        "strapline": "",
        "organiser": "",
        "next_steps": "",
        "contact": "",
        "accent": "",
        "accent_dark": "",
        "retention_days": 30,
        "thanks": "",
        "scores": "always",
        "approves_mailings": False,
        # Of groups, by their keys: the tips for writing, and which ask for evidence.
        "tips": [],
        "evidence": [],
    },
    "tips": {"group": REQUIRED, "text": REQUIRED},
}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `kind` says how its cells are read; `optional` ones may be blank, and where `absent_allowed`
    the whole column may be missing; `limit` is the longest text, in characters.
    """

    name: str
    kind: str
    description: str
    optional: bool = False
    limit: int | None = None
    question: bool = False

    @property
    def absent_allowed(self) -> bool:
        """Say whether a table may do without the column: every question has its own."""
        return self.optional and not self.question


@dataclass(frozen=True)
class Table:
    """One CSV file: its columns in writing order and those by which its rows are sorted."""

    name: str
    columns: tuple[Column, ...]
    sorted_by: tuple[str, ...]
    required: bool = True

    @property
    def file(self) -> str:
        """Return the file's name."""
        return f"{self.name}.csv"

    def with_columns(self, more: Iterable[Column]) -> "Table":
        """Return the table with further columns after its own."""
        return Table(self.name, (*self.columns, *more), self.sorted_by, self.required)


STATE = Column("state", "state", "visible, hidden or withdrawn; blank is visible", optional=True)
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "participants",
            (
                Column("participant", "id", "A person, known in this archive alone"),
                Column("joined_at", "time", "When the gateway was finished"),
                Column("visits", "count", "How often the person came"),
            ),
            ("participant",),
        ),
        # One column per question follows; no column ties a response to a participant.
        Table(
            "gateway",
            (
                Column("response", "id", "One person's answers; says nothing of whose"),
                Column("contributed", "flag", "1 if that person contributed"),
            ),
            ("response",),
        ),
        Table(
            "ideas",
            (
                Column("idea", "id", "The idea"),
                Column("group", "key", "Breakout group in which it was posted"),
                Column("author", "id", "Participant; blank is nobody", optional=True),
                Column("seed", "flag", "1 if a facilitator placed it"),
                Column("created_at", "time", "When it was posted"),
                Column("title", "text", "Its title", limit=200),
                Column("body", "text", "Its text", limit=10_000),
                STATE,
                Column("analysis_group", "key", "Group in which it counts", optional=True),
                Column("excluded", "text", "Why it is left out", optional=True, limit=500),
            ),
            ("idea",),
        ),
        Table(
            "comments",
            (
                Column("comment", "id", "The comment"),
                Column("idea", "id", "The idea it is about"),
                Column("parent", "id", "The comment it replies to", optional=True),
                Column("author", "id", "Participant; blank is nobody", optional=True),
                Column("created_at", "time", "When it was posted"),
                Column("body", "text", "Its text", limit=5_000),
                STATE,
            ),
            ("comment",),
        ),
        Table(
            "votes",
            (
                Column("voter", "id", "Participant"),
                Column("idea", "id", "The idea voted on, or blank", optional=True),
                Column("comment", "id", "The comment voted on, or blank", optional=True),
                Column("value", "value", "1 up, -1 down"),
                Column("cast_at", "time", "When it was cast"),
            ),
            ("voter", "idea", "comment"),
        ),
        Table(
            "codings",
            (
                Column("idea", "id", "The idea coded, or blank", optional=True),
                Column("comment", "id", "The comment coded, or blank", optional=True),
                Column("frame", "key", "Coding frame"),
                Column("code", "key", "Code of that frame"),
                Column("coder", "coder", "Who coded; blank is the agreed coding", optional=True),
            ),
            ("idea", "comment", "frame", "code", "coder"),
            required=False,
        ),
    )
}
FILES = (SETUP_FILE, *(table.file for table in TABLES.values()), PACKAGE_FILE)


def question_column(question: dict) -> Column:
    """Return the column of gateway.csv for one question of workshop.json."""
    kind = "text" if question["kind"] == "text" else "answer"
    return Column(question["key"], kind, question["text"], optional=True, question=True)


def tables_of(workshop: dict) -> dict[str, Table]:
    """Return the tables of one archive: gateway.csv has a column per question of its workshop."""
    questions = [
        question_column(question)
        for section in workshop["questionnaire"]["sections"]
        for question in section["questions"]
    ]
    return TABLES | {"gateway": TABLES["gateway"].with_columns(questions)}
