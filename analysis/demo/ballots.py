"""Who cast which vote and when: each person once an item at most, and never on one's own."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.demo.conversation import CONTRIBUTORS, Post
from analysis.demo.draws import dice, weighted_sample
from analysis.demo.rhythm import Rhythm
from analysis.demo.votes import Votes

SITTING = timedelta(minutes=25)  # how long a person stays on the site to read and vote


@dataclass
class Ballot:
    """One vote: `post` is the idea or comment, `value` 1 or -1."""

    voter: int
    post: Post
    value: int
    at: datetime | None = None


def ballots(
    posts: list[Post], counts: list[Votes], keenness: list[float], rhythm: Rhythm
) -> list[Ballot]:
    """The votes on `posts`; everybody among the contributors ends up with a post or a vote."""
    cast = _cast(posts, counts, keenness)
    _hear_everybody(posts, cast)
    _set_times(posts, cast, rhythm)
    return cast


def _cast(posts: list[Post], counts: list[Votes], keenness: list[float]) -> list[Ballot]:
    rng = dice("ballots")
    cast = []
    for post, (up, down) in zip(posts, counts, strict=True):
        weights = [0 if n == post.author else keen for n, keen in enumerate(keenness)]
        voters = weighted_sample(rng, weights, up + down)
        against = set(rng.sample(voters, down))
        cast += [Ballot(voter, post, -1 if voter in against else 1) for voter in voters]
    return cast


def _hear_everybody(posts: list[Post], cast: list[Ballot]) -> None:
    """Whoever has no post and no vote yet takes over a vote from whoever has the most."""
    of = defaultdict(list)
    for ballot in cast:
        of[ballot.voter].append(ballot)
    writers = {post.author for post in posts}
    for person in range(CONTRIBUTORS):
        if person not in writers and not of[person]:
            busiest = max(of, key=lambda voter: (len(of[voter]), -voter))
            ballot = of[busiest].pop()
            ballot.voter = person
            of[person].append(ballot)


def _set_times(posts: list[Post], cast: list[Ballot], rhythm: Rhythm) -> None:
    """People vote when they are there anyway, or come again after the item was posted."""
    rng = dice("sittings")
    sittings = defaultdict(list)
    for post in posts:
        if post.author is not None:
            sittings[post.author].append(post.at)
    for ballot in sorted(cast, key=lambda ballot: ballot.post.at):
        ready = max(ballot.post.at, rhythm.start) + timedelta(seconds=40)
        known = [moment for moment in sittings[ballot.voter] if moment >= ready]
        if known and rng.random() < 0.8:
            start = known[rng.randrange(len(known))]
        else:
            share = rhythm.share(ready)
            start = max(ready, rhythm.at(share + (0.996 - share) * rng.betavariate(1, 3.4)))
            sittings[ballot.voter].append(start)
        ballot.at = start + rng.randrange(int(SITTING.total_seconds())) * timedelta(seconds=1)
