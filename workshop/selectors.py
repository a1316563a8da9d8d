"""Reads that apply access: the doors to the workshop's pages."""

from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from workshop.enums import WorkshopState
from workshop.models import Participant, Workshop


class StepNeededError(Exception):
    """Somebody knocked too early; `step` is the URL name of the page that comes first."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


def participant_access(*, user, slug: str, now: datetime | None = None) -> Participant:
    """Return the participant with the workshop, in one query, if the groups are theirs to read.

    Raises StepNeededError with the page that comes first, or Http404 for no such workshop.
    """
    now = now or timezone.now()
    participant = None
    if user.is_authenticated:
        participant = (
            Participant.objects.select_related("workshop")
            .filter(user_id=user.pk, workshop__slug=slug)
            .first()
        )
    workshop = participant.workshop if participant else get_object_or_404(Workshop, slug=slug)
    state = workshop.state_at(now)
    if participant and participant.has_joined and state != WorkshopState.UPCOMING:
        return participant
    if state != WorkshopState.OPEN:
        raise StepNeededError("workshop:landing")
    raise StepNeededError("gateway:start" if user.is_authenticated else "workshop:join")


def workshop_or_404(slug: str) -> Workshop:
    """Return a workshop by its slug, or raise Http404."""
    workshop = Workshop.objects.filter(slug=slug).first()
    if workshop is None:
        raise Http404("There is no workshop of that name.")
    return workshop
