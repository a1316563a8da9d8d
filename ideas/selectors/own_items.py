"""The items of a person's own page, in words: one maker for each section."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from ideas.controls import WORDS
from ideas.enums import ContributionState, OwnSection
from ideas.models import Comment, Follow, Idea, PostDraft, Vote
from ideas.rules import scores_are_public
from ideas.selectors.drafts import own_draft
from ideas.selectors.seen import is_new_to
from ideas.words import counted, lower_first, speaker_inside, speaker_name, start_of
from workshop.common.dates import RECENT_DAYS, age_words
from workshop.common.templatetags.text import signed
from workshop.models import Participant

NOT_SHOWN = "An idea that is not shown"
GONE = {
    ContributionState.HIDDEN: "Hidden by a facilitator",
    ContributionState.WITHDRAWN: "Withdrawn",
}


@dataclass(frozen=True)
class OwnItem:
    """One line of the page: a title to press, what it is, how it stands, and how it begins.

    `url` is empty where there is nowhere to go on. `state` and `reason` say why something of one's
    own is not shown. `whole` is a text that can be read nowhere else. `followed` is the public id
    of a conversation that the person follows, `discard_url` where a draft is thrown away, in its
    `version`.
    """

    title: str
    url: str
    what: str = ""
    text: str = ""
    whole: str = ""
    facts: list[str] = field(default_factory=list)
    state: str = ""
    reason: str = ""
    is_new: bool = False
    followed: str = ""
    discard_url: str = ""
    version: int = 0


def thread_url(slug: str, idea: Idea) -> str:
    """Return the path of an idea's thread."""
    return reverse("ideas:thread", kwargs={"slug": slug, "public_id": idea.public_id})


def change_words(idea: Idea) -> list[str]:
    """Return how an idea moved (see moved_ideas), in words."""
    facts = [f"{signed(idea.new_votes)} net votes"] if idea.new_votes else []
    return facts + ([counted(idea.new_comments, "new comment")] if idea.new_comments else [])


def _comment_url(slug: str, comment: Comment) -> str:
    return reverse("ideas:comment", kwargs={"slug": slug, "public_id": comment.public_id})


def _title(idea: Idea, participant: Participant) -> str:
    """Return the title of an idea where the person may read it."""
    withdrawn = idea.state == ContributionState.WITHDRAWN
    may_read = idea.is_visible or (idea.author_id == participant.pk and not withdrawn)
    return idea.title if may_read else NOT_SHOWN


def _day(moment: datetime, participant: Participant, now: datetime) -> str:
    return age_words(moment, zone=participant.workshop.zone, now=now)


def _net(post: Idea | Comment, participant: Participant, now: datetime) -> list[str]:
    """Return the score of a post of the person's own, which waits where scores are hidden."""
    if not post.is_visible or not scores_are_public(workshop=participant.workshop, now=now):
        return []
    return [f"{signed(post.net)} net votes"]


def _reply(comment: Comment, participant: Participant, now: datetime) -> OwnItem:
    to_comment = comment.parent is not None and comment.parent.author_id == participant.pk
    where = "to your comment" if to_comment else "on your idea"
    return OwnItem(
        title=comment.idea.title,
        url=_comment_url(participant.workshop.slug, comment),
        what=f"{speaker_name(comment)}, {where}",
        text=start_of(comment.body)[0],
        facts=[_day(comment.created_at, participant, now)],
        is_new=is_new_to(comment, participant),
    )


def _idea(idea: Idea, participant: Participant, now: datetime) -> OwnItem:
    facts = [_day(idea.created_at, participant, now), counted(idea.comment_count, "comment")]
    return OwnItem(
        title=idea.title,
        url=thread_url(participant.workshop.slug, idea),
        what=idea.group.title,
        facts=facts + _net(idea, participant, now),
        state=GONE.get(idea.state, ""),
        reason=idea.moderation_reason if idea.state == ContributionState.HIDDEN else "",
    )


def _comment(comment: Comment, participant: Participant, now: datetime) -> OwnItem:
    hidden = comment.state == ContributionState.HIDDEN
    what = "Your reply" if comment.parent_id else "Your comment"
    return OwnItem(
        title=_title(comment.idea, participant),
        url=_comment_url(participant.workshop.slug, comment),
        what=what if comment.state in GONE else f"{what} on",
        text=start_of(comment.body)[0],
        facts=[
            _day(comment.created_at, participant, now),
            *_net(comment, participant, now),
        ],
        state=GONE.get(comment.state, ""),
        reason=comment.moderation_reason if hidden else "",
    )


def _vote(vote: Vote, participant: Participant, now: datetime) -> OwnItem:
    comment, slug = vote.comment, participant.workshop.slug
    idea = comment.idea if comment else vote.idea
    readable = comment is not None and comment.is_visible and idea.is_visible
    return OwnItem(
        title=_title(idea, participant),
        url=_comment_url(slug, comment) if comment else thread_url(slug, idea),
        what=WORDS[vote.value] + (f" on a comment of {speaker_inside(comment)}" if comment else ""),
        text=start_of(comment.body)[0] if readable else "",
        state="No longer shown" if comment and not comment.is_visible else "",
    )


def _draft(draft: PostDraft, participant: Participant, now: datetime) -> OwnItem:
    """Return a text that was not posted: to read, and to go on with while that is possible."""
    own = own_draft(participant, draft, now)
    saved = lower_first(own.saved) if own.saved in RECENT_DAYS else own.saved
    title = own.title or "An idea without a title yet" if draft.group else own.where
    extras = [own.file, own.link] if draft.group else []
    return OwnItem(
        title=title,
        url=own.url,
        what=f"Idea for {own.where}" if draft.group else own.noun.capitalize(),
        whole=own.body,
        facts=[f"Last saved: {saved}", *filter(None, extras)],
        discard_url=own.discard_url,
        version=own.version,
    )


def _follow(follow: Follow, participant: Participant, now: datetime) -> OwnItem:
    shown = follow.idea.is_visible
    return OwnItem(
        title=_title(follow.idea, participant),
        url=f"{thread_url(participant.workshop.slug, follow.idea)}#comments",
        facts=[counted(follow.news, "new comment") if follow.news else "Nothing new"] * shown,
        is_new=shown and follow.news > 0,
        followed=follow.idea.public_id,
    )


MAKERS = {
    OwnSection.REPLIES: _reply,
    OwnSection.IDEAS: _idea,
    OwnSection.COMMENTS: _comment,
    OwnSection.VOTES: _vote,
    OwnSection.DRAFTS: _draft,
    OwnSection.FOLLOWING: _follow,
}
