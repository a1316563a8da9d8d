"""What a search gives back, whichever database was asked."""

from dataclasses import dataclass, field

# A text of so many characters is shown whole.
SHORT_TEXT = 300


@dataclass(frozen=True)
class Scope:
    """Where is looked: keys of a workshop, and of a group or None for all groups."""

    workshop: int
    group: int | None


@dataclass(frozen=True)
class Found:
    """An idea: whether it says the words itself, how many comments do, and the best of those."""

    idea: int
    own: bool
    comments: int
    best_comment: int | None


@dataclass(frozen=True)
class Excerpt:
    """One idea or comment: an idea's marked title or a comment's public id, and of its text the
    marked part and the whole.
    """

    head: str
    part: str
    whole: str


@dataclass
class Excerpts:
    """What ideas and comments say where they were found, by key."""

    ideas: dict[int, Excerpt] = field(default_factory=dict)
    comments: dict[int, Excerpt] = field(default_factory=dict)


def excerpts_of(rows: list[tuple[str, int, str, str, str]]) -> Excerpts:
    """Return what a database gave, kind and key first, as excerpts."""
    found = Excerpts()
    for kind, key, *texts in rows:
        (found.ideas if kind == "idea" else found.comments)[key] = Excerpt(*texts)
    return found
