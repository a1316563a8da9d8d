"""What the database stores beside the rows of an archive: counters, handles and stamps."""

from collections import Counter, defaultdict
from datetime import datetime

from analysis.archive.reader import Archive
from analysis.archive.tables import Row
from ideas.enums import ContributionState

# As everywhere: 1 is the idea's author, 2 is participant B.
AUTHOR_HANDLE = 1
Stamps = dict[str, datetime]


def votes_by_item(archive: Archive, column: str) -> Counter:
    """Return how often each (id, value) was voted, of ideas or of comments."""
    return Counter((row[column], row["value"]) for row in archive.rows["votes"] if row[column])


def shown_comments(archive: Archive) -> Counter:
    """Return how many visible comments each idea has."""
    return Counter(
        row["idea"] for row in archive.rows["comments"] if row["state"] == ContributionState.VISIBLE
    )


def handles(archive: Archive) -> dict[str, int | None]:
    """Return the handle of each comment's author in its thread, by first appearance."""
    authors = {row["idea"]: row["author"] for row in archive.rows["ideas"]}
    known: dict[str, dict[str, int]] = defaultdict(dict)
    found: dict[str, int | None] = {}
    for row in in_time(archive.rows["comments"], "comment"):
        thread, author = known[row["idea"]], row["author"]
        if author is None:
            found[row["comment"]] = None
        elif author == authors[row["idea"]]:
            found[row["comment"]] = AUTHOR_HANDLE
        else:
            found[row["comment"]] = thread.setdefault(author, AUTHOR_HANDLE + 1 + len(thread))
    return found


def in_time(rows: list[Row], column: str) -> list[Row]:
    """Return ideas or comments as they were posted; of one moment, by id."""
    return sorted(rows, key=lambda row: (row["created_at"], row[column]))


def first_stamps(archive: Archive) -> tuple[Stamps, Stamps]:
    """Return when each participant first posted, and when they first contributed at all."""
    posted: Stamps = {}
    for name in ("ideas", "comments"):
        note_first(posted, archive.rows[name], "author", "created_at")
    contributed = dict(posted)
    note_first(contributed, archive.rows["votes"], "voter", "cast_at")
    return posted, contributed


def note_first(stamps: Stamps, rows: list[Row], person: str, moment: str) -> None:
    """Lower each person's stamp to the earliest moment of their rows."""
    for row in rows:
        who, at = row[person], row[moment]
        if who is not None and (who not in stamps or at < stamps[who]):
            stamps[who] = at
