"""Synthetic activity of any size: pure, the same for a seed, idea by idea to keep memory flat.

People are numbers, the first of them contributors. Moments are shares (0 to 1) of the activity.
"""

import math
import random
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.demo.draws import dice
from analysis.demo.sources import GROUP_KEYS, texts
from workshop.common.errors import DomainError
from workshop.common.ids import ALPHABET, LENGTH

# Of every 1,061 people in 2017: what they wrote and voted, and how many of them did.
IDEAS, COMMENTS, VOTES, ACTIVE = 231 / 1061, 453 / 1061, 2968 / 1061, 448 / 1061
ON_IDEAS = 2561 / 2968
REPLIES, DOWN = 0.3, 147 / 2968


class TooManyVotesError(DomainError):
    """More votes are wanted than people may cast, each once an item and never on their own."""


@dataclass(frozen=True)
class Size:
    """How much activity; what is None follows the proportions of 2017."""

    participants: int
    ideas: int | None = None
    comments: int | None = None
    votes: int | None = None
    seed: int = 1

    @property
    def idea_count(self) -> int:
        """Return the number of ideas."""
        return round(self.participants * IDEAS) if self.ideas is None else self.ideas

    @property
    def comment_count(self) -> int:
        """Return the number of comments; by default none without ideas."""
        if self.comments is not None:
            return self.comments
        return round(self.participants * COMMENTS) if self.idea_count else 0

    @property
    def vote_count(self) -> int:
        """Return the number of votes: by default no more than there may be."""
        if self.votes is not None:
            return self.votes
        most = (self.idea_count + self.comment_count) * (self.active - 1)
        return min(round(self.participants * VOTES), most)

    @property
    def active(self) -> int:
        """Return how many people may contribute: two fifths, or all where two fifths are few."""
        usual = max(2, round(self.participants * ACTIVE))
        items = self.idea_count + self.comment_count
        crowded = (self.votes or 0) > items * (usual - 1) / 2
        return self.participants if crowded else min(usual, self.participants)


@dataclass
class Item:
    """An idea or a comment with its votes: (voter, value, share) each."""

    author: int
    share: float
    public_id: str
    body: str
    title: str = ""
    parent: "Item | None" = None
    handle: int = 1
    votes: list[tuple[int, int, float]] = field(default_factory=list)
    comments: list["Item"] = field(default_factory=list)

    @property
    def up(self) -> int:
        """Return its up votes."""
        return sum(value > 0 for _, value, _ in self.votes)

    @property
    def down(self) -> int:
        """Return its down votes."""
        return len(self.votes) - self.up


class Portions:
    """A total handed out in whole portions by weight, `most` each, nothing left over at the end."""

    def __init__(self, total: int, weight: float, takers: int, most: int):
        self.left, self.weight, self.takers, self.most = total, weight, takers, most

    def next(self, weight: float) -> int:
        """Return the portion of the next taker, whose weight this is."""
        self.takers -= 1
        fair = round(self.left * weight / self.weight) if self.weight > 0 else self.left
        self.weight -= weight
        room_after = self.takers * self.most
        portion = max(min(fair, self.most, self.left), self.left - room_after)
        self.left -= portion
        return portion


def conversations(size: Size) -> Iterator[Item]:
    """Yield the ideas one by one, each with its comments and votes. Raises TooManyVotesError."""
    on_ideas, on_comments = _vote_totals(size)
    ideas, comments, most = size.idea_count, size.comment_count, size.active - 1
    appeal = math.fsum(_appeal(size, n) for n in range(ideas))
    talk = Portions(comments, appeal, ideas, comments)
    idea_votes = Portions(on_ideas, appeal, ideas, most)
    comment_votes = Portions(on_comments, comments, comments, most)
    for n in range(ideas):
        rng, weight = dice(f"idea {n}", size.seed), _appeal(size, n)
        idea = _item(rng, size, rng.random() ** 1.2 * 0.97, _IDEA_TEXTS)
        _vote(rng, size, idea, idea_votes.next(weight))
        _discuss(rng, size, idea, talk.next(weight))
        for comment in idea.comments:
            _vote(rng, size, comment, comment_votes.next(1))
        yield idea


def first_shares(size: Size) -> tuple[array, array]:
    """Return everybody's first contribution and first post as shares; 2 where there is none."""
    contributed = array("d", [2.0]) * size.participants
    posted = array("d", [2.0]) * size.participants
    for idea in conversations(size):
        for item in (idea, *idea.comments):
            posted[item.author] = min(posted[item.author], item.share)
            for voter, _, share in item.votes:
                contributed[voter] = min(contributed[voter], share)
    for person, share in enumerate(posted):
        contributed[person] = min(contributed[person], share)
    return contributed, posted


def _vote_totals(size: Size) -> tuple[int, int]:
    ideas, comments = (n * (size.active - 1) for n in (size.idea_count, size.comment_count))
    if size.vote_count > ideas + comments:
        raise TooManyVotesError(
            f"{size.vote_count} votes are too many: {size.active} people may cast "
            f"{ideas + comments} on {size.idea_count} ideas and {size.comment_count} comments."
        )
    on_ideas = min(ideas, round(size.vote_count * ON_IDEAS))
    on_ideas = max(on_ideas, size.vote_count - comments)
    return on_ideas, size.vote_count - on_ideas


def _appeal(size: Size, n: int) -> float:
    """Return how much an idea draws: most little, a few a lot."""
    return 0.1 + dice(f"appeal {n}", size.seed).expovariate(1) ** 1.5


def _item(rng: random.Random, size: Size, share: float, written: list[tuple[str, str]]) -> Item:
    title, body = written[rng.randrange(len(written))]
    public_id = "".join(rng.choices(ALPHABET, k=LENGTH))
    return Item(rng.randrange(size.active), share, public_id, body, title)


def _discuss(rng: random.Random, size: Size, idea: Item, count: int) -> None:
    handles = {idea.author: 1}
    share = idea.share
    for _ in range(count):
        share += (1 - share) * rng.random() * 0.1
        comment = _item(rng, size, share, _COMMENT_TEXTS)
        tops = [other for other in idea.comments[-20:] if other.parent is None]
        if tops and rng.random() < REPLIES:
            comment.parent = rng.choice(tops)
        comment.handle = handles.setdefault(comment.author, len(handles) + 1)
        idea.comments.append(comment)


def _vote(rng: random.Random, size: Size, item: Item, count: int) -> None:
    """Step round the circle of the others: nobody twice, never the author, nothing to remember."""
    others = size.active - 1
    if not count:
        return
    start, step = rng.randrange(others), rng.randrange(1, others + 1)
    while math.gcd(step, others) != 1:
        step += 1
    for n in range(count):
        voter = (item.author + 1 + (start + n * step) % others) % size.active
        value = -1 if rng.random() < DOWN else 1
        item.votes.append((voter, value, item.share + (1 - item.share) * rng.random()))


_WRITTEN = [idea for group in GROUP_KEYS for idea in texts(group)]
_IDEA_TEXTS = [(idea["title"], idea["body"]) for idea in _WRITTEN]
_COMMENT_TEXTS = [("", comment["body"]) for idea in _WRITTEN for comment in idea["comments"]]
