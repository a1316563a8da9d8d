"""The fixed words in braces that a mailing may hold, and what stands in their place.

Nothing here is ever a template: `{{title}}` is left as it is. What differs from person to person
is filled with a mark that each message replaces by its own value.
"""

import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from workshop.models import Workshop

# What each stands for, as the page says it.
PLACEHOLDERS = {
    "title": "the title of the workshop",
    "link": "the address of the workshop",
    "days_left": "how many days are left when it is sent",
    "ideas": "how many ideas there are",
    "new_ideas": "how many ideas came since the person’s last visit",
    "most_discussed": "the ideas with the most comments, each a link",
    "unsubscribe": "the person’s own link to stop these messages",
}
# A subject is one line of words.
NOT_IN_SUBJECT = ("link", "most_discussed", "unsubscribe")
NOTHING_DISCUSSED = "No idea has been discussed yet."
_FOUND = re.compile(rf"(?<!\{{)\{{({'|'.join(PLACEHOLDERS)})\}}(?!\}})")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")


def _stop_mark() -> str:
    # An address, so that Markdown makes a link of it like of any other.
    return f"https://stop{uuid.uuid4().hex}.invalid/"


def _count_mark() -> str:
    return f"count{uuid.uuid4().hex}"


@dataclass(frozen=True)
class Values:
    """What the placeholders of one mailing stand for at one moment; figures are counted if used."""

    workshop: Workshop
    now: datetime
    facts: object
    # Stand where each person's own link, and own number, goes.
    stop_mark: str = field(default_factory=_stop_mark)
    count_mark: str = field(default_factory=_count_mark)

    def plain(self, name: str) -> str:
        """Return what a placeholder stands for, as words of one line."""
        return self._words[name]() if name != "most_discussed" else self._discussed_words()

    def in_subject(self, text: str) -> str:
        """Return a subject or preheader with its placeholders filled, on one line."""

        def value(found: re.Match) -> str:
            is_line = found[1] not in ("most_discussed", "unsubscribe")
            return self.plain(found[1]) if is_line else found[0]

        return one_line(_FOUND.sub(value, text))

    def in_markdown(self, source: str) -> str:
        """Return Markdown filled: a title cannot become markup, a bare address becomes a link."""

        def value(found: re.Match) -> str:
            name, before = found[1], source[: found.start()]
            if name == "title":
                return escaped(self.plain(name))
            if name == "most_discussed":
                return self._discussed(alone=_stands_alone(source, found))
            if name in ("link", "unsubscribe") and not before.endswith(("](", "<")):
                return f"<{self.plain(name)}>"
            return self.plain(name)

        return _FOUND.sub(value, source)

    @property
    def _words(self) -> dict:
        return {
            "title": lambda: one_line(self.workshop.title),
            "link": lambda: home_of(self.workshop),
            "days_left": lambda: str(self.workshop.days_left_at(self.now)),
            "ideas": lambda: str(self.facts.ideas),
            "new_ideas": lambda: self.count_mark,
            "unsubscribe": lambda: self.stop_mark,
        }

    def _discussed_words(self) -> str:
        titles = [one_line(title) for title, _url, _count in self.facts.most_discussed]
        return ", ".join(titles) or NOTHING_DISCUSSED

    def _discussed(self, *, alone: bool) -> str:
        """Return the ideas as a list where the placeholder has a line of its own."""
        found = [
            (f"[{escaped(one_line(title))}](<{url}>)", count)
            for title, url, count in self.facts.most_discussed
        ]
        if not found:
            return NOTHING_DISCUSSED
        if not alone:
            return ", ".join(link for link, _count in found)
        lines = [f"- {link} ({comments_words(count)})" for link, count in found]
        return "\n" + "\n".join(lines) + "\n"


def values_of(workshop: Workshop, now: datetime) -> Values:
    """Return what the placeholders stand for in a workshop at a moment."""
    return Values(workshop, now, import_string(settings.MAIL_FACTS)(workshop))


def used_in(*texts: str) -> set[str]:
    """Return the placeholders that some texts hold."""
    return {found[1] for text in texts for found in _FOUND.finditer(text)}


def home_of(workshop: Workshop) -> str:
    """Return the absolute address of a workshop."""
    return settings.SITE_URL + reverse("workshop:landing", kwargs={"slug": workshop.slug})


def comments_words(count: int) -> str:
    """Return a number of comments in words."""
    return "1 comment" if count == 1 else f"{count} comments"


def escaped(text: str) -> str:
    """Return words that Markdown shows as they are."""
    return _MARKDOWN_SIGNS.sub(r"\\\1", text)


def one_line(text: str) -> str:
    """Return text without line breaks and control characters, fit for a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _stands_alone(source: str, found: re.Match) -> bool:
    first = source.rfind("\n", 0, found.start()) + 1
    last = source.find("\n", found.end())
    line = source[first:] if last < 0 else source[first:last]
    return line.strip() == found[0]
