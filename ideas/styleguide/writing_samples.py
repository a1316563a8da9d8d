"""Rows that were never stored, for the parts of searching, writing and one's own page."""

from django.utils.safestring import SafeString

from ideas.enums import EvidenceKind
from ideas.models import Evidence, PostDraft
from ideas.selectors.own_items import OwnItem
from ideas.selectors.search import FoundIdea, SimilarIdea
from ideas.services import StaleDraftError
from ideas.styleguide.samples import SHORT, sample_group, sample_idea
from ideas.views.writing import Kept
from workshop.models import Workshop

LINK = "https://example.org/two-hours"
TIPS = "Begin with start, stop or do differently.\nSay who would have to agree to it."


def writing_samples(workshop: Workshop) -> dict:
    """Return what the page shows of searching, writing and one's own page, by name."""
    file = Evidence(kind=EvidenceKind.PDF, name="Document (PDF)", size=184_320)
    draft = PostDraft(title="Two hours", body="The text of the other tab.", version=7)
    return {
        "found": found(workshop),
        "similar": similar(workshop),
        "own_items": own_items(),
        "evidence": {"link": LINK, "file": file},
        "conflict": Kept(stale=StaleDraftError(draft)),
        "tips": TIPS,
    }


def found(workshop: Workshop) -> list[FoundIdea]:
    """Return what a search finds: in an idea, and in comments."""
    group = sample_group(workshop)
    marked = SafeString("Two <mark>hours</mark> a month on the rota")
    common = {"group": group, "url": "#search", "is_yours": False}
    ideas = [sample_idea(workshop, f"found-{name}") for name in ("idea", "comments")]
    in_idea = {"title": marked, "excerpt": marked, "comments": 0}
    in_comments = {"title": ideas[1].title, "excerpt": "", "comments": 3}
    return [
        FoundIdea(ideas[0], **common, **in_idea, comment_excerpt=SafeString(""), comment_id=""),
        FoundIdea(ideas[1], **common, **in_comments, comment_excerpt=marked, comment_id="plain"),
    ]


def similar(workshop: Workshop) -> list[SimilarIdea]:
    """Return ideas like the one being written: to vote for, and voted for."""
    return [
        SimilarIdea(sample_idea(workshop, f"like-{n}"), "#writing", SHORT, "#writing", voted)
        for n, voted in enumerate((False, True))
    ]


def own_items() -> list[OwnItem]:
    """Return lines of one's own page: a reply, a hidden idea, a draft, a followed conversation."""
    return [
        OwnItem("Two hours a month", "#own", "Participant B, on your idea", SHORT, is_new=True),
        OwnItem(
            "A quiet room",
            "#own",
            "At work",
            state="Hidden by a facilitator",
            reason="It named a colleague. Take out the name and it can be shown again.",
        ),
        OwnItem(
            "An idea without a title yet",
            "#own",
            "Idea for At work",
            whole=SHORT,
            facts=["Last saved: today"],
            discard_url="#own",
        ),
        OwnItem("Learn from next door", "#own", facts=["2 new comments"], followed="topic"),
    ]
