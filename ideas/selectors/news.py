"""Whether others have commented since a page was read: asked often, so it costs one query."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from ideas.enums import ContributionState
from ideas.models import Comment, Idea
from ideas.selectors.posts import found
from workshop.enums import Action
from workshop.models import Participant


@dataclass(frozen=True)
class News:
    """How many comments of others came after one that is known, and the first of them.

    No time stands here: `after` is the public id of the last comment that the page knew, empty
    where it knew none.
    """

    idea: Idea
    slug: str
    after: str
    count: int
    first: str
    is_open: bool

    @property
    def query(self) -> str:
        """Return the query by which the page asks again."""
        return f"?{urlencode({'after': self.after})}"

    @property
    def url(self) -> str:
        """Return the path at which the page asks, empty once nothing new can come."""
        path = reverse("ideas:news", args=[self.slug, self.idea.public_id])
        return path + self.query if self.is_open else ""

    @property
    def tag(self) -> str:
        """Return the entity tag, the same as long as the answer says the same."""
        return f'"{self.count}-{self.first}-{"open" if self.is_open else "closed"}"'


def thread_news(participant: Participant, public_id: str, *, after: str, now: datetime) -> News:
    """Return what is new on an idea after a comment, in one query, or raise Http404.

    Keys grow as comments come: the idea is locked while one is written. After an unknown comment
    nothing is new.
    """
    known = Comment.objects.filter(workshop=participant.workshop_id, public_id=after)
    new = Q(pk__gt=known.values("pk")[:1]) if after else Q()
    idea = found(Idea.objects.with_news(participant, new), participant, public_id)
    is_shown = idea.state != ContributionState.HIDDEN
    return News(
        idea=idea,
        slug=participant.workshop.slug,
        after=after,
        count=idea.news_count if is_shown else 0,
        first=(idea.news_first or "") if is_shown else "",
        is_open=idea.is_visible and participant.workshop.allows(Action.CONTRIBUTE, now),
    )


def no_news(idea: Idea, participant: Participant, *, after: str, is_open: bool) -> News:
    """Return what a page says that has just been read: nothing, until it asks."""
    return News(idea, participant.workshop.slug, after, 0, "", is_open)
