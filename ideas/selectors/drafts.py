"""What a person has begun to write, for their eyes alone."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from ideas.models import Comment, Idea, PostDraft
from workshop.common.dates import age_words
from workshop.enums import Action
from workshop.models import BreakoutGroup, Participant

# Where a draft belongs: an idea to its group, a comment to its idea, a reply to its comment.
Place = BreakoutGroup | Idea | Comment
COLUMNS = {BreakoutGroup: "group", Idea: "idea", Comment: "parent"}
# The form on which a draft goes on, its saving and its discarding.
ROUTES = {
    "group": ("ideas:new", "ideas:new_draft", "ideas:new_draft_discard"),
    "idea": ("ideas:thread", "ideas:write_draft", "ideas:write_draft_discard"),
    "parent": (
        "ideas:comment_reply",
        "ideas:comment_reply_draft",
        "ideas:comment_reply_draft_discard",
    ),
}
NOUNS = {"group": "idea", "idea": "comment", "parent": "reply"}


@dataclass(frozen=True)
class OwnDraft:
    """One text that a person has not posted, as their own page lists it.

    `url` leads to the form where it goes on, and is empty where nothing can be posted any more.
    `version` is sent when it is discarded.
    """

    noun: str
    where: str
    url: str
    discard_url: str
    version: int
    title: str
    body: str
    link: str
    file: str
    saved: str


def place_column(place: Place) -> str:
    """Return the column of a draft that names a place."""
    return COLUMNS[type(place)]


def place_urls(participant: Participant, place: Place) -> tuple[str, str, str]:
    """Return the paths of the form at a place, of saving its draft and of discarding it."""
    name = {"key": place.key} if isinstance(place, BreakoutGroup) else {}
    kwargs = {"slug": participant.workshop.slug} | (name or {"public_id": place.public_id})
    form, save, discard = (reverse(name, kwargs=kwargs) for name in ROUTES[place_column(place)])
    return form + ("#write" if isinstance(place, Idea) else ""), save, discard


def draft_at(participant: Participant, place: Place) -> PostDraft | None:
    """Return the person's draft at a place with its file, if there is one (1 query)."""
    rows = PostDraft.objects.select_related("evidence")
    return rows.filter(participant=participant, **{place_column(place): place}).first()


def with_comment_draft(ideas: QuerySet[Idea], participant: Participant) -> QuerySet[Idea]:
    """Add the comment that the person has begun on each idea (`draft_body`, `draft_version`)."""
    mine = PostDraft.objects.filter(participant=participant, idea=OuterRef("pk"))
    return ideas.annotate(
        draft_body=Subquery(mine.values("body")[:1]),
        draft_version=Subquery(mine.values("version")[:1]),
    )


def drafts_of(participant: Participant) -> QuerySet[PostDraft]:
    """Return all that a person has begun and not posted, the last saved first."""
    return participant.post_drafts.select_related("group", "idea", "parent__idea", "evidence")


def own_draft(participant: Participant, draft: PostDraft, now: datetime) -> OwnDraft:
    """Return a draft as its writer's page lists it."""
    place = draft.group or draft.idea or draft.parent
    form, _, discard = place_urls(participant, place)
    goes_on = participant.workshop.allows(Action.CONTRIBUTE, now) and _takes_posts(place)
    evidence = getattr(draft, "evidence", None)
    return OwnDraft(
        noun=NOUNS[place_column(place)],
        where=_where(place),
        url=form if goes_on else "",
        discard_url=discard,
        version=draft.version,
        title=draft.title,
        body=draft.body,
        link=draft.evidence_link,
        file=evidence.name if evidence else "",
        saved=age_words(draft.saved_at, zone=participant.workshop.zone, now=now),
    )


def _takes_posts(place: Place) -> bool:
    if isinstance(place, Comment):
        return place.is_visible and place.idea.is_visible and place.parent_id is None
    return isinstance(place, BreakoutGroup) or place.is_visible


def _where(place: Place) -> str:
    """Return the name of the group, or the title of an idea that can still be read."""
    idea = place.idea if isinstance(place, Comment) else place
    if isinstance(idea, Idea) and not idea.is_visible:
        return "an idea that is no longer shown"
    return idea.title
