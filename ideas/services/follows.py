"""Following a conversation: who does hears of its new comments."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ideas.models import Follow, Idea
from ideas.services.rules import account_require, contribution_require, member_require
from workshop.enums import Action
from workshop.models import Participant
from workshop.services import workshop_require


@transaction.atomic
def follow_set(
    *, participant: Participant, idea: Idea, following: bool, now: datetime | None = None
) -> None:
    """Follow a conversation, or stop; the same again changes nothing. Raises DomainError.

    Following begins while the workshop is open; it may end whenever the groups can be read.
    """
    now = now or timezone.now()
    if following:
        contribution_require(
            participant=participant, workshop_id=idea.workshop_id, now=now, item=idea
        )
        account_require(participant)
        follow_begin(participant=participant, idea=idea)
        return
    member_require(participant=participant, workshop_id=idea.workshop_id)
    workshop_require(workshop=participant.workshop, action=Action.READ, now=now)
    Follow.objects.filter(participant=participant, idea=idea).delete()


def follow_begin(*, participant: Participant, idea: Idea) -> None:
    """Follow a conversation within the transaction of a post; twice is once."""
    Follow.objects.bulk_create([Follow(participant=participant, idea=idea)], ignore_conflicts=True)
