"""What the tests of the conversation share."""

from django.db.models import Count, Q
from django.urls import reverse

from ideas.models import Comment, Idea
from workshop.enums import WorkshopState
from workshop.models import Workshop

HTMX = {"HX-Request": "true"}


def url(name: str, item, **extra) -> str:
    """The path of a view about an idea or comment."""
    slug = item.workshop.slug
    return reverse(f"ideas:{name}", kwargs={"slug": slug, "public_id": item.public_id} | extra)


def group_url(name: str, group) -> str:
    return reverse(f"ideas:{name}", kwargs={"slug": group.workshop.slug, "key": group.key})


def close(workshop: Workshop) -> None:
    """Let the close pass now."""
    from django.utils import timezone

    Workshop.objects.filter(pk=workshop.pk).update(closes_at=timezone.now())
    workshop.refresh_from_db()
    assert workshop.state == WorkshopState.CLOSED


def wrong_counters() -> list:
    """Every idea or comment whose counters are not what its rows say."""
    votes = {
        "ups": Count("votes", filter=Q(votes__value=1), distinct=True),
        "downs": Count("votes", filter=Q(votes__value=-1), distinct=True),
    }
    seen = Count("shown_to", distinct=True)
    visible = Count("comments", filter=Q(comments__state="visible"), distinct=True)
    ideas = Idea.objects.annotate(**votes, shown=visible, seen=seen)
    comments = Comment.objects.annotate(**votes)
    wrong = [
        i
        for i in ideas
        if (i.up, i.down, i.comment_count, i.showings) != (i.ups, i.downs, i.shown, i.seen)
    ]
    return wrong + [c for c in comments if (c.up, c.down) != (c.ups, c.downs)]
