"""What somebody typed into the search box, taken apart: one reading for both databases."""

import re
import unicodedata
from dataclasses import dataclass

from workshop.common.texts import clean_text

LONGEST = 200
# A word is letters, digits and the signs upon or inside them; all else stands between words.
WORD_SIGNS = ("L", "N", "M", "Co")
# A&E and R&D are words too.
INSIDE = "&\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
TYPED = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
CURLY = str.maketrans("“”„‟", '""""')
# The words that PostgreSQL's English configuration leaves out (its english.stop).
ENGLISH_STOP = """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself
    she her hers herself it its itself they them their theirs themselves what which who whom this
    that these those am is are was were be been being have has had having do does did doing a an
    the and but if or because as until while of at by for with about against between into through
    during before after above below to from up down in out on off over under again further then
    once here there when where why how all any both each few more most other some such no nor not
    only own same so than too very s t can will just don should now
"""
SMALL_WORDS = frozenset(ENGLISH_STOP.split())

Term = tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """What an idea or comment must hold, and what it must not; a term is a word or a phrase."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()


@dataclass(frozen=True)
class SearchWords:
    """The typed text as it is shown again, and the choices of which one must hold."""

    text: str
    choices: tuple[Choice, ...] = ()
    is_cut: bool = False
    only_small: bool = False

    @property
    def wanted(self) -> list[Term]:
        """Return every term that is looked for, each once."""
        return list(dict.fromkeys(term for choice in self.choices for term in choice.wanted))


def read_words(typed: str) -> SearchWords:
    """Return what is looked for: words, "phrases", -without and or, as web searches have it.

    Nothing that can be typed is an error. At most 200 characters are read.
    """
    text, is_cut = _cut(clean_text(typed).strip())
    choices, only_small = [], False
    for part in _alternatives(text):
        choice, has_small = _choice(part)
        only_small = only_small or has_small
        if choice.wanted:
            choices.append(choice)
    return SearchWords(text, tuple(choices), is_cut, only_small and not choices)


def _cut(text: str) -> tuple[str, bool]:
    """Return at most so many characters, cut between two words if it can be, and if it was."""
    if len(text) <= LONGEST:
        return text, False
    head = text[:LONGEST]
    blank = text[: LONGEST + 1].rfind(" ")
    return (head[:blank] if blank > LONGEST // 2 else head).rstrip(), True


def _alternatives(text: str) -> list[list[tuple[str, str, str]]]:
    """Return the typed pieces (minus, phrase, word), parted at each or."""
    parts = [[]]
    for piece in TYPED.findall(text.translate(CURLY)):
        if piece[2].lower() == "or" and not piece[0]:
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts


def _choice(pieces: list[tuple[str, str, str]]) -> tuple[Choice, bool]:
    """Return what the pieces ask for, and whether small words were left out."""
    wanted, unwanted, has_small = [], [], False
    for minus, phrase, word in pieces:
        term = words_of(phrase or word)
        telling = tuple(each for each in term if each.lower() not in SMALL_WORDS)
        has_small = has_small or (bool(term) and not telling)
        # Of don't or nurse's only what tells something counts; a phrase is meant as it stands.
        term = term if phrase and telling else telling
        if term:
            (unwanted if minus else wanted).append(term)
    return Choice(tuple(wanted), tuple(unwanted)), has_small


def words_of(text: str) -> Term:
    """Return the words of a text, without what stands between them."""
    spaced = "".join(char if _in_word(char) else " " for char in text)
    words = (word.strip("&") for word in spaced.split())
    return tuple(word for word in words if any(char.isalnum() for char in word))


def _in_word(char: str) -> bool:
    return unicodedata.category(char).startswith(WORD_SIGNS) or char in INSIDE


def as_websearch(words: SearchWords, *, wanted_only: bool = False) -> str:
    """Return the words for PostgreSQL's websearch_to_tsquery."""
    return " or ".join(
        " ".join(
            [_quoted(term) for term in choice.wanted]
            + [f"-{_quoted(term)}" for term in choice.unwanted if not wanted_only]
        )
        for choice in words.choices
    )


def as_any_of(words: SearchWords) -> str:
    """Return a query for websearch_to_tsquery that finds each of the words by itself."""
    return " or ".join(_quoted(term) for term in words.wanted)


def any_word_of(text: str) -> str:
    """Return a query for websearch_to_tsquery that finds any of the telling words of a text."""
    telling = (word for word in words_of(text) if word.lower() not in SMALL_WORDS)
    return " or ".join(_quoted((word,)) for word in dict.fromkeys(telling))


def as_fts5(words: SearchWords) -> str:
    """Return the words for the MATCH of SQLite's FTS5."""
    return " OR ".join(f"({_fts5_choice(choice)})" for choice in words.choices)


def _fts5_choice(choice: Choice) -> str:
    wanted = " AND ".join(_quoted(term) for term in choice.wanted)
    if not choice.unwanted:
        return wanted
    unwanted = " OR ".join(_quoted(term) for term in choice.unwanted)
    return f"({wanted}) NOT ({unwanted})"


def _quoted(term: Term) -> str:
    """Return a term in quotes, within which neither database knows any operator."""
    return f'"{" ".join(term)}"'
