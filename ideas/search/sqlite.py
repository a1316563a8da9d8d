"""Search on SQLite: FTS5 with stems of English words, and its trigrams."""

from django.db import connection

from ideas.search.marks import END, START
from ideas.search.results import SHORT_TEXT, Excerpts, Found, Scope, excerpts_of
from ideas.search.similarity import THRESHOLD, likeness, short_text, start_text, trigrams
from ideas.search.words import SearchWords, as_fts5

# bm25 is the smaller the better. A word in a title counts more than in a text, there more than in
# a comment, as on PostgreSQL.
FIND = """
WITH found AS MATERIALIZED (
    SELECT idea.id AS idea, NULL AS comment, bm25(ideas_idea_search, 5.0, 2.0) AS rank
    FROM ideas_idea_search JOIN ideas_idea AS idea ON idea.id = ideas_idea_search.rowid
    WHERE ideas_idea_search MATCH %(words)s
        AND idea.workshop_id = %(workshop)s AND idea.state = 'visible'
        AND (%(group)s IS NULL OR idea.group_id = %(group)s)
    UNION ALL
    SELECT idea.id, remark.id, bm25(ideas_comment_search) * 0.2
    FROM ideas_comment_search
    JOIN ideas_comment AS remark ON remark.id = ideas_comment_search.rowid
    JOIN ideas_idea AS idea ON idea.id = remark.idea_id
    WHERE ideas_comment_search MATCH %(words)s AND remark.state = 'visible'
        AND idea.workshop_id = %(workshop)s AND idea.state = 'visible'
        AND (%(group)s IS NULL OR idea.group_id = %(group)s)
), best AS (
    SELECT idea, comment, rank,
        row_number() OVER (PARTITION BY idea ORDER BY comment IS NULL, rank, comment) AS place
    FROM found
)
SELECT idea, count(*) FILTER (WHERE comment IS NULL), count(comment),
    max(comment) FILTER (WHERE place = 1), count(*) OVER ()
FROM best GROUP BY idea ORDER BY min(rank), idea DESC LIMIT %(limit)s OFFSET %(offset)s
"""
EXCERPTS = """
SELECT 'idea', rowid, highlight(ideas_idea_search, 0, %(start)s, %(end)s),
    CASE WHEN length(body) <= %(short)s THEN highlight(ideas_idea_search, 1, %(start)s, %(end)s)
    ELSE snippet(ideas_idea_search, 1, %(start)s, %(end)s, '', 40) END, body
FROM ideas_idea_search
WHERE ideas_idea_search MATCH %(words)s AND rowid IN (SELECT value FROM json_each(%(ideas)s))
UNION ALL
SELECT 'comment', remark.id, remark.public_id, CASE WHEN length(remark.body) <= %(short)s
    THEN highlight(ideas_comment_search, 0, %(start)s, %(end)s)
    ELSE snippet(ideas_comment_search, 0, %(start)s, %(end)s, '', 40) END, remark.body
FROM ideas_comment_search
JOIN ideas_comment AS remark ON remark.id = ideas_comment_search.rowid
WHERE ideas_comment_search MATCH %(words)s
    AND ideas_comment_search.rowid IN (SELECT value FROM json_each(%(comments)s))
"""
SIMILAR = """
SELECT idea.id, idea.title, idea.body
FROM ideas_idea_letters JOIN ideas_idea AS idea ON idea.id = ideas_idea_letters.rowid
WHERE ideas_idea_letters MATCH %(letters)s AND idea.group_id = %(group)s
    AND idea.state = 'visible' AND idea.author_id IS NOT %(author)s
ORDER BY bm25(ideas_idea_letters) LIMIT %(candidates)s
"""
CANDIDATES, MOST_TRIGRAMS = 50, 150


def find(words: SearchWords, scope: Scope, *, limit: int, offset: int) -> tuple[list[Found], int]:
    """Return a page of the ideas that are found, best first, and how many there are in all."""
    values = {
        "words": as_fts5(words),
        "workshop": scope.workshop,
        "group": scope.group,
        "limit": limit,
        "offset": offset,
    }
    rows = _rows(FIND, values)
    found = [Found(idea, bool(own), comments, best) for idea, own, comments, best, _ in rows]
    return found, rows[0][-1] if rows else 0


def excerpts(words: SearchWords, ideas: list[int], comments: list[int]) -> Excerpts:
    """Return the marked titles and parts of ideas, and the marked parts of comments."""
    values = {
        "words": as_fts5(words),
        "start": START,
        "end": END,
        "ideas": str(ideas),
        "comments": str(comments),
        "short": SHORT_TEXT,
    }
    return excerpts_of(_rows(EXCERPTS, values))


def similar(title: str, body: str, *, group: int, author: int, limit: int) -> list[int]:
    """Return the keys of others' visible ideas in a group that are alike, most alike first."""
    letters = _letters(f"{short_text(title, body)} {start_text(title, body)}")
    if not letters:
        return []
    values = {"letters": letters, "group": group, "author": author, "candidates": CANDIDATES}
    rows = _rows(SIMILAR, values)
    judged = [(likeness((title, body), (head, text)), -key) for key, head, text in rows]
    close = sorted((each for each in judged if each[0] >= THRESHOLD), reverse=True)
    return [-key for _, key in close[:limit]]


def _letters(text: str) -> str:
    """Return a question for what shares any three letters of a word with a text."""
    found = dict.fromkeys(each.strip() for each in trigrams(text))
    whole = [f'"{each}"' for each in found if len(each) == 3]
    return " OR ".join(whole[:MOST_TRIGRAMS])


def _rows(query: str, values: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
