"""The doors before the questions: in with whoever is on their way, or with staff who look."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from gateway.forms import posted_keys, written
from gateway.models import Questionnaire
from gateway.respondents import ParticipantRespondent, PreviewRespondent
from workshop.common.errors import DomainError
from workshop.common.typed import typed_forget, typed_keep, typed_take
from workshop.doors import (
    TYPED_WAITS,
    move_to,
    safe_path,
    signed_in_again,
    staff_view,
    step_path,
    wanted_path,
)
from workshop.enums import WorkshopState
from workshop.models import Workshop
from workshop.selectors import participant_of, workshop_or_404


def sent_form(request: HttpRequest) -> MultiValueDict | None:
    """Return the form that was sent, now or before its writer had to sign in again; else None."""
    if request.method == "POST":
        return request.POST
    typed = getattr(request, "typed", None)
    return MultiValueDict(typed) if typed else None


def too_late(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Say that the workshop closed meanwhile; what was written is shown again, and not stored."""
    if request.method == "GET":
        request.typed = typed_take(request)
    form = sent_form(request) or MultiValueDict()
    prefixes = posted_keys(form) or [""]
    texts = [text for prefix in prefixes if (text := written(form, prefix))]
    context = {"workshop": workshop, "texts": texts}
    return render(request, "gateway/closed.html", context, status=403)


def gateway_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pass the participant who answers in place of the slug, or send people where they belong."""

    @wraps(view)
    def door(request: HttpRequest, slug: str, *args, **kwargs) -> HttpResponse:
        participant = participant_of(user=request.user, slug=slug)
        workshop = participant.workshop if participant else workshop_or_404(slug)
        state, wanted = workshop.state_at(timezone.now()), wanted_path(request)
        if state == WorkshopState.UPCOMING:
            return move_to(request, step_path("workshop:landing", slug))
        if participant is None:
            # What was typed waits for them on the very page, which knows where they go on to.
            if request.method == "POST" and typed_keep(request, page=request.path):
                wanted = safe_path(request.get_full_path())
                messages.warning(request, TYPED_WAITS)
            return move_to(request, step_path("workshop:join", slug, next=wanted))
        if participant.has_joined:
            typed_forget(request)
            return move_to(request, wanted or step_path("ideas:hall", slug))
        if state == WorkshopState.CLOSED:
            return too_late(request, workshop)
        if request.method == "GET":
            signed_in_again(request)
        try:
            response = view(request, ParticipantRespondent(request, participant), *args, **kwargs)
        except DomainError:
            return too_late(request, workshop)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return door


def preview_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pass staff who may change the questions, in place of the slug; at any time, kept nowhere."""

    @staff_view("gateway.change_questionnaire")
    @wraps(view)
    def door(request: HttpRequest, slug: str, *args, **kwargs) -> HttpResponse:
        rows = Questionnaire.objects.select_related("workshop").filter(workshop__slug=slug)
        questionnaire = rows.first()
        if questionnaire is None:
            raise Http404("There are no questions of a workshop of that name.")
        return view(request, PreviewRespondent(request, questionnaire), *args, **kwargs)

    return door
