"""The hall: the breakout groups as one person finds them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, Sum

from ideas.enums import ContributionState
from ideas.models import Comment, Idea, Vote
from ideas.querysets import new_to
from ideas.selectors.hidden import CountOf, HiddenNote, hidden_columns, hidden_notes
from ideas.selectors.replies import replies_to
from ideas.words import counted
from workshop.enums import Action, GroupKind
from workshop.models import BreakoutGroup, Participant

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass
class GroupCard:
    """A group with its counts; `to_read` are the ideas that the person may vote on.

    `new_…` is by others and since the person's last visit, `of_…` by anybody within that time.
    """

    group: BreakoutGroup
    ideas: int = 0
    comments: int = 0
    votes: int = 0
    showings: int = 0
    to_read: int = 0
    voted: int = 0
    new_ideas: int = 0
    new_comments: int = 0
    of_day: int = 0
    of_week: int = 0
    needs_readers: bool = False

    @property
    def done(self) -> bool:
        """Say whether the person has voted on all there is to vote on."""
        return self.to_read > 0 and self.voted >= self.to_read

    @property
    def news(self) -> str:
        """Return what is new for the person, in words, or nothing."""
        ideas, comments = self.new_ideas, self.new_comments
        parts = [counted(ideas, "new idea")] if ideas else []
        parts += [counted(comments, "new comment")] if comments else []
        return ", ".join(parts)

    @property
    def liveliness(self) -> str:
        """Return how many ideas and comments came of late, in words; nothing of a quiet group.

        Votes are left out: counting them by their moment would read the largest table.
        """
        written, span = self.of_day, "since yesterday"
        if not written:
            written, span = self.of_week, "in the last week"
        return f"{counted(written, 'post')} {span}" if written else ""

    def thinness(self, by: str) -> float:
        """Return how seldom its ideas were met: by showings or by votes, an idea."""
        return getattr(self, by) / max(self.ideas, 1)


@dataclass
class Hall:
    """The challenge groups as cards, and the groups for other ideas as links beneath."""

    cards: list[GroupCard]
    others: list[GroupCard]
    is_open: bool
    is_first_visit: bool
    new_replies: int
    hidden: list[HiddenNote]


def hall_page(participant: Participant, *, now: datetime) -> Hall:
    """Return the groups with their counts and the person's place, in five queries."""
    workshop = participant.workshop
    is_open = workshop.allows(Action.CONTRIBUTE, now)
    cards = _cards(participant, now)
    challenges = [card for card in cards if card.group.kind == GroupKind.CHALLENGE]
    if is_open:
        _mark_the_needy(challenges)
    new_replies, hidden = _told(participant)
    return Hall(
        cards=challenges,
        others=[card for card in cards if card.group.kind != GroupKind.CHALLENGE],
        is_open=is_open,
        is_first_visit=participant.seen_before_at is None,
        new_replies=new_replies,
        hidden=hidden,
    )


def _told(participant: Participant) -> tuple[int, list[HiddenNote]]:
    """Count the replies that are new to a person, and find what is hidden, in one query."""
    new = replies_to(participant).new_to(participant)
    columns = [CountOf(new), *hidden_columns(participant)]
    values = Participant.objects.filter(pk=participant.pk).values_list(*columns).get()
    return values[0], hidden_notes(participant, values[1:])


def _cards(participant: Participant, now: datetime) -> list[GroupCard]:
    ideas, comments = _idea_counts(participant, now), _comment_counts(participant, now)
    voted = _group_votes(participant)
    cards = []
    for group in participant.workshop.groups.all():
        here, said = ideas.get(group.pk, {}), comments.get(group.pk, {})
        of_day = here.pop("day", 0) + said.pop("day", 0)
        of_week = here.pop("week", 0) + said.pop("week", 0)
        cards.append(
            GroupCard(
                group,
                **here,
                **said,
                of_day=of_day,
                of_week=of_week,
                voted=voted.get(group.pk, 0),
            )
        )
    return cards


def _idea_counts(participant: Participant, now: datetime) -> dict[int, dict]:
    rows = (
        Idea.objects.visible()
        .filter(workshop=participant.workshop_id)
        .order_by()
        .values("group_id")
        .annotate(
            ideas=Count("pk"),
            comments=Sum("comment_count"),
            votes=Sum(F("up") + F("down")),
            showings=Sum("showings"),
            to_read=Count("pk", filter=~Q(author=participant.pk)),
            new_ideas=Count("pk", filter=new_to(participant)),
            day=Count("pk", filter=Q(created_at__gt=now - DAY)),
            week=Count("pk", filter=Q(created_at__gt=now - WEEK)),
        )
    )
    return {row.pop("group_id"): row for row in rows}


def _comment_counts(participant: Participant, now: datetime) -> dict[int, dict]:
    """Count what was said of late, the rest is stored with the ideas."""
    seen = participant.seen_before_at or now
    rows = (
        Comment.objects.visible()
        .filter(workshop=participant.workshop_id, idea__state=ContributionState.VISIBLE)
        .filter(created_at__gt=min(seen, now - WEEK))
        .order_by()
        .values("idea__group_id")
        .annotate(
            new_comments=Count("pk", filter=new_to(participant)),
            day=Count("pk", filter=Q(created_at__gt=now - DAY)),
            week=Count("pk", filter=Q(created_at__gt=now - WEEK)),
        )
    )
    return {row.pop("idea__group_id"): row for row in rows}


def _group_votes(participant: Participant) -> dict[int, int]:
    rows = Vote.objects.filter(
        participant=participant.pk, idea__state=ContributionState.VISIBLE
    ).order_by()
    return dict(rows.values_list("idea__group_id").annotate(Count("pk")))


def _mark_the_needy(cards: list[GroupCard]) -> None:
    """Mark the card whose ideas fewest people met, where the person has something left to read.

    Votes stand in where nothing was counted as shown, as in an imported workshop.
    """
    by = "showings" if any(card.showings for card in cards) else "votes"
    left = [card for card in cards if not card.done]
    if left:
        min(left, key=lambda card: card.thinness(by)).needs_readers = True
