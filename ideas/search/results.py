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


@dataclass
class Excerpts:
    """Texts with the marks of `marks`, by key: titles and parts of ideas, parts of comments."""

    titles: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    comments: dict[int, str] = field(default_factory=dict)
    comment_ids: dict[int, str] = field(default_factory=dict)


def excerpts_of(rows: list[tuple[str, int, str, str]]) -> Excerpts:
    """Return what a database gave: kind and key, title or a comment's public id, and text."""
    found = Excerpts()
    for kind, key, head, text in rows:
        if kind == "idea":
            found.titles[key], found.texts[key] = head, text
        else:
            found.comment_ids[key], found.comments[key] = head, text
    return found
