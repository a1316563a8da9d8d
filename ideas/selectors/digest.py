"""How much is new for one person in a span of time, in numbers alone."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from ideas.enums import ContributionState
from ideas.models import Comment, Idea
from ideas.selectors.mine import moved_ideas
from ideas.selectors.replies import replies_to
from workshop.models import Participant


@dataclass(frozen=True)
class DigestCounts:
    """What others did; `moved` are own ideas whose score moved, where scores are for all to see."""

    replies: int
    followed: int = 0
    threads: int = 0
    moved: int = 0
    groups: list[tuple[str, str, int]] = field(default_factory=list)


def digest_counts(
    participant: Participant, *, since: datetime, now: datetime, all_kinds: bool
) -> DigestCounts:
    """Count what came after `since` and not after `now`: replies alone, or `all_kinds`.

    One query, or four. What one wrote oneself or may not read is not counted.
    """
    span = {"created_at__gt": since, "created_at__lte": now}
    replies = replies_to(participant).filter(**span)
    if not all_kinds:
        return DigestCounts(replies=replies.count())
    followed = (
        Comment.objects.visible()
        .filter(idea__followers__participant=participant.pk, **span)
        .filter(idea__state=ContributionState.VISIBLE)
        .exclude(author=participant.pk)
        .exclude(pk__in=replies.values("pk"))
        .aggregate(comments=Count("pk"), threads=Count("idea", distinct=True))
    )
    moved = moved_ideas(participant, since=since, now=now).exclude(new_votes=0)
    return DigestCounts(
        replies=replies.count(),
        followed=followed["comments"],
        threads=followed["threads"],
        moved=moved.count(),
        groups=_groups(participant, span),
    )


def _groups(participant: Participant, span: dict) -> list[tuple[str, str, int]]:
    """Return key, title and number of the groups with new ideas of others, as the hall has them."""
    new = Idea.objects.visible().filter(workshop=participant.workshop_id, **span)
    groups = new.exclude(author=participant.pk).values_list("group__key", "group__title")
    counts = groups.annotate(number=Count("pk")).order_by("group__position", "group__key")
    return list(counts)
