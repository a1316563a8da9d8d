"""What a mailing may tell of the conversation: numbers, and titles that everybody may read."""

from bisect import bisect_right
from collections import defaultdict
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.urls import reverse

from ideas.enums import ListOrder
from ideas.models import Comment, Idea
from workshop.models import BreakoutGroup, Participant, Workshop

MOST_DISCUSSED = 3


class IdeaFacts:
    """The figures of one workshop; each is asked for when it is first wanted, in one query.

    What differs from person to person costs no query a person.
    """

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop

    @cached_property
    def ideas(self) -> int:
        """Return how many ideas people may read."""
        return self._ideas().count()

    @cached_property
    def most_discussed(self) -> list[tuple[str, str, int]]:
        """Return title, absolute address and number of comments of what is discussed most."""
        rows = self._ideas().filter(comment_count__gt=0).in_order(ListOrder.DISCUSSED)
        found = rows.values_list("title", "public_id", "comment_count")[:MOST_DISCUSSED]
        return [(title, self._address(public_id), count) for title, public_id, count in found]

    def new_to(self, participant: Participant | None) -> int:
        """Return how many ideas of others came since a person's last visit.

        To whoever was never here, all are new.
        """
        if participant is None:
            return self.ideas
        own = self._times_of.get(participant.pk, [])
        return _after(self._times, participant.last_seen_at) - _after(own, participant.last_seen_at)

    @cached_property
    def _rows(self) -> list[tuple[datetime, int | None]]:
        return list(self._ideas().order_by("created_at").values_list("created_at", "author_id"))

    @cached_property
    def _times(self) -> list[datetime]:
        return [time for time, _author in self._rows]

    @cached_property
    def _times_of(self) -> dict[int, list[datetime]]:
        """Return each author's times: held for the sum alone, and never with a title."""
        found = defaultdict(list)
        for time, author in self._rows:
            if author is not None:
                found[author].append(time)
        return found

    def _ideas(self):
        return Idea.objects.visible().filter(workshop=self.workshop)

    def _address(self, public_id: str) -> str:
        kwargs = {"slug": self.workshop.slug, "public_id": public_id}
        return settings.SITE_URL + reverse("ideas:thread", kwargs=kwargs)


def page_exists(name: str, kwargs: dict[str, str]) -> bool:
    """Say whether a page of ours (the name of its route, and its parameters) has what to show."""
    slug, public_id = kwargs.get("slug"), kwargs.get("public_id")
    if "key" in kwargs:
        groups = BreakoutGroup.objects.filter(workshop__slug=slug, key=kwargs["key"])
        return groups.exists()
    if public_id is None:
        return True
    rows = (Comment if name == "ideas:comment" else Idea).objects.visible()
    return rows.filter(workshop__slug=slug, public_id=public_id).exists()


def _after(times: list[datetime], moment: datetime | None) -> int:
    return len(times) - (bisect_right(times, moment) if moment else 0)
