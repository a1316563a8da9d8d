"""Who wrote which idea and comment, and when: our texts with authors and times.

People are numbers here, 0 to 447 the contributors. Moments are drawn as shares of the workshop's
rhythm, so whatever follows something else stays after it and inside the workshop.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from analysis.demo.draws import dice, shuffled, split, weighted_one
from analysis.demo.rhythm import Rhythm
from analysis.demo.sources import GROUP_KEYS, texts

CONTRIBUTORS = 448
IDEA_AUTHORS = 152  # people who wrote at least one idea
COMMENT_AUTHORS = 214  # people who wrote at least one comment, 92 of whom wrote an idea too
BOTH = 92
MOST_IDEAS = 5  # by one person
EARLY_SEEDS = 9  # placed on the two days before the opening


@dataclass
class Post:
    """An idea, comment or reply: its text, who wrote it (None: nobody) and when."""

    text: dict
    group: str
    author: int | None = None
    at: datetime | None = None
    parent: "Post | None" = None
    comments: list["Post"] = field(default_factory=list)

    @property
    def thread(self) -> Iterator["Post"]:
        """An idea's comments and replies, in reading order."""
        for comment in self.comments:
            yield comment
            yield from comment.comments


def conversation(rhythm: Rhythm, keenness: list[float]) -> list[Post]:
    """All ideas with their comments; `keenness` says how much each contributor is likely to do."""
    ideas = [_idea(group, text) for group in GROUP_KEYS for text in texts(group)]
    rng = dice("authors")
    pool = _pool(rng)
    _share_out_ideas(rng, ideas, pool[:IDEA_AUTHORS], keenness)
    _share_out_comments(rng, ideas, pool[IDEA_AUTHORS - BOTH :], keenness)
    _set_times(dice("times"), ideas, rhythm)
    return ideas


def _idea(group: str, text: dict) -> Post:
    idea = Post(text, group)
    for written in text["comments"]:
        comment = Post(written, group)
        comment.comments = [
            Post(reply, group, parent=comment) for reply in written.get("replies", ())
        ]
        idea.comments.append(comment)
    return idea


def _pool(rng: random.Random) -> list[int]:
    """Those who write: first the authors of ideas, overlapping with those who comment by `BOTH`."""
    return rng.sample(range(CONTRIBUTORS), IDEA_AUTHORS + COMMENT_AUTHORS - BOTH)


def _share_out_ideas(
    rng: random.Random, ideas: list[Post], authors: list[int], keenness: list[float]
) -> None:
    ours = [idea for idea in ideas if not idea.text.get("seed")]
    extra = split(len(ours) - len(authors), [keenness[author] for author in authors])
    counts = [1 + min(more, MOST_IDEAS - 1) for more in extra]
    n = 0
    while sum(counts) < len(ours):  # what the keenest may not take goes round the others
        counts[n] += counts[n] == 1
        n += 1
    hands = [author for author, count in zip(authors, counts, strict=True) for _ in range(count)]
    for idea, author in zip(ours, shuffled(rng, hands), strict=True):
        idea.author = author


def _share_out_comments(
    rng: random.Random, ideas: list[Post], authors: list[int], keenness: list[float]
) -> None:
    """Everybody who comments gets one comment first; the rest falls to the keener ones."""
    waiting = shuffled(rng, authors)
    slots = [(idea, post) for idea in ideas for post in idea.thread]
    for idea, post in slots:
        if post.text.get("by_author"):
            post.author = idea.author
    open_slots = [slot for slot in slots if slot[1].author is None]
    for idea, post in shuffled(rng, open_slots):
        barred = _barred(idea, post)
        first = next((author for author in waiting if author not in barred), None)
        if first is not None:
            waiting.remove(first)
            post.author = first
        else:
            post.author = authors[
                weighted_one(rng, [0 if a in barred else keenness[a] for a in authors])
            ]


def _barred(idea: Post, post: Post) -> set[int | None]:
    """Return who may not write it: the idea's author unless marked, anyone answering himself."""
    near = [post.parent, *post.parent.comments] if post.parent else [*idea.comments, *post.comments]
    return {idea.author, *(other.author for other in near)}


def _set_times(rng: random.Random, ideas: list[Post], rhythm: Rhythm) -> None:
    seeds = [idea for idea in ideas if idea.text.get("seed")]
    early = {id(seed) for seed in shuffled(rng, seeds)[:EARLY_SEEDS]}
    for idea in ideas:
        if id(idea) in early:
            hours = rng.choice([20, 21, 22, 23, 42, 43, 45, 46]) + rng.random()
            idea.at = (rhythm.start - timedelta(hours=hours)).replace(microsecond=0)
        else:
            idea.at = rhythm.at(_start(rng, idea))
        _set_thread(rng, idea, rhythm)


def _start(rng: random.Random, idea: Post) -> float:
    """Ideas come thicker at first, and a long thread needs time."""
    share = rng.random() ** 1.5 * 0.96
    return 0.004 + share * (0.5 if idea.text.get("seed") or len(idea.comments) > 4 else 1)


def _set_thread(rng: random.Random, idea: Post, rhythm: Rhythm) -> None:
    last = idea.at
    for comment in idea.comments:
        last = comment.at = _after(rng, rhythm, last, 7)
        answered = comment.at
        for reply in comment.comments:
            answered = reply.at = _after(rng, rhythm, answered, 12)


def _after(rng: random.Random, rhythm: Rhythm, moment: datetime, haste: float) -> datetime:
    """A moment at least two minutes later; the greater `haste`, the sooner."""
    share = rhythm.share(moment)
    later = rhythm.at(share + (0.996 - share) * rng.betavariate(1, haste))
    return max(later, moment + timedelta(seconds=rng.randrange(120, 600)))
