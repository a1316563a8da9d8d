"""Search on PostgreSQL: its full-text search, and the trigrams of pg_trgm."""

from django.db import connection

from ideas.search.marks import BLANKS, END, HELD, SIGNS, START
from ideas.search.results import SHORT_TEXT, Excerpts, Found, Scope, excerpts_of
from ideas.search.similarity import (
    START_LENGTH,
    STRETCH_WEIGHT,
    THRESHOLD,
    short_text,
    start_text,
)
from ideas.search.words import SearchWords, any_word_of, as_any_of, as_websearch

# ts_rank weighs a word in a title (A) 1, in a text (B) 0.4, in a comment (C) 0.2. 1: a long text
# holds more words by its length alone, so its rank is divided by the logarithm of that. What must
# not be there is left out of the question for ranks, which it would bring to nothing.
FIND = """
WITH asked AS (
    SELECT websearch_to_tsquery('english', %(words)s) AS query,
        websearch_to_tsquery('english', %(wanted)s) AS wanted
), found AS (
    SELECT idea.id AS idea, NULL::bigint AS comment, ts_rank(search.words, wanted, 1) AS rank
    FROM asked, ideas_idea_search AS search JOIN ideas_idea AS idea ON idea.id = search.id
    WHERE search.words @@ query AND idea.workshop_id = %(workshop)s AND idea.state = 'visible'
        AND (%(group)s IS NULL OR idea.group_id = %(group)s)
    UNION ALL
    SELECT idea.id, remark.id, ts_rank(search.words, wanted, 1)
    FROM asked, ideas_comment_search AS search
    JOIN ideas_comment AS remark ON remark.id = search.id
    JOIN ideas_idea AS idea ON idea.id = remark.idea_id
    WHERE search.words @@ query AND remark.state = 'visible'
        AND idea.workshop_id = %(workshop)s AND idea.state = 'visible'
        AND (%(group)s IS NULL OR idea.group_id = %(group)s)
)
SELECT idea, count(*) FILTER (WHERE comment IS NULL), count(comment),
    (array_agg(comment ORDER BY rank DESC, comment) FILTER (WHERE comment IS NOT NULL))[1],
    count(*) OVER ()
FROM found GROUP BY idea ORDER BY max(rank) DESC, idea DESC LIMIT %(limit)s OFFSET %(offset)s
"""
EXCERPTS = """
WITH asked AS (SELECT websearch_to_tsquery('english', %(words)s) AS query),
texts AS (
    SELECT 'idea' AS kind, id, title, body FROM ideas_idea WHERE id = ANY(%(ideas)s)
    UNION ALL
    SELECT 'comment', id, public_id, body FROM ideas_comment WHERE id = ANY(%(comments)s)
)
SELECT kind, id, CASE WHEN kind = 'comment' THEN title ELSE
        ts_headline('english', translate(title, %(signs)s, %(held)s), query, %(all)s) END,
    ts_headline('english', translate(body, %(signs)s, %(held)s), query,
        CASE WHEN length(body) <= %(short)s THEN %(all)s ELSE %(part)s END), body
FROM texts, asked
"""
MARKED = f'StartSel="{START}", StopSel="{END}"'
TO_LETTER = str.maketrans(SIGNS[-1], BLANKS[-1])
# Measuring is dear, so it is done for few: those with a like title, which the index of trigrams
# finds (by a threshold of 0.3 unless it is set otherwise), and those with most of the words.
# MATERIALIZED keeps the planner from measuring all others as well.
SIMILAR = """
WITH asked AS (SELECT websearch_to_tsquery('english', %(words)s) AS query),
near AS MATERIALIZED (
    SELECT idea.id FROM ideas_idea AS idea JOIN ideas_idea_search AS search ON search.id = idea.id
    WHERE search.title %% %(title)s AND idea.group_id = %(group)s
        AND idea.state = 'visible' AND idea.author_id IS DISTINCT FROM %(author)s
    UNION
    (SELECT idea.id FROM asked, ideas_idea AS idea
    JOIN ideas_idea_search AS search ON search.id = idea.id
    WHERE search.words @@ query AND idea.group_id = %(group)s
        AND idea.state = 'visible' AND idea.author_id IS DISTINCT FROM %(author)s
    ORDER BY ts_rank(search.words, query, 1) DESC, idea.id LIMIT %(near)s)
), texts AS MATERIALIZED (
    SELECT id, title, title || ' ' || left(body, %(start_length)s) AS start
    FROM ideas_idea WHERE id IN (SELECT id FROM near)
), measured AS (
    SELECT id, greatest(
        similarity(title, %(title)s), similarity(start, %(start)s),
        %(weight)s * word_similarity(%(short)s, start)) AS likeness
    FROM texts
)
SELECT id FROM measured WHERE likeness >= %(threshold)s
ORDER BY likeness DESC, id LIMIT %(limit)s
"""
NEAR = 40


def find(words: SearchWords, scope: Scope, *, limit: int, offset: int) -> tuple[list[Found], int]:
    """Return a page of the ideas that are found, best first, and how many there are in all."""
    values = {
        "words": as_websearch(words).translate(TO_LETTER),
        "wanted": as_websearch(words, wanted_only=True).translate(TO_LETTER),
        "workshop": scope.workshop,
        "group": scope.group,
        "limit": limit,
        "offset": offset,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIND, values)
        rows = cursor.fetchall()
    found = [Found(idea, bool(own), comments, best) for idea, own, comments, best, _ in rows]
    return found, rows[0][-1] if rows else 0


def excerpts(words: SearchWords, ideas: list[int], comments: list[int]) -> Excerpts:
    """Return the marked titles and parts of ideas, and the marked parts of comments."""
    values = {
        # Any of the words, so that what a title holds need not be in the text as well.
        "words": as_any_of(words).translate(TO_LETTER),
        "signs": SIGNS,
        "held": HELD,
        "all": f"HighlightAll=true, {MARKED}",
        "short": SHORT_TEXT,
        "part": f"MaxFragments=1, MaxWords=40, MinWords=20, {MARKED}",
        "ideas": ideas,
        "comments": comments,
    }
    with connection.cursor() as cursor:
        cursor.execute(EXCERPTS, values)
        return excerpts_of(cursor.fetchall())


def similar(title: str, body: str, *, group: int, author: int, limit: int) -> list[int]:
    """Return the keys of others' visible ideas in a group that are alike, most alike first."""
    start = start_text(title, body)
    values = {
        "title": title,
        "start": start,
        "short": short_text(title, body),
        "words": any_word_of(start).translate(TO_LETTER),
        "near": NEAR,
        "start_length": START_LENGTH,
        "weight": STRETCH_WEIGHT,
        "threshold": THRESHOLD,
        "group": group,
        "author": author,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(SIMILAR, values)
        return [key for (key,) in cursor.fetchall()]
