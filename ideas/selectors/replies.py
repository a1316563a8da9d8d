"""What others wrote in answer to a person: the same for hall, own page and digest."""

from django.db.models import QuerySet

from ideas.enums import ContributionState
from ideas.models import Comment
from workshop.models import Participant


def replies_to(participant: Participant) -> QuerySet[Comment]:
    """Return the comments of others on a person's ideas, and replies to the person's comments.

    Only what can be read: a comment that is shown, on an idea that is shown. Each half is found by
    its own index, which one condition over both would not use.
    """
    shown = Comment.objects.visible().filter(idea__state=ContributionState.VISIBLE)
    others = shown.exclude(author=participant.pk).order_by()
    on_ideas = others.filter(idea__author=participant.pk).values("pk")
    to_comments = others.filter(parent__author=participant.pk).values("pk")
    return Comment.objects.filter(pk__in=on_ideas.union(to_comments))
