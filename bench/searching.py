"""Words that find a tenth of a workshop's ideas, a hundredth, and nothing."""

import itertools
import re
from collections import Counter

SHARES = {"search:tenth": 0.1, "search:hundredth": 0.01}
NOTHING = "xylophonist"
SAMPLE, CANDIDATES = 500, 250


def search_asks(workshop, people, headers: dict[str, str]) -> dict:
    """Searches of all groups, for each person, under one name for each of the three questions."""
    from urllib.parse import urlencode

    from django.urls import reverse

    from bench.plan import Ask

    path = reverse("ideas:search", args=[workshop.slug])
    words = words_by_share(workshop) | {"search:nothing": NOTHING}
    return {
        name: [
            Ask("GET", f"{path}?{urlencode({'q': word})}", headers | {"Cookie": cookie})
            for _, cookie in people
        ]
        for name, word in words.items()
    }


def words_by_share(workshop) -> dict[str, str]:
    """For each share the word that finds the number of ideas closest to it."""
    from ideas.models import Idea

    ideas = Idea.objects.visible().filter(workshop=workshop)
    texts = ideas.order_by("pk").values_list("body", flat=True)[:SAMPLE]
    seen = Counter(itertools.chain.from_iterable(set(re.findall(r"[a-z]{4,}", t)) for t in texts))
    found = {word: found_by(workshop, word) for word, _ in seen.most_common(CANDIDATES)}
    total = ideas.count()
    return {
        name: min(found, key=lambda word: abs(found[word] - share * total))
        for name, share in SHARES.items()
    }


def found_by(workshop, word: str) -> int:
    """How many ideas a word finds; none for a word that is not looked for."""
    from ideas.search.engine import engine
    from ideas.search.results import Scope
    from ideas.search.words import read_words

    words = read_words(word)
    if not words.choices:
        return 0
    return engine().find(words, Scope(workshop.pk, None), limit=1, offset=0)[1]
