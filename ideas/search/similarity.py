"""How alike two texts are by their trigrams: pg_trgm's measures, for where there is no pg_trgm.

Definitions: PostgreSQL manual, F.35 pg_trgm (similarity('word', 'two words') = 0.363636,
word_similarity('word', 'two words') = 0.8); the search for the best stretch follows
contrib/pg_trgm, iterate_word_similarity.
"""

import re

WORDS = re.compile(r"[^\W_]+")
THRESHOLD = 0.4
# A few words are found by chance in any longer text, so that kind of likeness counts for less.
STRETCH_WEIGHT = 0.8
SHORTEST, SHORT, START_LENGTH = 20, 120, 500


def trigrams(text: str) -> list[str]:
    """Return the trigrams of a text in order: of each word, two blanks before it and one after."""
    padded = (f"  {word} " for word in WORDS.findall(text.lower()))
    return [word[n : n + 3] for word in padded for n in range(len(word) - 2)]


def similarity(one: str, other: str) -> float:
    """Return the share of trigrams that two texts have in common, 0 to 1."""
    ones, others = set(trigrams(one)), set(trigrams(other))
    return len(ones & others) / len(ones | others) if ones | others else 0.0


def word_similarity(short: str, long: str) -> float:
    """Return the likeness of a short text to the stretch of a long one that is most like it."""
    asked, sequence = set(trigrams(short)), trigrams(long)
    best = 0.0
    stretch = _Stretch(asked, sequence)
    for place in range(len(sequence)):
        if stretch.reaches(place):
            best = max(best, stretch.shortened())
    return best


class _Stretch:
    """A stretch of a text that begins and ends with trigrams that are looked for."""

    def __init__(self, asked: set[str], sequence: list[str]) -> None:
        self.asked, self.sequence = asked, sequence
        self.start, self.end = -1, -1
        self.last: dict[str, int] = {}  # the last place of each trigram inside
        self.found = 0

    def reaches(self, place: int) -> bool:
        """Take in one more trigram; say whether it is looked for."""
        trigram = self.sequence[place]
        is_asked = trigram in self.asked
        if is_asked or self.start >= 0:
            self.found += is_asked and trigram not in self.last
            self.last[trigram] = self.end = place
        if is_asked and self.start < 0:
            self.start = place
        return is_asked

    def shortened(self) -> float:
        """Drop what stands before the most similar part; return how similar that is."""
        found, size = self.found, len(self.last)
        best, start, kept = self._ratio(found, size), self.start, found
        for place in range(self.start, self.end + 1):
            ratio = self._ratio(found, size)
            if ratio > best:
                best, start, kept = ratio, place, found
            trigram = self.sequence[place]
            if self.last.get(trigram) == place:
                size -= 1
                found -= trigram in self.asked
        for place in range(self.start, start):
            if self.last.get(self.sequence[place]) == place:
                del self.last[self.sequence[place]]
        self.start, self.found = start, kept
        return best

    def _ratio(self, found: int, size: int) -> float:
        return found / (len(self.asked) + size - found)


def start_text(title: str, body: str) -> str:
    """Return the part of an idea that is compared: its title, and where its text begins."""
    return f"{title} {body[:START_LENGTH]}"


def short_text(title: str, body: str) -> str:
    """Return what says in short what somebody is writing: the title, or where the text begins."""
    return title if len(title) >= SHORTEST else f"{title} {body}".strip()[:SHORT]


def likeness(typed: tuple[str, str], idea: tuple[str, str]) -> float:
    """Return how alike two ideas are, each a title and a text: by titles, by all, by a stretch."""
    start = start_text(*idea)
    return max(
        similarity(typed[0], idea[0]),
        similarity(start_text(*typed), start),
        STRETCH_WEIGHT * word_similarity(short_text(*typed), start),
    )
