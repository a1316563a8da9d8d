"""Answers that several views of the conversation give."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ideas import services
from ideas.models import Comment, Idea
from ideas.services.limits import WaitWords
from workshop.common.dates import ending_words, moment_words
from workshop.enums import WorkshopState
from workshop.models import Participant

UNPROCESSABLE, CONFLICT, TOO_MANY, UNAVAILABLE = 422, 409, 429, 503


def page(
    request: HttpRequest, participant: Participant, template: str, *, status: int = 200, **context
) -> HttpResponse:
    """Render a page or fragment of the participant's workshop, with the words about its close.

    Where its `problem` is one that ends by itself (WaitWords), the answer says so in its head too.
    """
    workshop, now = participant.workshop, timezone.now()
    zone, closes_at = workshop.zone, workshop.closes_at
    context |= {
        "workshop": workshop,
        "closes_words": moment_words(closes_at, zone=zone, today=now.astimezone(zone).date()),
        "closes_soon": ending_words(closes_at, zone=zone, now=now),
        "is_closed": workshop.state_at(now) == WorkshopState.CLOSED,
    }
    response = render(request, template, context, status=status)
    if isinstance(context.get("problem"), WaitWords):
        response.status_code = TOO_MANY
        response.headers["Retry-After"] = str(context["problem"].retry_after)
    return response


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
