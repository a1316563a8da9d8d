"""What a mailing may tell of the conversation: numbers, and titles that everybody may read."""

from bisect import bisect_right
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.urls import reverse

from ideas.enums import ListOrder
from ideas.models import Comment, Idea
from workshop.models import BreakoutGroup, Participant, Workshop
from workshop.services import STAMP_GAP

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
        """Return how many ideas came after a person's last visit; to who was never here, all.

        A visit reaches a little beyond its last stamp, so that what the person posted at its end
        is not told as news. No author is looked at: a number must not tell who wrote.
        """
        if participant is None or participant.last_seen_at is None:
            return self.ideas
        return _after(self._times, participant.last_seen_at + STAMP_GAP)

    @cached_property
    def _times(self) -> list[datetime]:
        return list(self._ideas().order_by("created_at").values_list("created_at", flat=True))

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


def _after(times: list[datetime], moment: datetime) -> int:
    return len(times) - bisect_right(times, moment)
