"""What counts as mending a typing error, once people have answered the words as they were. Pure.

Whoever corrects may not change what is asked: where we cannot tell, it is no typing error.
"""

import re
import unicodedata
from difflib import SequenceMatcher

SIMILAR = 0.75
LETTERS = "LMN"  # letters, the marks that belong to them, digits
SIGNS = {"Sm", "Sc"}  # + < > = £ $ €
# Letters of so many before a word make it another: agree and disagree, male and female.
BEGINNING = 2
# Alike as letters go, and opposites: increase and decrease, internal and external.
OPPOSED = [{"in", "de"}, {"in", "ex"}, {"im", "ex"}, {"in", "out"}, {"over", "under"}]
# Words that turn a sentence round: none may go, or come in place of another word.
DECIDING = """no not none never nor neither without and or but only all any more most less least
than under over one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
hundred thousand cannot cant dont wont isnt arent doesnt didnt hasnt havent wasnt werent couldnt
shouldnt wouldnt north south east west who how"""
DECISIVE = frozenset(DECIDING.split())


def is_typing_error(before: str, after: str) -> bool:
    """Say whether `after` is `before` with typing errors mended: the same words, spelt better."""
    before, after = (unicodedata.normalize("NFC", text).casefold() for text in (before, after))
    if _figures(before) != _figures(after):
        return False
    if _letters(before) == _letters(after):
        return True
    old, new = _words(before), _words(after)
    return len(old) == len(new) and all(map(_same_word, old, new))


def _letters(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char)[0] in LETTERS)


def _words(text: str) -> list[str]:
    """Return the words, letters and digits only; an apostrophe belongs to its word."""
    kept = (char if char in "'’" or _letters(char) else " " for char in text)
    return [word for word in map(_letters, "".join(kept).split()) if word]


def _figures(text: str) -> list[str]:
    """Return in order the numbers, and the signs that change what a number means."""
    without_commas = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    parts = re.findall(r"\d+|\D", without_commas)
    return [p for p in parts if p == "%" or p.isnumeric() or unicodedata.category(p[0]) in SIGNS]


def _same_word(old: str, new: str) -> bool:
    if old == new:
        return True
    swapped = sorted(old) == sorted(new)
    if old in DECISIVE or (new in DECISIVE and not swapped) or {old, new} == {"on", "no"}:
        return False
    return swapped or (_alike(old, new) and not _turned(old, new))


def _alike(old: str, new: str) -> bool:
    first, second = sorted((old, new))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= SIMILAR


def _turned(old: str, new: str) -> bool:
    """Say whether two words alike are another by their beginning, or as employer and employee."""
    short, long = sorted((old, new), key=len)
    if long.endswith(short) and len(long) - len(short) >= BEGINNING:
        return True
    if {old[-2:], new[-2:]} == {"er", "ee"}:
        return True
    return any(_opposed(old, new, *sorted(pair)) for pair in OPPOSED)


def _opposed(old: str, new: str, one: str, other: str) -> bool:
    """Say whether two words are the same but for two opposed beginnings, in either order."""
    return (old.startswith(one) and new == other + old.removeprefix(one)) or (
        old.startswith(other) and new == one + old.removeprefix(other)
    )
