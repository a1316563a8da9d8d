"""What search reads: tables beside ideas and comments, and the triggers that keep them.

They stand apart from the tables of ideas and comments since every vote writes a row of those anew,
and on PostgreSQL would write it into the big indexes of search as well. Only a new or changed text
costs anything here.

For later migrations: on SQLite Django makes a table anew to change it, and its triggers go with the
old one. A migration that changes Idea or Comment ends with
`migrations.RunPython(search_tables_make, migrations.RunPython.noop)`; making twice does no harm.
"""

from ideas.search.marks import BLANKS, SIGNS
from ideas.search.similarity import START_LENGTH

# With stems of English words; A&E is one word.
WORDS = "porter unicode61 remove_diacritics 0 tokenchars '&'"


def search_tables_make(apps, schema_editor) -> None:
    """Make what is missing of the tables and triggers, and fill in the texts that are there."""
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def search_tables_drop(apps, schema_editor) -> None:
    """Take the tables and triggers away; the texts stay where they are."""
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def _vector(column: str, weight: str) -> str:
    text = f"translate({column}, '{SIGNS}', '{BLANKS}')"
    return f"setweight(to_tsvector('english', {text}), '{weight}')"


def _idea_row(row: str) -> str:
    words = f"{_vector(f'{row}.title', 'A')} || {_vector(f'{row}.body', 'B')}"
    return f"{row}.id, {row}.title, {words}"


def _comment_row(row: str) -> str:
    return f"{row}.id, {_vector(f'{row}.body', 'C')}"


def _postgresql_keeping(kind: str, columns: str, row: str, changed: str, update: str) -> list[str]:
    """Return the triggers by which the search table of ideas or comments follows the other."""
    table, search = f"ideas_{kind}", f"ideas_{kind}_search"
    on_row = "FOR EACH ROW EXECUTE FUNCTION"
    return [
        f"""CREATE OR REPLACE FUNCTION {search}_keep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO {search} ({columns}) SELECT {row}
            ON CONFLICT (id) DO UPDATE SET {update};
            RETURN NULL;
        END $$""",
        f"""CREATE OR REPLACE FUNCTION {search}_drop() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN TRUNCATE {search};
            ELSE DELETE FROM {search} WHERE id = OLD.id; END IF;
            RETURN NULL;
        END $$""",
        f"""CREATE OR REPLACE TRIGGER {search}_keep AFTER INSERT OR UPDATE OF {changed}
        ON {table} {on_row} {search}_keep()""",
        f"CREATE OR REPLACE TRIGGER {search}_drop AFTER DELETE ON {table} {on_row} {search}_drop()",
        f"""CREATE OR REPLACE TRIGGER {search}_empty AFTER TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {search}_drop()""",
    ]


def _postgresql_filling(kind: str, columns: str, row: str) -> str:
    return f"""INSERT INTO ideas_{kind}_search ({columns}) SELECT {row} FROM ideas_{kind} AS old
    WHERE NOT EXISTS (SELECT FROM ideas_{kind}_search AS there WHERE there.id = old.id)
    ON CONFLICT (id) DO NOTHING"""


def _gin(name: str, on: str) -> str:
    # Few pending entries, so that nobody's search has to read many.
    return f"CREATE INDEX IF NOT EXISTS {name} ON {on} WITH (gin_pending_list_limit = 256)"


POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """CREATE TABLE IF NOT EXISTS ideas_idea_search
    (id bigint PRIMARY KEY, title text NOT NULL, words tsvector NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS ideas_comment_search
    (id bigint PRIMARY KEY, words tsvector NOT NULL)""",
    _gin("ideas_idea_search_words", "ideas_idea_search USING gin (words)"),
    # Of titles alone: nearly every longer text holds four in ten trigrams of a question by chance.
    _gin("ideas_idea_search_title", "ideas_idea_search USING gin (title gin_trgm_ops)"),
    _gin("ideas_comment_search_words", "ideas_comment_search USING gin (words)"),
    *_postgresql_keeping(
        "idea",
        "id, title, words",
        _idea_row("NEW"),
        "title, body",
        "title = EXCLUDED.title, words = EXCLUDED.words",
    ),
    *_postgresql_keeping(
        "comment", "id, words", _comment_row("NEW"), "body", "words = EXCLUDED.words"
    ),
    # The triggers are there by now, so what is written meanwhile is not missed.
    _postgresql_filling("idea", "id, title, words", _idea_row("old")),
    _postgresql_filling("comment", "id, words", _comment_row("old")),
]


def _sqlite_keeping(source: str, search: str, changed: str, **columns: str) -> list[str]:
    """Return the triggers of a table for FTS5, and what fills it anew; columns as expressions."""
    names = ", ".join(["rowid", *columns])
    values = ", ".join(["{row}.id", *columns.values()])
    write = f"INSERT OR REPLACE INTO {search} ({names})"
    new = f"BEGIN {write} VALUES ({values.format(row='new')}); END"
    old = f"BEGIN DELETE FROM {search} WHERE rowid = old.id; END"
    return [
        *(f"DROP TRIGGER IF EXISTS {search}_{when}" for when in ("insert", "update", "delete")),
        f"CREATE TRIGGER {search}_insert AFTER INSERT ON {source} {new}",
        f"CREATE TRIGGER {search}_update AFTER UPDATE OF {changed} ON {source} {new}",
        f"CREATE TRIGGER {search}_delete AFTER DELETE ON {source} {old}",
        f"DELETE FROM {search}",
        f"{write} SELECT {values.format(row=source)} FROM {source}",
    ]


def _sqlite_table(name: str, columns: str, tokens: str) -> str:
    using = f'fts5({columns}, tokenize = "{tokens}")'
    return f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING {using}"


SQLITE = [
    _sqlite_table("ideas_idea_search", "title, body", WORDS),
    _sqlite_table("ideas_idea_letters", "start", "trigram"),
    _sqlite_table("ideas_comment_search", "body", WORDS),
    *_sqlite_keeping(
        "ideas_idea", "ideas_idea_search", "title, body", title="{row}.title", body="{row}.body"
    ),
    *_sqlite_keeping(
        "ideas_idea",
        "ideas_idea_letters",
        "title, body",
        start=f"{{row}}.title || ' ' || substr({{row}}.body, 1, {START_LENGTH})",
    ),
    *_sqlite_keeping("ideas_comment", "ideas_comment_search", "body", body="{row}.body"),
]
MAKE = {"postgresql": POSTGRESQL, "sqlite": SQLITE}
DROP = {
    "postgresql": [
        f"DROP {what} {name} CASCADE"
        for kind in ("ideas_idea_search", "ideas_comment_search")
        for what, name in (
            ("FUNCTION", f"{kind}_keep()"), ("FUNCTION", f"{kind}_drop()"), ("TABLE", kind),
        )
    ],
    "sqlite": [
        f"DROP {what} {name}"
        for table in ("ideas_idea_search", "ideas_idea_letters", "ideas_comment_search")
        for what, name in (
            *(("TRIGGER", f"{table}_{when}") for when in ("insert", "update", "delete")),
            ("TABLE", table),
        )
    ],
}  # fmt: skip
