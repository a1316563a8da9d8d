"""The hall: the breakout groups as one person finds them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, Sum

from ideas.enums import ContributionState
from ideas.models import Idea, Vote
from workshop.enums import Action, GroupKind
from workshop.models import BreakoutGroup, Participant


@dataclass
class GroupCard:
    """A group with its counts; `to_read` are the ideas that the person may vote on."""

    group: BreakoutGroup
    ideas: int = 0
    comments: int = 0
    votes: int = 0
    to_read: int = 0
    voted: int = 0
    needs_readers: bool = False

    @property
    def done(self) -> bool:
        """Say whether the person has voted on all there is to vote on."""
        return self.to_read > 0 and self.voted >= self.to_read

    @property
    def votes_per_idea(self) -> float:
        """Return how well read the group is."""
        return self.votes / max(self.ideas, 1)


@dataclass
class Hall:
    """The challenge groups as cards, and the groups for other ideas as links beneath."""

    cards: list[GroupCard]
    others: list[GroupCard]
    is_open: bool


def hall_page(participant: Participant, *, now: datetime) -> Hall:
    """Return all groups with counts and the person's own place, in three queries."""
    workshop = participant.workshop
    groups = list(workshop.groups.all())
    counts, voted = _group_counts(participant), _group_votes(participant)
    cards = [
        GroupCard(group, voted=voted.get(group.pk, 0), **counts.get(group.pk, {}))
        for group in groups
    ]
    challenges = [card for card in cards if card.group.kind == GroupKind.CHALLENGE]
    is_open = workshop.allows(Action.CONTRIBUTE, now)
    if is_open:
        _mark_the_needy(challenges)
    others = [card for card in cards if card.group.kind != GroupKind.CHALLENGE]
    return Hall(cards=challenges, others=others, is_open=is_open)


def _group_counts(participant: Participant) -> dict[int, dict]:
    rows = (
        Idea.objects.visible()
        .filter(workshop=participant.workshop_id)
        .order_by()
        .values("group_id")
        .annotate(
            ideas=Count("pk"),
            comments=Sum("comment_count"),
            votes=Sum(F("up") + F("down")),
            to_read=Count("pk", filter=~Q(author=participant.pk)),
        )
    )
    return {row.pop("group_id"): row for row in rows}


def _group_votes(participant: Participant) -> dict[int, int]:
    rows = Vote.objects.filter(
        participant=participant.pk, idea__state=ContributionState.VISIBLE
    ).order_by()
    return dict(rows.values_list("idea__group_id").annotate(Count("pk")))


def _mark_the_needy(cards: list[GroupCard]) -> None:
    """Mark the card with the fewest votes an idea, where the person has something left to read."""
    left = [card for card in cards if not card.done]
    if left:
        min(left, key=lambda card: card.votes_per_idea).needs_readers = True
