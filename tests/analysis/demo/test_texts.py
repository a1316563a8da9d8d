"""The texts of the demo: readable lengths, the planned codes, and nothing said twice."""

import re
from collections import Counter, defaultdict

import pytest

from analysis.demo.sources import GROUP_KEYS, published, texts, words

IDEAS = [(group, idea) for group in GROUP_KEYS for idea in texts(group)]
COMMENTS = [comment for _, idea in IDEAS for comment in idea["comments"]]
REPLIES = [reply for comment in COMMENTS for reply in comment.get("replies", [])]


def runs_of_eight(text: str) -> set[str]:
    found = re.findall(r"[a-z0-9£%']+", text.lower().replace("’", "'"))
    return {" ".join(found[n : n + 8]) for n in range(len(found) - 7)} or {" ".join(found)}


def longer_texts() -> list[str]:
    setup = [words()["purpose"], *words()["definitions"].values()]
    setup += [group["prompt"] for group in words()["groups"]]
    setup += [mail["body"] for mail in words()["mailings"]]
    setup += [text for section in words()["sections"] for text in section["questions"].values()]
    ideas = [text for _, idea in IDEAS for text in (idea["title"], idea["body"])]
    return setup + ideas + [comment["body"] for comment in COMMENTS + REPLIES]


def test_no_two_texts_share_eight_words_in_a_row():
    seen = defaultdict(list)
    for text in longer_texts():
        for run in runs_of_eight(text):
            seen[run].append(text)

    assert {run: found for run, found in seen.items() if len(found) > 1} == {}


def test_there_are_231_ideas_and_453_comments():
    assert (len(IDEAS), len(COMMENTS) + len(REPLIES)) == (231, 453)


def test_ideas_are_25_to_90_words_under_a_title_that_the_form_would_take():
    assert [i["title"] for _, i in IDEAS if not 25 <= len(i["body"].split()) <= 90] == []
    assert [i["title"] for _, i in IDEAS if not 8 <= len(i["title"]) <= 120] == []


def test_comments_are_8_to_40_words():
    assert [c["body"] for c in COMMENTS + REPLIES if not 8 <= len(c["body"].split()) <= 40] == []


def test_titles_differ():
    assert Counter(i["title"].lower() for _, i in IDEAS).most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    ("group", "table"), [("informaticians", "3"), ("system", "5"), ("examples", "7")]
)
def test_coded_ideas_fill_each_cell(group, table):
    coded = [idea["codes"] for idea in texts(group) if "excluded" not in idea]
    cells = published()["tables"][table]["cells"]
    wanted = {(r, c): n for r, row in cells.items() for c, n in row.items() if n}

    assert Counter((c["literacy"][0], c["readiness"][0]) for c in coded) == wanted


def test_seeds_are_not_answered_by_an_author_who_is_nobody():
    seeds = [idea for _, idea in IDEAS if idea.get("seed")]
    replies = [r for s in seeds for c in s["comments"] for r in [c, *c.get("replies", [])]]

    assert len(seeds) == 13
    assert not any(reply.get("by_author") for reply in replies)


def test_six_ideas_were_moved_and_four_left_out():
    assert sorted((idea["posted_in"], group) for group, idea in IDEAS if "posted_in" in idea) == [
        ("examples", "vision"),
        ("informaticians", "system"),
        ("other", "examples"),
        ("other", "vision"),
        ("system", "informaticians"),
        ("vision", "other"),
    ]
    assert [group for group, idea in IDEAS if "excluded" in idea] == list(GROUP_KEYS[:4])
