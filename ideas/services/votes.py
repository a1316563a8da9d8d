"""The one service that casts votes."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from ideas.enums import VoteValue
from ideas.models import Comment, Idea, Vote
from ideas.services.limits import MINUTE, VOTES_A_MINUTE, TooManyError, seconds_left
from ideas.services.rules import GONE, contribution_require, on_item
from workshop.common.errors import DomainError
from workshop.models import Participant
from workshop.services import participant_mark_contributed

TAKEN_BACK = 0
TOO_FAST = f"You have voted {VOTES_A_MINUTE} times within a minute."


def vote_cast(
    *, participant: Participant, item: Idea | Comment, value: int, now: datetime | None = None
) -> Idea | Comment:
    """Set the person's vote on an item: 1, -1, or 0 for none; the same again changes nothing.

    Returns the item as it is now, with its new counts and the vote as `own_value`.
    Raises DomainError.
    """
    return vote_cast_at(
        participant=participant, model=type(item), public_id=item.public_id, value=value, now=now
    )


@transaction.atomic
def vote_cast_at(
    *,
    participant: Participant,
    model: type[Idea] | type[Comment],
    public_id: str,
    value: int,
    now: datetime | None = None,
) -> Idea | Comment:
    """As vote_cast, on an item of the person's workshop by its public id, which saves a query.

    Raises the model's DoesNotExist, or DomainError.
    """
    now = now or timezone.now()
    if value not in (TAKEN_BACK, *VoteValue.values):
        raise DomainError("Choose up, down, or take your vote back.")
    # The lock makes votes on one item wait for each other, so that the difference below is right.
    item = _locked_item(participant, model, public_id)
    _vote_require(participant, item, now)
    before, earliest = _vote_before(participant, item, now)
    if value != before:
        _pace_require(value, earliest, now)
        _vote_store(participant, item, value, now)
        _counters_shift(item, before, value)
    if value != TAKEN_BACK:
        participant_mark_contributed(participant=participant, posted=False, now=now)
    item.own_value = value
    return item


def _locked_item(participant: Participant, model: type, public_id: str) -> Idea | Comment:
    rows = model.objects.filter(workshop_id=participant.workshop_id, public_id=public_id)
    if model is Comment:
        rows = rows.select_related("idea").select_for_update(of=("self",), no_key=True)
    else:
        rows = rows.select_for_update(no_key=True)
    return rows.get()


def _vote_require(participant: Participant, item: Idea | Comment, now: datetime) -> None:
    idea = item if isinstance(item, Idea) else item.idea
    contribution_require(participant=participant, workshop_id=item.workshop_id, now=now)
    if not (idea.is_visible and item.is_visible):
        raise DomainError("This is no longer shown, so nobody can vote on it.")
    if item.author_id == participant.pk:
        noun = "idea" if isinstance(item, Idea) else "comment"
        raise DomainError(f"You cannot vote on your own {noun}.")


def _vote_before(
    participant: Participant, item: Idea | Comment, now: datetime
) -> tuple[int, datetime | None]:
    """Return the person's vote so far, and when their last votes began if they are too many.

    Their account cannot be erased until the transaction ends. One query for all of it. Raises
    DomainError where it has been erased.
    """
    votes = Vote.objects.filter(participant=OuterRef("pk"))
    recent = votes.filter(cast_at__gt=now - MINUTE).order_by("-cast_at").values("cast_at")
    mine = Subquery(votes.filter(**on_item(item)).values("value"))
    earliest = Subquery(recent[VOTES_A_MINUTE - 1 : VOTES_A_MINUTE])
    row = Participant.objects.held(participant).values_list(mine, earliest).first()
    if row is None:
        raise DomainError(GONE)
    return row[0] or TAKEN_BACK, row[1]


def _pace_require(value: int, earliest: datetime | None, now: datetime) -> None:
    """Refuse (TooManyError) a vote too many in a minute; taking one back is never too many."""
    if value != TAKEN_BACK and earliest:
        raise TooManyError(TOO_FAST, seconds_left(earliest, MINUTE, now))


def _vote_store(participant: Participant, item: Idea | Comment, value: int, now: datetime) -> None:
    target = on_item(item)
    if value == TAKEN_BACK:
        Vote.objects.filter(participant=participant, **target).delete()
        return
    Vote.objects.bulk_create(
        [Vote(participant=participant, value=value, cast_at=now, **target)],
        update_conflicts=True,
        unique_fields=["participant", *target],
        update_fields=["value", "cast_at"],
    )


def _counters_shift(item: Idea | Comment, before: int, after: int) -> None:
    up = (after == VoteValue.UP) - (before == VoteValue.UP)
    down = (after == VoteValue.DOWN) - (before == VoteValue.DOWN)
    type(item).objects.filter(pk=item.pk).update(up=F("up") + up, down=F("down") + down)
    item.up += up
    item.down += down
