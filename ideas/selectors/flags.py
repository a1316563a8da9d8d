"""What people reported, for the facilitators: a row for each post, and nobody's name."""

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value

from ideas.enums import FlagState
from ideas.models import Comment, Flag, Idea
from workshop.models import Workshop


def reported_posts() -> QuerySet[Flag]:
    """Return the first report of each post, which stands for them all.

    Each has the number of reports (`report_count`), the last one's time (`last_reported_at`, of
    which only the day is shown), and whether one waits for a decision (`is_waiting`).
    """
    same = Flag.objects.order_by().filter(Q(idea=OuterRef("idea")) | Q(comment=OuterRef("comment")))
    together = same.annotate(one=Value(1)).values("one")
    return (
        Flag.objects.select_related("workshop", "idea__group", "comment__idea")
        .prefetch_related("idea__flags", "comment__flags")
        .filter(~Exists(same.filter(pk__lt=OuterRef("pk"))))
        .annotate(
            report_count=Subquery(together.annotate(n=Count("pk")).values("n")),
            last_reported_at=Subquery(together.annotate(n=Max("reported_at")).values("n")),
            is_waiting=Exists(same.filter(state=FlagState.OPEN)),
        )
    )


def flags_on(post: Idea | Comment) -> list[Flag]:
    """Return the reports of a post by reason and words, never in the order in which they came."""
    return sorted(post.flags.all(), key=lambda flag: (flag.reason, flag.words))


def waiting_posts(workshop: Workshop | None = None) -> int:
    """Return how many posts wait for a facilitator's decision, in a workshop or in all."""
    rows = Flag.objects.filter(state=FlagState.OPEN)
    if workshop:
        rows = rows.filter(workshop=workshop)
    return rows.aggregate(n=Count("idea", distinct=True) + Count("comment", distinct=True))["n"]
