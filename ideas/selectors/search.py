"""What a person finds: ideas by words, and ideas like the one they are writing."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from ideas.enums import VoteValue
from ideas.models import TITLE_LIMIT, Idea, Vote
from ideas.search.engine import engine
from ideas.search.marks import excerpt, shown
from ideas.search.results import Excerpt, Excerpts, Found, Scope
from ideas.search.similarity import SHORTEST, START_LENGTH
from ideas.search.words import SearchWords
from ideas.selectors.lists import PAGE_LENGTH, page_number
from ideas.selectors.paging import Paged
from ideas.words import start_of
from workshop.common.texts import clean_text
from workshop.models import BreakoutGroup, Participant

MOST_SIMILAR, BEGINNING = 3, 140
NOTHING = Excerpt("", "", "")


@dataclass(frozen=True)
class FoundIdea:
    """An idea that was found; what has no words in it is empty."""

    idea: Idea
    group: BreakoutGroup
    url: str
    is_yours: bool
    title: SafeString
    excerpt: SafeString
    comments: int
    comment_excerpt: SafeString
    comment_id: str


@dataclass
class SearchPage(Paged):
    """What was asked, where, and a page of what was found, best first."""

    words: SearchWords
    groups: list[BreakoutGroup]
    group: BreakoutGroup | None
    number: int = 1
    total: int = 0
    items: list[FoundIdea] = field(default_factory=list)

    @property
    def is_asked(self) -> bool:
        """Say whether there is anything to look for."""
        return bool(self.words.choices)

    @property
    def previous_query(self) -> str:
        """Return the query of the page before, empty if there is none."""
        return self.query(number=self.previous_number) if self.previous_number else ""

    @property
    def next_query(self) -> str:
        """Return the query of the page after, empty if there is none."""
        return self.query(number=self.next_number) if self.next_number else ""

    @property
    def everywhere_query(self) -> str:
        """Return the query for the same words in all groups."""
        return urlencode({"q": self.words.text})

    def query(self, *, number: int) -> str:
        """Return the query of one page of the same search."""
        group = {"group": self.group.key} if self.group else {}
        return urlencode({"q": self.words.text, **group, "page": number})


def search_page(participant: Participant, words: SearchWords, *, group: str) -> SearchPage:
    """Return the page before anything is looked for; an unknown group stands for all."""
    groups = list(participant.workshop.groups.all())
    chosen = next((each for each in groups if each.key == group), None)
    return SearchPage(words=words, groups=groups, group=chosen)


def search_run(participant: Participant, search: SearchPage, *, page: str) -> None:
    """Look for the words, in three queries whatever is found; a page past the end is the last."""
    scope = Scope(participant.workshop_id, search.group.pk if search.group else None)
    search.number = page_number(page)
    found, search.total = _found(search, scope)
    if not found and search.number > 1:
        # Only a made-up address comes here: the first page tells how many there are.
        search.number = 1
        found, search.total = _found(search, scope)
        last = -(-search.total // PAGE_LENGTH)
        if last > 1:
            search.number = last
            found, search.total = _found(search, scope)
    search.items = _items(participant, search, found) if found else []


def _found(search: SearchPage, scope: Scope) -> tuple[list[Found], int]:
    offset = (search.number - 1) * PAGE_LENGTH
    return engine().find(search.words, scope, limit=PAGE_LENGTH, offset=offset)


def _items(participant: Participant, search: SearchPage, found: list[Found]) -> list[FoundIdea]:
    keys = [each.idea for each in found]
    comments = [each.best_comment for each in found if each.best_comment]
    texts = engine().excerpts(search.words, keys, comments)
    ideas = Idea.objects.visible().in_bulk(keys)
    groups = {group.pk: group for group in search.groups}
    slug = participant.workshop.slug
    return [
        _item(each, ideas[each.idea], groups, texts, participant, slug)
        for each in found
        if each.idea in ideas
    ]


def _item(
    found: Found, idea: Idea, groups: dict, texts: Excerpts, participant: Participant, slug: str
) -> FoundIdea:
    said = texts.ideas.get(idea.pk, NOTHING)
    remark = texts.comments.get(found.best_comment, NOTHING)
    return FoundIdea(
        idea=idea,
        group=groups[idea.group_id],
        url=reverse("ideas:thread", kwargs={"slug": slug, "public_id": idea.public_id}),
        is_yours=idea.author_id == participant.pk,
        title=shown(said.head or idea.title),
        excerpt=excerpt(said.part, said.whole) if found.own else SafeString(""),
        comments=found.comments,
        comment_excerpt=excerpt(remark.part, remark.whole),
        comment_id=remark.head,
    )


@dataclass(frozen=True)
class SimilarIdea:
    """An idea like the one that somebody is writing."""

    idea: Idea
    url: str
    start: str
    vote_url: str
    has_vote: bool


def similar_ideas(
    participant: Participant, group: BreakoutGroup, title: str, body: str
) -> list[SimilarIdea]:
    """Return at most three visible ideas of others in a group that are like a text, best first.

    Nothing for fewer than 20 characters; three queries at most. Votes play no part in it.
    """
    title, body = (
        " ".join(clean_text(text).replace("\x00", " ").split()) for text in (title, body)
    )
    if len(f"{title} {body}".strip()) < SHORTEST:
        return []
    keys = engine().similar(
        title[:TITLE_LIMIT],
        body[:START_LENGTH],
        group=group.pk,
        author=participant.pk,
        limit=MOST_SIMILAR,
    )
    if not keys:
        return []
    ideas = Idea.objects.visible().in_bulk(keys)
    votes = Vote.objects.filter(participant=participant.pk).values_on("idea", keys)
    slug = participant.workshop.slug
    return [
        _similar(ideas[key], slug, has_vote=votes.get(key) == VoteValue.UP)
        for key in keys
        if key in ideas
    ]


def _similar(idea: Idea, slug: str, *, has_vote: bool) -> SimilarIdea:
    place = {"slug": slug, "public_id": idea.public_id}
    return SimilarIdea(
        idea=idea,
        url=reverse("ideas:thread", kwargs=place),
        start=start_of(idea.body, BEGINNING)[0],
        vote_url=reverse("ideas:idea_vote", kwargs=place),
        has_vote=has_vote,
    )
