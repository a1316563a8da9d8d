"""One idea or comment, found for the person who asks for it."""

from datetime import datetime

from django.http import Http404

from ideas.models import Comment, Flag, Idea, Revision, Vote
from ideas.words import lower_first, noun
from workshop.common.dates import RECENT_DAYS, age_words
from workshop.models import Participant


def idea_or_404(participant: Participant, public_id: str) -> Idea:
    """Return an idea of the person's workshop in any state, or raise Http404."""
    return found(Idea.objects.select_related("group"), participant, public_id)


def comment_or_404(participant: Participant, public_id: str) -> Comment:
    """Return a comment of the person's workshop in any state, or raise Http404."""
    return found(Comment.objects.select_related("idea__group"), participant, public_id)


def own_or_404(post: Idea | Comment, participant: Participant) -> Idea | Comment:
    """Return a post that the person wrote, in any state, or raise Http404."""
    if post.author_id is None or post.author_id != participant.pk:
        raise Http404("There is nothing of yours here.")
    return post


def own_vote(participant: Participant, item: Idea | Comment) -> int:
    """Return the person's vote on one item, 0 for none."""
    votes = Vote.objects.filter(participant=participant.pk)
    return votes.values_on(noun(item), [item.pk]).get(item.pk, 0)


def own_flag(participant: Participant, item: Idea | Comment) -> Flag | None:
    """Return the person's report of an item, or None."""
    return Flag.objects.filter(reporter=participant.pk, **{noun(item): item}).first()


def earlier_texts(post: Idea | Comment, *, now: datetime) -> list[tuple[str, Revision]]:
    """Return what a post said before, latest first, each with the day until which it did.

    The day stands as it does inside a sentence: today, Monday, 9 November.
    """
    rows = post.revisions.order_by("-replaced_at", "-pk")
    days = [age_words(row.replaced_at, zone=post.workshop.zone, now=now) for row in rows]
    inside = [lower_first(day) if day in RECENT_DAYS else day for day in days]
    return list(zip(inside, rows, strict=True))


def found(rows, participant: Participant, public_id: str):
    """Return the row of the person's workshop that has a public id, or raise Http404."""
    row = rows.filter(workshop=participant.workshop_id, public_id=public_id).first()
    if row is None:
        raise Http404("There is nothing of that name.")
    return row
