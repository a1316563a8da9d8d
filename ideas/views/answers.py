"""Answers that several views of the conversation give."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ideas import services
from ideas.models import Comment, Idea
from workshop.common.dates import moment_words
from workshop.enums import WorkshopState
from workshop.models import Participant

UNPROCESSABLE, CONFLICT = 422, 409


def page(
    request: HttpRequest, participant: Participant, template: str, *, status: int = 200, **context
) -> HttpResponse:
    """Render a page or fragment of the participant's workshop, with the words about its close."""
    workshop = participant.workshop
    closed = workshop.state == WorkshopState.CLOSED
    today = timezone.now().astimezone(workshop.zone).date()
    closes_words = moment_words(workshop.closes_at, zone=workshop.zone, today=today)
    context |= {"workshop": workshop, "closes_words": closes_words, "is_closed": closed}
    return render(request, template, context, status=status)


def refused(
    request: HttpRequest, participant: Participant, problem: str, *, back: str
) -> HttpResponse:
    """Say in words why something cannot be done, with the way back."""
    return page(
        request, participant, "ideas/refused.html", status=CONFLICT, problem=problem, back=back
    )


def take_out(request: HttpRequest, participant: Participant, post: Idea | Comment) -> None:
    """Withdraw one's own post and, where the form says so, erase what it said; DomainError."""
    if request.POST.get("erase"):
        services.contribution_erase(participant=participant, post=post, with_text=True)
    elif isinstance(post, Idea):
        services.idea_withdraw(participant=participant, idea=post)
    else:
        services.comment_withdraw(participant=participant, comment=post)
