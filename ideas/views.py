"""The hall, the lists, the threads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ideas.models import Idea
from workshop.doors import participant_view
from workshop.models import Participant


@participant_view
def hall(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Show the breakout groups."""
    context = {"workshop": participant.workshop, "groups": participant.workshop.groups.all()}
    return render(request, "ideas/hall.html", context)


@participant_view
def idea_list(request: HttpRequest, participant: Participant, key: str) -> HttpResponse:
    """Show one group's ideas."""
    group = get_object_or_404(participant.workshop.groups, key=key)
    return render(request, "ideas/list.html", {"workshop": participant.workshop, "group": group})


@participant_view
def thread(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Show one idea with its comments."""
    idea = get_object_or_404(Idea, workshop=participant.workshop, public_id=public_id)
    return render(request, "ideas/thread.html", {"workshop": participant.workshop, "idea": idea})
