"""A person's own page: what they wrote and voted, and what others answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Abs, Coalesce
from django.http import Http404

from ideas.enums import OwnSection
from ideas.models import Comment, Idea, Vote
from ideas.rules import scores_are_public
from ideas.selectors.drafts import drafts_of
from ideas.selectors.hidden import CountOf, HiddenNote, hidden_columns, hidden_notes
from ideas.selectors.own_items import MAKERS, OwnItem, change_words, thread_url
from ideas.selectors.paging import Paged
from ideas.selectors.replies import replies_to
from workshop.models import Participant

SHORT_LENGTH, PAGE_LENGTH, MOVED_LENGTH = 5, 20, 5
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class OwnList(Paged):
    """One section, or one page of it."""

    section: OwnSection
    total: int
    items: list[OwnItem]
    number: int = 1

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is left out."""
        return len(self.items) == self.total

    @property
    def next_number(self) -> int:
        """Return the number of the page after, 0 if there is none."""
        return self.number + 1 if self.last < self.total else 0


@dataclass(frozen=True)
class OwnPage:
    """All sections with their newest items, the ideas that moved most of late, what is hidden."""

    sections: list[OwnList]
    moved: list[OwnItem]
    hidden: list[HiddenNote]


def mine_page(participant: Participant, *, now: datetime) -> OwnPage:
    """Return a person's own page, in eight queries whatever they did."""
    totals, hidden = _totals(participant)
    sections = [
        OwnList(section, totals[section], _items(participant, section, 0, SHORT_LENGTH, now))
        for section in OwnSection
    ]
    # After the close: what moved in the last week of the workshop.
    since = min(now, participant.workshop.closes_at) - WEEK
    moved = moved_ideas(participant, since=since, now=now)[:MOVED_LENGTH]
    slug = participant.workshop.slug
    items = [
        OwnItem(idea.title, thread_url(slug, idea), facts=change_words(idea)) for idea in moved
    ]
    return OwnPage(sections=sections, moved=items, hidden=hidden)


def mine_section(participant: Participant, name: str, *, page: int, now: datetime) -> OwnList:
    """Return a page of one section, in two queries; a page past the end is the last one.

    Raises Http404 for a section that is not there.
    """
    if name not in OwnSection.values:
        raise Http404("There is no section of that name.")
    section = OwnSection(name)
    total = _rows(participant)[section].count()
    number = min(page, max(1, -(-total // PAGE_LENGTH)))
    start = (number - 1) * PAGE_LENGTH
    items = _items(participant, section, start, start + PAGE_LENGTH, now)
    return OwnList(section, total, items, number)


def moved_ideas(participant: Participant, *, since: datetime, now: datetime) -> QuerySet[Idea]:
    """Return the person's shown ideas that others voted or commented on since, most moved first.

    Adds `new_comments`, and `new_votes`, the sum of the votes cast since: 0 where scores are not
    for all to see, so that neither number nor order tells them.
    """
    own = Idea.objects.visible().filter(author=participant.pk)
    said = Comment.objects.visible().filter(idea=OuterRef("pk"), created_at__gt=since)
    said = said.exclude(author=participant.pk).order_by().values("idea")
    cast = Vote.objects.filter(idea=OuterRef("pk"), cast_at__gt=since).order_by().values("idea")
    if not scores_are_public(workshop=participant.workshop, now=now):
        cast = cast.none()
    own = own.annotate(
        new_comments=_number(said.annotate(n=Count("pk")).values("n")),
        new_votes=_number(cast.annotate(n=Sum("value")).values("n")),
    )
    moved = own.filter(Q(new_comments__gt=0) | ~Q(new_votes=0))
    return moved.order_by((F("new_comments") + Abs("new_votes")).desc(), "-created_at", "-pk")


def _number(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def _rows(participant: Participant) -> dict[OwnSection, QuerySet]:
    """Return what each section holds, newest first."""
    newest = ("-created_at", "-pk")
    replies = replies_to(participant).select_related("idea", "parent")
    return {
        OwnSection.REPLIES: replies.order_by(*newest),
        OwnSection.IDEAS: participant.ideas.select_related("group").order_by(*newest),
        OwnSection.COMMENTS: participant.comments.select_related("idea").order_by(*newest),
        OwnSection.VOTES: (
            participant.votes.select_related("idea", "comment__idea").order_by("-cast_at", "-pk")
        ),
        OwnSection.DRAFTS: drafts_of(participant),
        OwnSection.FOLLOWING: _followed(participant),
    }


def _followed(participant: Participant) -> QuerySet:
    """Return the threads a person follows, with the number of comments that are new to them."""
    new = Comment.objects.visible().new_to(participant).filter(idea=OuterRef("idea"))
    new = new.order_by().values("idea").annotate(n=Count("pk"))
    return (
        participant.follows.select_related("idea")
        .annotate(news=_number(new.values("n")))
        .order_by("-pk")
    )


def _totals(participant: Participant) -> tuple[dict[OwnSection, int], list[HiddenNote]]:
    """Count what each section holds, and find what is hidden, in one query."""
    rows = _rows(participant)
    counts = [CountOf(rows[section]) for section in OwnSection]
    columns = [*counts, *hidden_columns(participant)]
    values = Participant.objects.filter(pk=participant.pk).values_list(*columns).get()
    totals = dict(zip(OwnSection, values[: len(counts)], strict=True))
    return totals, hidden_notes(participant, values[len(counts) :])


def _items(
    participant: Participant, section: OwnSection, start: int, end: int, now: datetime
) -> list[OwnItem]:
    make = MAKERS[section]
    return [make(row, participant, now) for row in _rows(participant)[section][start:end]]
