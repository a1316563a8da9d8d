"""Which contributions count in the report at a moment, named by what they answer.

A hidden or withdrawn idea counts nowhere, nor does what lies below it; what is dated later than
`as_of` is ignored; replies to a hidden comment stay.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from ideas.enums import ContributionState
from ideas.models import Comment, Idea, Vote
from workshop.models import Participant, Workshop


def _counted(prefix: str, as_of: datetime) -> Q:
    """Match visible posts made by then; prefix is the path to the post ("idea__")."""
    return Q(
        **{f"{prefix}state": ContributionState.VISIBLE, f"{prefix}created_at__lte": as_of},
    )


def counted_ideas(workshop: Workshop, as_of: datetime) -> QuerySet[Idea]:
    """Return the ideas that count."""
    return Idea.objects.filter(_counted("", as_of), workshop=workshop)


def counted_comments(workshop: Workshop, as_of: datetime) -> QuerySet[Comment]:
    """Return the comments that count, whose idea counts too."""
    return Comment.objects.filter(
        _counted("", as_of), _counted("idea__", as_of), workshop=workshop, idea__workshop=workshop
    )


def counted_idea_votes(workshop: Workshop, as_of: datetime) -> QuerySet[Vote]:
    """Return the votes that count on ideas that count."""
    return Vote.objects.filter(
        _counted("idea__", as_of), idea__workshop=workshop, cast_at__lte=as_of
    )


def counted_comment_votes(workshop: Workshop, as_of: datetime) -> QuerySet[Vote]:
    """Return the votes that count on comments that count."""
    return Vote.objects.filter(
        _counted("comment__", as_of),
        _counted("comment__idea__", as_of),
        comment__idea__workshop=workshop,
        cast_at__lte=as_of,
    )


def counted_participants(workshop: Workshop, as_of: datetime) -> QuerySet[Participant]:
    """Return the people who had joined by then."""
    return Participant.objects.filter(workshop=workshop, joined_at__lte=as_of)
