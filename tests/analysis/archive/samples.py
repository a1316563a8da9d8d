"""One small valid archive as Python values, and ways to write it and to break it."""

import copy
import csv
import io
import json
import zipfile
from pathlib import Path

SETUP = {
    "slug": "spring",
    "title": "Skills, for everyone",
    "purpose": "We ask.\nYou answer.",
    "timezone": "Europe/London",
    "disclosure": "ons-10-5",
    "opens_at": "2026-03-02T09:00:00+00:00",
    "closes_at": "2026-03-23T17:00:00+00:00",
    "groups": [
        {"key": "time", "title": "Time", "prompt": "How do we find time?", "kind": "challenge"},
        {"key": "tools", "title": "Tools", "prompt": "Which tools?", "kind": "challenge"},
        {"key": "other", "title": "Other ideas", "prompt": "What else?", "kind": "open"},
    ],
    "questionnaire": {
        "sections": [
            {
                "title": "You",
                "questions": [
                    {
                        "key": "role",
                        "text": "What is your work?",
                        "kind": "single",
                        "required": True,
                        "options": [
                            {"key": "nurse", "label": "Nurse"},
                            {"key": "other", "label": "Something else"},
                        ],
                        "show_if": None,
                    },
                    {
                        "key": "which",
                        "text": "Which work?",
                        "kind": "text",
                        "required": True,
                        "options": [],
                        "show_if": {"question": "role", "options": ["other"]},
                    },
                ],
            },
            {
                "title": "Your tools",
                "questions": [
                    {
                        "key": "uses",
                        "text": "What do you use?",
                        "kind": "multiple",
                        "required": False,
                        "options": [
                            {"key": "phone", "label": "A phone"},
                            {"key": "tablet", "label": "A tablet"},
                            {"key": "desk", "label": "A desktop computer"},
                        ],
                        "show_if": None,
                    },
                    {
                        "key": "ease",
                        "text": "How easy is it?",
                        "kind": "scale",
                        "required": False,
                        "options": [
                            {"key": "hard", "label": "Hard"},
                            {"key": "easy", "label": "Easy"},
                        ],
                        "show_if": {"question": "uses", "options": ["phone", "tablet"]},
                    },
                ],
            },
        ]
    },
    "frames": [
        {
            "key": "literacy",
            "title": "Literacy",
            "codes": [
                {"key": "work", "label": "Working", "parent": None, "definition": "At work"},
                {"key": "share", "label": "Sharing", "parent": "work", "definition": ""},
                {"key": "learn", "label": "Learning", "parent": None, "definition": ""},
            ],
        },
        {
            "key": "readiness",
            "title": "Readiness",
            "codes": [{"key": "able", "label": "Able", "parent": None, "definition": ""}],
        },
    ],
    "crosstabs": [{"rows": "literacy", "columns": "readiness", "groups": ["time", "other"]}],
    "channels": [{"key": "union", "title": "The union", "joined": 7}],
    "mailings": [
        {
            "key": "reminder-1",
            "kind": "reminder",
            "audience": ["contributors", "channel:union"],
            "send_at": "2026-03-09T08:00:00+00:00",
            "subject": "Half way",
            "body": "Come back.",
        }
    ],
    "settings": {
        "strapline": "Tell us",
        "accent": "#0f5a62",
        "scores": "after-vote",
        "tips": [{"group": "time", "text": "Say how long"}],
        "evidence": ["tools"],
    },
}
COLUMNS = {
    "participants": "participant joined_at visits",
    "gateway": "response contributed role which uses ease",
    "ideas": "idea group author seed created_at title body state analysis_group excluded",
    "comments": "comment idea parent author created_at body state",
    "votes": "voter idea comment value cast_at",
    "codings": "idea comment frame code coder",
}
ROWS: dict[str, list[list[str]]] = {
    "participants": [
        ["P-1", "2026-03-02T00:00:00+00:00", "3"],
        ["p1", "2026-03-02T00:00:00+00:00", "1"],
        ["p2", "2026-03-04T00:00:00+00:00", "0"],
        ["p_9", "2026-03-05T00:00:00+00:00", "12"],
    ],
    "gateway": [
        ["r1", "1", "nurse", "", "", ""],
        ["r2", "1", "other", 'Porter, "days"\nand nights', "phone;desk", "hard"],
        ["r3", "0", "nurse", "", "desk", ""],
    ],
    "ideas": [
        [
            "i1", "time", "p1", "0", "2026-03-03T10:00:00+00:00", "Two hours, a month",
            "In the rota.\nFor all.", "visible", "tools", "",
        ],
        ["i2", "tools", "", "1", "2026-02-20T10:00:00+00:00", "Loan tablets", "Yes.", "visible",
         "", ""],
        ["i3", "other", "p2", "0", "2026-03-04T10:00:00.250000+00:00", "Naïve façade 🙂", "Ünï",
         "hidden", "", "Not about skills"],
    ],
    "comments": [
        ["c1", "i1", "", "p2", "2026-03-04T10:00:00+00:00", "We tried it.", "visible"],
        ["c2", "i1", "c1", "p1", "2026-03-04T11:00:00+00:00", "How did it go?", "visible"],
        ["c3", "i1", "c1", "P-1", "2026-03-04T12:00:00+00:00", "Well!", "withdrawn"],
        ["c4", "i2", "", "", "2026-03-05T12:00:00+00:00", "Who pays?", "visible"],
    ],
    "votes": [
        ["P-1", "", "c1", "1", "2026-03-05T12:00:00+00:00"],
        ["P-1", "i1", "", "-1", "2026-03-05T12:00:00+00:00"],
        ["p1", "i2", "", "1", "2026-03-05T12:00:00+00:00"],
        ["p2", "i1", "", "1", "2026-03-05T12:00:00+00:00"],
    ],
    "codings": [
        ["", "c1", "literacy", "learn", "anna"],
        ["i1", "", "literacy", "learn", ""],
        ["i1", "", "literacy", "share", ""],
        ["i1", "", "readiness", "able", "anna"],
    ],
}  # fmt: skip


def sample() -> tuple[dict, dict[str, list[list[str]]]]:
    """Return a copy of the archive: workshop.json and, per table, header and rows."""
    tables = {name: [columns.split(), *ROWS[name]] for name, columns in COLUMNS.items()}
    return copy.deepcopy(SETUP), copy.deepcopy(tables)


def as_csv(rows: list[list[str]]) -> str:
    """Return a table as the standard library writes it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def sample_files() -> dict[str, bytes]:
    """Return the archive's files, without its description."""
    setup, tables = sample()
    files = {"workshop.json": json.dumps(setup, indent=2, ensure_ascii=False).encode() + b"\n"}
    return files | {f"{name}.csv": as_csv(rows).encode() for name, rows in tables.items()}


def put_folder(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def put_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as pack:
        for name, content in files.items():
            pack.writestr(name, content)
    return path


def as_rows(table: list[list[str]]) -> list[dict[str, str]]:
    """Return a table as the writer takes it."""
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]
