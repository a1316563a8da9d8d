"""The conversations of a workshop, as mailings choose among them: who follows which stays here."""

from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.urls import Resolver404, resolve

from ideas.enums import ListOrder
from ideas.models import Follow, Idea
from workshop.models import Workshop

# The most discussed; every other one is named by its address.
OFFERED = 10


class IdeaThreads:
    """The conversations of one workshop that everybody may read."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self._titles: dict[str, str] = {}

    def followers(self, public_id: str) -> QuerySet:
        """Return the keys of the participants who chose on their page to follow a conversation."""
        idea = self._visible().filter(public_id=public_id)
        return Follow.objects.filter(idea__in=idea.order_by().values("pk")).values("participant")

    def title(self, public_id: str) -> str:
        """Return what a conversation is called; nothing where it cannot be read any more."""
        if public_id in self._titles:
            return self._titles[public_id]
        titles = self._visible().filter(public_id=public_id).values_list("title", flat=True)
        return titles.first() or ""

    def to_choose(self) -> list[tuple[str, str]]:
        """Return name and title of the conversations that are discussed most."""
        rows = self._visible().filter(comment_count__gt=0).in_order(ListOrder.DISCUSSED)
        found = list(rows.values_list("public_id", "title")[:OFFERED])
        self._titles |= dict(found)
        return found

    def find(self, address: str) -> str:
        """Return the name of the conversation at an address; nothing where it leads to none."""
        try:
            match = resolve(urlsplit(address.strip()).path)
        except (Resolver404, ValueError):
            return ""
        public_id = match.kwargs.get("public_id", "")
        here = match.app_name == "ideas" and match.kwargs.get("slug") == self.workshop.slug
        return public_id if here and self.title(public_id) else ""

    def _visible(self) -> QuerySet:
        return Idea.objects.visible().filter(workshop=self.workshop)
