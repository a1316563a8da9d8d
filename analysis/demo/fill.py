"""Writing synthetic activity into a workshop, in batches."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time
from itertools import islice

from django.utils import timezone

from analysis.database import long_transaction
from analysis.demo.draws import dice
from analysis.demo.fill_gateway import responses_fill
from analysis.demo.rhythm import Rhythm
from analysis.demo.simulation import Item, Size, conversations, first_shares
from ideas.models import Comment, Idea, Vote
from ideas.services import fair_orders_prepare, showings_from_votes
from workshop.accounts.addresses import address_key
from workshop.accounts.models import User
from workshop.common.errors import DomainError
from workshop.enums import WorkshopState
from workshop.models import Participant, Workshop

PEOPLE_AT_ONCE, IDEAS_AT_ONCE, ROWS_AT_ONCE = 1000, 100, 1000

Progress = Callable[[str, int, int], None]


def workshop_simulate(
    *, workshop: Workshop, size: Size, now: datetime | None = None, progress: Progress
) -> None:
    """Fill a workshop that has opened with people, answers, ideas, comments and votes, or nothing.

    The activity lies between the opening and now or the close; `progress` is told what, done, of.
    Raises DomainError, and TooManyVotesError where people cannot cast so many votes.
    """
    now = now or timezone.now()
    _check(workshop, size, now)
    rhythm = Rhythm(workshop.opens_at, min(now, workshop.closes_at), workshop.timezone)
    firsts = first_shares(size)
    with long_transaction():
        keys = _people_fill(workshop, size, rhythm, firsts, progress)
        contributors = sum(share < 2 for share in firsts[0])
        responses_fill(workshop=workshop, size=size, contributors=contributors, progress=progress)
        _conversation_fill(workshop, size, rhythm, keys, progress)
        showings_from_votes(workshop=workshop)
    fair_orders_prepare(now=now)


def _check(workshop: Workshop, size: Size, now: datetime) -> None:
    if workshop.state_at(now) == WorkshopState.UPCOMING:
        raise DomainError("The workshop has not opened, so nothing can have happened in it.")
    if size.comment_count and not size.idea_count:
        raise DomainError("Comments need ideas.")
    if size.idea_count and not size.participants:
        raise DomainError("Ideas need participants.")
    if size.idea_count and not workshop.groups.exists():
        raise DomainError("The workshop has no breakout groups to put ideas into.")
    if User.objects.filter(email_key=address_key(_address(workshop, size, 0))).exists():
        raise DomainError(f"The people of seed {size.seed} are there already: use another seed.")


def _address(workshop: Workshop, size: Size, person: int) -> str:
    return f"{workshop.slug}-{size.seed}-{person}@simulated.invalid"


def _people_fill(
    workshop: Workshop, size: Size, rhythm: Rhythm, firsts: tuple[array, array], progress: Progress
) -> array:
    """Make accounts and participants; return the participants' primary keys by number."""
    rng, keys = dice("people", size.seed), array("q")
    channels = [None, *workshop.channels.values_list("pk", flat=True)]
    for people in _batches(range(size.participants), PEOPLE_AT_ONCE):
        users = User.objects.bulk_create(_user(_address(workshop, size, n)) for n in people)
        rows = []
        for n, user in zip(people, users, strict=True):
            contributed, posted = (rhythm.at(s[n]) if s[n] < 2 else None for s in firsts)
            joined = contributed or rhythm.at(rng.random())
            rows.append(
                Participant(
                    workshop=workshop,
                    user=user,
                    channel_id=rng.choice(channels),
                    joined_at=_midnight(joined, workshop),
                    visits=1 + int(rng.expovariate(0.5)),
                    first_contributed_at=contributed,
                    first_posted_at=posted,
                    contribution_counted=contributed is not None,
                )
            )
        keys.extend(row.pk for row in Participant.objects.bulk_create(rows))
        progress("people", len(keys), size.participants)
    return keys


def _user(address: str) -> User:
    # A password that begins with ! fits nothing: these people sign in by code, if at all.
    return User(email=address, email_key=address_key(address), password="!simulated")  # noqa: S106


def _midnight(moment: datetime, workshop: Workshop) -> datetime:
    return datetime.combine(moment.astimezone(workshop.zone).date(), time(), workshop.zone)


def _conversation_fill(
    workshop: Workshop, size: Size, rhythm: Rhythm, keys: array, progress: Progress
) -> None:
    groups = list(workshop.groups.all())
    rng, done = dice("groups", size.seed), 0
    for batch in _batches(conversations(size), IDEAS_AT_ONCE):
        ideas = Idea.objects.bulk_create(
            Idea(
                group=rng.choice(groups),
                title=item.title,
                comment_count=len(item.comments),
                **_post_fields(item, workshop, rhythm, keys),
            )
            for item in batch
        )
        comments = _comments_fill(workshop, list(zip(batch, ideas, strict=True)), rhythm, keys)
        _votes_fill([*zip(batch, ideas, strict=True), *comments], rhythm, keys)
        done += len(batch)
        progress("ideas", done, size.idea_count)


def _post_fields(item: Item, workshop: Workshop, rhythm: Rhythm, keys: array) -> dict:
    return {
        "workshop": workshop,
        "author_id": keys[item.author],
        "public_id": item.public_id,
        "body": item.body,
        "created_at": rhythm.at(item.share),
        "up": item.up,
        "down": item.down,
    }


def _comments_fill(
    workshop: Workshop, pairs: list[tuple[Item, Idea]], rhythm: Rhythm, keys: array
) -> list[tuple[Item, Comment]]:
    """Write comments before the replies that need them; return each item with its row."""
    rows: dict[int, Comment] = {}
    written = []
    for level in (False, True):
        items = [
            (c, idea) for item, idea in pairs for c in item.comments if bool(c.parent) == level
        ]
        made = Comment.objects.bulk_create(
            (
                Comment(
                    idea=idea,
                    parent=rows[id(item.parent)] if level else None,
                    handle=item.handle,
                    **_post_fields(item, workshop, rhythm, keys),
                )
                for item, idea in items
            ),
            batch_size=ROWS_AT_ONCE,
        )
        written += [(item, row) for (item, _), row in zip(items, made, strict=True)]
        rows |= {id(item): row for item, row in written}
    return written


def _votes_fill(pairs: list[tuple[Item, Idea | Comment]], rhythm: Rhythm, keys: array) -> None:
    votes = (
        Vote(
            participant_id=keys[voter],
            value=value,
            cast_at=rhythm.at(share),
            **{"idea" if isinstance(row, Idea) else "comment": row},
        )
        for item, row in pairs
        for voter, value, share in item.votes
    )
    for batch in _batches(votes, ROWS_AT_ONCE):
        Vote.objects.bulk_create(batch)


def _batches(items: Iterable, size: int) -> Iterator[list]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
