from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.search.words import LONGEST, SMALL_WORDS, as_fts5, as_websearch, read_words, words_of

STOP_FILES = sorted(Path("/usr/share/postgresql").glob("*/tsearch_data/english.stop"))


@pytest.mark.parametrize(
    ("typed", "websearch", "fts5"),
    [
        ("rota", '"rota"', '("rota")'),
        ("learning time", '"learning" "time"', '("learning" AND "time")'),
        ('"learning time"', '"learning time"', '("learning time")'),
        ("“learning time”", '"learning time"', '("learning time")'),
        ('"unfinished phrase', '"unfinished phrase"', '("unfinished phrase")'),
        ("fax or pager", '"fax" or "pager"', '("fax") OR ("pager")'),
        ("fax OR", '"fax"', '("fax")'),
        (
            'fax -pager -"old phone"',
            '"fax" -"pager" -"old phone"',
            '(("fax") NOT ("pager" OR "old phone"))',
        ),
        ("the rota and me", '"rota"', '("rota")'),
        ("self-service", '"self service"', '("self service")'),
        ("and/or rota", '"rota"', '("rota")'),
        ("nurse’s", '"nurse"', '("nurse")'),
        ("A&E R&D", '"A&E" "R&D"', '("A&E" AND "R&D")'),
        ("fish & chips", '"fish" "chips"', '("fish" AND "chips")'),
        ("100% *wild*", '"100" "wild"', '("100" AND "wild")'),
        ("fax AND NOT pager", '"fax" "pager"', '("fax" AND "pager")'),
        ("title:fax ^fax NEAR(a b)", '"title fax" "fax" "NEAR" "b"', None),
        ("<b>bold</b>", '"b bold b"', '("b bold b")'),
        ("שעתיים לחודש", '"שעתיים" "לחודש"', '("שעתיים" AND "לחודש")'),
        ("rota 😀", '"rota"', '("rota")'),
        ("rota\x00time", '"rota time"', '("rota time")'),
    ],
)
def test_what_is_typed_is_read_the_same_for_both_databases(typed, websearch, fts5):
    words = read_words(typed)

    assert as_websearch(words) == websearch
    assert fts5 is None or as_fts5(words) == fts5


@pytest.mark.parametrize(
    "typed", ["", "  ", "?!", '""', "😀 👍🏽", "-", "-fax", "or", "\u200b\u200d"]
)
def test_nothing_to_look_for_is_no_error(typed):
    assert read_words(typed).choices == ()


@pytest.mark.parametrize(
    ("typed", "only_small"),
    [
        ("the", True),
        ('"to be or not to be"', True),
        ("the rota", False),
        ("?!", False),
        ("", False),
    ],
)
def test_small_words_alone_are_known_as_such(typed, only_small):
    assert read_words(typed).only_small is only_small


def test_a_phrase_keeps_its_small_words():
    assert as_fts5(read_words('"skills for work"')) == '("skills for work")'


def test_a_long_question_is_cut_between_words():
    words = read_words("learning " * 100)

    assert words.is_cut
    assert len(words.text) <= LONGEST
    assert words.text.endswith("learning")
    assert read_words("x" * 300).text == "x" * LONGEST
    assert not read_words("x" * LONGEST).is_cut


@pytest.mark.skipif(not STOP_FILES, reason="no PostgreSQL on this machine")
def test_the_small_words_are_those_of_postgresql():
    assert set(STOP_FILES[-1].read_text().split()) == SMALL_WORDS


@given(st.text(max_size=300))
def test_no_word_holds_an_operator_or_a_quote(typed):
    for term in read_words(typed).wanted:
        assert term
        for word in term:
            assert not set(word) & set('"*():^-+{}<>|!\\ \x00')
            assert words_of(word) == (word,)
