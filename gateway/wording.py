"""What counts as mending a typing error, once people have answered the words as they were. Pure.

Whoever corrects may not change what is asked: where we cannot tell, it is no typing error. A word
keeps its first letter and, but for one letter too many or too few, its last. Inside a word a slip
of the fingers and another word look alike, widow and window among them: those may be exchanged,
and every correction is logged and listed for all staff to see.
"""

import re
import unicodedata
from difflib import SequenceMatcher

SIMILAR = 0.75
LETTERS = "LMN"  # letters, the marks that belong to them, digits
SIGNS = {"Sm", "Sc", "So"}  # + < > = £ $ € ✓ 🙂
# Letters of so many before a word make it another: read and reread.
BEGINNING = 2
# One of these after an e makes another form of a word: care and carer, use and used.
FORMS = "rd"
# Beginnings that are opposites, and have their first letter in common.
OPPOSED = [{"pre", "post"}, {"hyper", "hypo"}, {"inter", "intra"}, {"macro", "micro"}]
# Words that turn a sentence round: none may go, or come in place of another word.
DECIDING = """no not none never nor neither without and or but only all any more most less least
than under over one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
hundred thousand cannot cant dont wont isnt arent doesnt didnt hasnt havent wasnt werent couldnt
shouldnt wouldnt north south east west who how"""
DECISIVE = frozenset(DECIDING.split())


def is_typing_error(before: str, after: str) -> bool:
    """Say whether `after` is `before` with typing errors mended: the same words, spelt better."""
    if same_label(before, after):
        return True
    before, after = _plain(before), _plain(after)
    if _figures(before) != _figures(after):
        return False
    old, new = _words(before), _words(after)
    return len(old) == len(new) and all(map(_same_word, old, new))


def same_label(one: str, other: str) -> bool:
    """Say whether two labels are the same, case, punctuation and spaces apart."""
    one, other = _plain(one), _plain(other)
    return _letters(one) == _letters(other) and _figures(one) == _figures(other)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


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
    if _base(old[0]) != _base(new[0]) or old in DECISIVE:
        return False
    if sorted(old) == sorted(new):
        return True
    return new not in DECISIVE and _alike(old, new) and not _turned(old, new)


def _base(letter: str) -> str:
    """Return a letter without its accent."""
    return unicodedata.normalize("NFD", letter)[0]


def _alike(old: str, new: str) -> bool:
    first, second = sorted((old, new))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= SIMILAR


def _turned(old: str, new: str) -> bool:
    """Say whether two words alike are another by their beginning or by their ending."""
    short, long = sorted((old, new), key=len)
    if long.endswith(short) and len(long) - len(short) >= BEGINNING:
        return True
    if any(_opposed(old, new, *sorted(pair)) for pair in OPPOSED):
        return True
    if long[:-1] == short:
        return short[-1] == "e" and long[-1] in FORMS
    return _base(old[-1]) != _base(new[-1])


def _opposed(old: str, new: str, one: str, other: str) -> bool:
    """Say whether two words are the same but for two opposed beginnings, in either order."""
    return (old.startswith(one) and new == other + old.removeprefix(one)) or (
        old.startswith(other) and new == one + old.removeprefix(other)
    )
