"""The door before the questions: in with whoever is registered and has not finished."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from workshop.doors import move_to, step_path, wanted_path
from workshop.enums import WorkshopState
from workshop.models import Workshop
from workshop.selectors import participant_of, workshop_or_404


def too_late(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Say that the workshop closed meanwhile; what was typed is shown again, and not stored."""
    typed = request.POST.get("answer", "") if request.method == "POST" else ""
    context = {"workshop": workshop, "typed": typed}
    return render(request, "gateway/closed.html", context, status=403)


def gateway_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pass the participant in place of the slug, or send the person where they belong."""

    @wraps(view)
    def door(request: HttpRequest, slug: str, *args, **kwargs) -> HttpResponse:
        participant = participant_of(user=request.user, slug=slug)
        workshop = participant.workshop if participant else workshop_or_404(slug)
        state, wanted = workshop.state_at(timezone.now()), wanted_path(request)
        if state == WorkshopState.UPCOMING:
            return move_to(request, step_path("workshop:landing", slug))
        if participant is None:
            return move_to(request, step_path("workshop:join", slug, next=wanted))
        if participant.has_joined:
            return move_to(request, wanted or step_path("ideas:hall", slug))
        if state == WorkshopState.CLOSED:
            return too_late(request, workshop)
        response = view(request, participant, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return door
