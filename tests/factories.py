"""Plain functions that make rows for tests, every default visible."""

import itertools
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from ideas.models import Comment, Flag, Idea, Vote
from workshop.accounts.models import User
from workshop.mailings.enums import Audience, MailingKind, MailingState
from workshop.mailings.models import Mailing
from workshop.models import BreakoutGroup, Participant, Preregistration, Workshop

OPENS = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
numbers = itertools.count(1)


def make_user(email: str = "", **extra) -> User:
    return User.objects.create_user(email or f"person{next(numbers)}@example.org", **extra)


def make_workshop(
    slug: str = "", *, opens_in_days: float = -7, days: float = 21, **extra
) -> Workshop:
    """A workshop that is open now: it opened a week ago and lasts three weeks."""
    opens_at = timezone.now() + timedelta(days=opens_in_days)
    values = {
        "title": "Skills for everyone",
        "purpose": "We ask how to spend the money.",
        "opens_at": opens_at,
        "closes_at": opens_at + timedelta(days=days),
    }
    return Workshop.objects.create(slug=slug or f"workshop-{next(numbers)}", **(values | extra))


def make_group(workshop: Workshop, key: str = "", **extra) -> BreakoutGroup:
    values = {"title": "At work", "prompt": "How can everybody find time to learn?"}
    return BreakoutGroup.objects.create(
        workshop=workshop, key=key or f"group-{next(numbers)}", **(values | extra)
    )


def make_participant(workshop: Workshop, user: User | None = None, **extra) -> Participant:
    """A person who has joined."""
    values = {"joined_at": workshop.opens_at}
    return Participant.objects.create(
        workshop=workshop, user=user or make_user(), **(values | extra)
    )


def make_idea(group: BreakoutGroup, author: Participant | None = None, **extra) -> Idea:
    values = {"title": "Two hours a month", "body": "Put learning time in the rota."}
    return Idea.objects.create(
        workshop=group.workshop, group=group, author=author, **(values | extra)
    )


def make_comment(idea: Idea, author: Participant | None = None, **extra) -> Comment:
    """A comment row as it stands; counters and handles are the services' business."""
    values = {"body": "We tried this and it worked."}
    return Comment.objects.create(
        workshop_id=idea.workshop_id, idea=idea, author=author, **(values | extra)
    )


def make_vote(participant: Participant, *, idea=None, comment=None, value: int = 1) -> Vote:
    return Vote.objects.create(participant=participant, idea=idea, comment=comment, value=value)


def make_flag(reporter: Participant, *, idea=None, comment=None, **extra) -> Flag:
    """A report that waits for a decision."""
    values = {"reason": "person", "workshop_id": (idea or comment).workshop_id}
    return Flag.objects.create(reporter=reporter, idea=idea, comment=comment, **(values | extra))


def make_preregistration(workshop: Workshop, email: str = "", **extra) -> Preregistration:
    return Preregistration.objects.create(
        workshop=workshop, email=email or f"early{next(numbers)}@example.org", **extra
    )


def make_mailing(workshop: Workshop, key: str = "", **extra) -> Mailing:
    """A reminder to everyone who joined, scheduled for now, fast enough not to slow a test."""
    values = {
        "kind": MailingKind.REMINDER,
        "audience": [Audience.EVERYONE],
        "send_at": timezone.now(),
        "subject": "News of {title}",
        "body": "See [what is new]({link}).",
        "state": MailingState.SCHEDULED,
        "rate": 1000,
    }
    return Mailing.objects.create(
        workshop=workshop, key=key or f"mailing-{next(numbers)}", **(values | extra)
    )
