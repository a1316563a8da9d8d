"""Pure words of the conversation: handles, counts, beginnings of texts. No database here."""

import re

AUTHOR_HANDLE = 1
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# About four lines on a phone; a little more is shown in full, since a cut costs a line too.
START_LENGTH, START_SLACK = 280, 60
SENTENCE_END = re.compile(r"[.!?…][”’\"')]*(?=\s)")


def handle_letters(number: int) -> str:
    """Return the letters of a handle, counted as columns of a sheet: 2 is B, 26 Z, 27 AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, len(ALPHABET))
        letters = ALPHABET[rest] + letters
    return letters


def handle_name(number: int | None) -> str:
    """Return who speaks in a thread: The author, Participant B …; Someone where nobody is kept."""
    if number is None:
        return "Someone"
    return "The author" if number == AUTHOR_HANDLE else f"Participant {handle_letters(number)}"


def lower_first(words: str) -> str:
    """Return words as they stand inside a sentence: the author, participant B."""
    return words[:1].lower() + words[1:]


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 1 comment, 1,312 comments."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def start_of(text: str, length: int = START_LENGTH) -> tuple[str, bool]:
    """Return the beginning of a text, cut at a sentence if one ends, else at a word; and if cut."""
    text = text.strip()
    if len(text) <= length + START_SLACK:
        return text, False
    head = text[: length + 1]
    ends = [match.end() for match in SENTENCE_END.finditer(head)]
    if ends and ends[-1] > length // 3:
        return head[: ends[-1]], True
    spaces = [match.start() for match in re.finditer(r"\s", head)]
    cut = spaces[-1] if spaces and spaces[-1] > length // 3 else length
    return head[:cut].rstrip() + "…", True
