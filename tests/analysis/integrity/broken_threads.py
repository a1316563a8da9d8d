"""Ways to break a promise of the conversation; each returns the lines that it earns."""

from datetime import timedelta

from django.utils import timezone

from ideas.models import Comment, Idea, Revision, Showing
from tests.factories import (
    make_comment,
    make_flag,
    make_idea,
    make_participant,
    make_vote,
)
from workshop.models import Participant, Workshop


def midnight(workshop):
    return workshop.opens_at.astimezone(workshop.zone).replace(
        hour=0, minute=0, second=0, microsecond=0
    )


def idea_counters(home, away):
    Idea.objects.filter(public_id="i1").update(up=5, comment_count=0)
    return [
        "spring: idea i1: up is 5, its rows say 1",
        "spring: idea i1: comment_count is 0, its rows say 2",
    ]


def showings_miscounted(home, away):
    Showing.objects.create(idea=Idea.objects.get(public_id="i1"))
    return ["spring: idea i1: showings is 0, its rows say 1"]


def shown_to_the_wrong_people(home, away):
    idea = Idea.objects.get(public_id="i1")
    Showing.objects.create(idea=idea, participant=idea.author)
    Idea.objects.filter(pk=idea.pk).update(showings=1)
    whom = "shown to its own author, or to somebody of another workshop"
    return [f"spring: idea i1: counts as {whom}"]


def comment_counters(home, away):
    Comment.objects.filter(public_id="c1").update(up=1, down=0)
    return [
        "spring: comment c1: up is 1, its rows say 0",
        "spring: comment c1: down is 0, its rows say 1",
    ]


def hidden_comment_counted(home, away):
    Comment.objects.filter(public_id="c2").update(state="hidden")
    return ["spring: idea i1: comment_count is 2, its rows say 1"]


def own_votes(home, away):
    for post in (Idea.objects.get(public_id="i1"), Comment.objects.get(public_id="c1")):
        kind = post._meta.model_name
        make_vote(post.author, **{kind: post})
        type(post).objects.filter(pk=post.pk).update(up=post.up + 1)
    return [
        "spring: idea i1: has a vote by its own author",
        "spring: comment c1: has a vote by its own author",
    ]


def foreign_vote(home, away):
    voter = make_participant(away, joined_at=midnight(away), first_contributed_at=away.opens_at)
    make_vote(voter, idea=Idea.objects.get(public_id="i1"))
    Idea.objects.filter(public_id="i1").update(up=2)
    return ["spring: idea i1: has a vote from another workshop"]


def foreign_author(home, away):
    author = make_participant(away, joined_at=midnight(away))
    Participant.objects.filter(pk=author.pk).update(
        first_posted_at=away.opens_at, first_contributed_at=away.opens_at
    )
    Comment.objects.filter(public_id="c1").update(author=author)
    return ["spring: comment c1: has an author of another workshop"]


def foreign_group(home, away):
    Idea.objects.filter(public_id="i1").update(group=away.groups.get())
    return ["spring: idea i1: lies in a group of another workshop"]


def foreign_idea(home, away):
    Comment.objects.filter(public_id="c2").update(
        parent=None, idea=Idea.objects.get(public_id="i9")
    )
    Comment.objects.filter(public_id="c2").update(handle=2)
    Idea.objects.filter(public_id="i1").update(comment_count=1)
    Idea.objects.filter(public_id="i9").update(comment_count=1)
    return ["spring: comment c2: is about an idea of another workshop"]


def foreign_parent(home, away):
    other = make_idea(home.groups.get())
    elsewhere = make_comment(other)
    Idea.objects.filter(pk=other.pk).update(comment_count=1)
    Comment.objects.filter(public_id="c2").update(parent=elsewhere)
    return ["spring: comment c2: replies to a comment on another idea"]


def reply_to_a_reply(home, away):
    reply = Comment.objects.get(public_id="c2")
    make_comment(reply.idea, parent=reply, public_id="c3")
    Idea.objects.filter(public_id="i1").update(comment_count=3)
    return ["spring: comment c3: replies to a reply"]


def moved_hours(home, away):
    Workshop.objects.filter(pk=home.pk).update(opens_at=timezone.now() + timedelta(hours=1))
    edit = "has an edit outside the workshop's time"
    post = "was posted outside the workshop's time"
    vote = "has a vote cast outside the workshop's time"
    return [
        f"spring: comment c1: {vote}",
        f"spring: comment c1: {post}",
        f"spring: comment c2: {post}",
        f"spring: idea i1: {edit}",
        f"spring: idea i1: {post}",
        f"spring: idea i1: {vote}",
    ]


def late_seed(home, away):
    group = home.groups.get()
    make_idea(group, seed=True, created_at=home.opens_at - timedelta(days=9))
    make_idea(group, seed=True, created_at=home.closes_at, public_id="s2")
    return ["spring: idea s2: was posted outside the workshop's time"]


def no_handle(home, away):
    Comment.objects.filter(public_id="c1").update(handle=None)
    return ["spring: comment c1: has an author, but no handle"]


def wrong_handles(home, away):
    Comment.objects.filter(public_id="c1").update(handle=1)
    Comment.objects.filter(public_id="c2").update(handle=2)
    what = "has a handle that is not its author's"
    return [f"spring: comment c1: {what}", f"spring: comment c2: {what}"]


def two_handles(home, away):
    first = Comment.objects.get(public_id="c1")
    make_comment(first.idea, first.author, handle=7)
    Idea.objects.filter(public_id="i1").update(comment_count=3)
    return ["spring: idea i1: has an author of comments with two handles"]


def shared_handle(home, away):
    first = Comment.objects.get(public_id="c1")
    other = Participant.objects.filter(first_posted_at=None).get()
    make_comment(first.idea, other, handle=2, created_at=timezone.now())
    stamp = {"first_posted_at": home.opens_at, "first_contributed_at": home.opens_at}
    Participant.objects.filter(pk=other.pk).update(**stamp)
    Idea.objects.filter(public_id="i1").update(comment_count=3)
    return ["spring: idea i1: has two authors of comments with one handle"]


def lost_revision(home, away):
    Revision.objects.all().delete()
    return ["spring: idea i1: was edited, but what it said before is not kept"]


def author_of_a_facilitators(home, away):
    Comment.objects.filter(public_id="c1").update(by_facilitator=True)
    return ["spring: comment c1: is a facilitator's, but has an author or a handle"]


def report_of_what_is_gone(home, away):
    reporter = home.participants.last()
    for post in (Idea.objects.get(public_id="i1"), Comment.objects.get(public_id="c2")):
        make_flag(reporter, **{post._meta.model_name: post})
        type(post).objects.filter(pk=post.pk).update(state="hidden")
    Idea.objects.filter(public_id="i1").update(comment_count=1)
    return [
        "spring: idea i1: has a report that waits, but is no longer shown",
        "spring: comment c2: has a report that waits, but is no longer shown",
    ]


BROKEN_THREADS = [
    idea_counters,
    showings_miscounted,
    shown_to_the_wrong_people,
    comment_counters,
    hidden_comment_counted,
    own_votes,
    foreign_vote,
    foreign_author,
    foreign_group,
    foreign_idea,
    foreign_parent,
    reply_to_a_reply,
    moved_hours,
    late_seed,
    no_handle,
    wrong_handles,
    two_handles,
    shared_handle,
    author_of_a_facilitators,
    report_of_what_is_gone,
    lost_revision,
]
