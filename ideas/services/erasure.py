"""Taking a person's contributions away, or leaving them without a person."""

from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ideas.enums import VoteValue
from ideas.models import Comment, Evidence, Flag, Follow, Idea, PostDraft, Revision, Showing, Vote
from ideas.services.comments import comment_withdraw
from ideas.services.evidence import drafts_delete, evidence_delete
from ideas.services.ideas import idea_withdraw
from ideas.services.rules import on_item
from workshop.enums import Action
from workshop.models import Participant

ERASED_TITLE = "Erased by its author"


@transaction.atomic
def contributions_erase(
    *, participant: Participant, with_text: bool, now: datetime | None = None
) -> int:
    """Withdraw all that a person wrote, and keep nothing that says who it was; return how many.

    `with_text` erases what it said as well, earlier versions too. Votes are taken back while the
    workshop is open; after its close they stay counted, and are nobody's. Raises DomainError
    before the opening.
    """
    now = now or timezone.now()
    voted = Vote.objects.filter(participant=participant)
    posts_hold(
        people=Participant.objects.filter(pk=participant.pk),
        also=Q(pk__in=voted.filter(idea__isnull=False).values("idea"))
        | Q(pk__in=voted.filter(comment__isnull=False).values("comment__idea")),
    )
    # Third the person, as whoever saves a draft of theirs holds them before it.
    list(Participant.objects.held(participant).values_list("pk"))
    drafts_delete(drafts=PostDraft.objects.filter(participant=participant))
    _votes_erase(participant, now)
    posts = [*_own(Idea, participant), *_own(Comment, participant)]
    for post in posts:
        contribution_erase(participant=participant, post=post, with_text=with_text, now=now)
    return len(posts)


@transaction.atomic
def contribution_erase(
    *,
    participant: Participant,
    post: Idea | Comment,
    with_text: bool,
    now: datetime | None = None,
) -> None:
    """Withdraw one idea or comment and take the person off it. Raises DomainError.

    The person follows the conversation no longer, unless something else there is theirs.
    """
    if isinstance(post, Idea):
        idea_withdraw(participant=participant, idea=post, now=now)
    else:
        comment_withdraw(participant=participant, comment=post, now=now)
    rows = type(post).objects.filter(pk=post.pk)
    rows.update(author=None, **(_without_text(post) if with_text else {}))
    _follow_end(participant, post.pk if isinstance(post, Idea) else post.idea_id)
    if with_text:
        # The log of the staff's pages names a post by its title.
        LogEntry.objects.filter(object_id=str(post.pk), object_repr=str(post)[:200]).update(
            object_repr=ERASED_TITLE
        )
        Revision.objects.filter(**on_item(post)).delete()
        # Whoever reported it may have quoted it.
        Flag.objects.filter(**on_item(post)).update(words="")
    if with_text and isinstance(post, Idea):
        evidence_delete(rows=Evidence.objects.filter(idea=post))


@transaction.atomic
def contributions_unlink(*, participant: Participant) -> None:
    """Leave a person's ideas, comments, votes and reports as they are, and nobody's.

    What only helped the person goes: drafts, and which threads they follow.
    """
    drafts_delete(drafts=PostDraft.objects.filter(participant=participant))
    Follow.objects.filter(participant=participant).delete()
    Idea.objects.filter(author=participant).update(author=None)
    Comment.objects.filter(author=participant).update(author=None)
    Vote.objects.filter(participant=participant).update(participant=None)
    Showing.objects.filter(participant=participant).update(participant=None)
    Flag.objects.filter(reporter=participant).update(reporter=None)


def posts_hold(*, people: QuerySet[Participant], also: Q | None = None) -> None:
    """Hold the ideas that people wrote or commented on, and others, until the transaction ends.

    First of all and by key, so that nobody who holds one of them waits for us in a circle: whoever
    writes on an idea holds it before their own row.
    """
    on = Comment.objects.filter(author__in=people).values("idea")
    ideas = Idea.objects.filter(Q(author__in=people) | Q(pk__in=on) | (also or Q()))
    list(ideas.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _votes_erase(participant: Participant, now: datetime) -> None:
    votes = Vote.objects.filter(participant=participant)
    if not participant.workshop.allows(Action.CONTRIBUTE, now):
        votes.update(participant=None)
        return
    # In one order for everybody, so that two people can never wait for each other.
    for vote in votes.select_related("idea", "comment__idea").order_by("idea_id", "comment_id"):
        _vote_erase(vote)


def _vote_erase(vote: Vote) -> None:
    model, pk = (Idea, vote.idea_id) if vote.idea_id else (Comment, vote.comment_id)
    model.objects.select_for_update(no_key=True).get(pk=pk)
    if Vote.objects.filter(pk=vote.pk).delete()[0]:
        column = "up" if vote.value == VoteValue.UP else "down"
        model.objects.filter(pk=pk).update(**{column: F(column) - 1})


def _follow_end(participant: Participant, idea_id: int) -> None:
    """Stop following a conversation in which nothing that can be read is the person's any more.

    Whoever posts follows from then on, so that it would say where they wrote. Whether they chose to
    follow is not kept: it goes in that case too.
    """
    shown = Comment.objects.visible().filter(author=participant).values("idea")
    theirs = Idea.objects.visible().filter(Q(author=participant) | Q(pk__in=shown))
    if not theirs.filter(pk=idea_id).exists():
        Follow.objects.filter(participant=participant, idea=idea_id).delete()


def _own(model: type, participant: Participant) -> list:
    return list(model.objects.filter(author=participant).order_by("pk"))


def _without_text(post: Idea | Comment) -> dict[str, str]:
    """Return the fields that say something, emptied."""
    own = {"title": ERASED_TITLE, "evidence_link": ""} if isinstance(post, Idea) else {}
    return {"body": "", "moderation_reason": ""} | own
