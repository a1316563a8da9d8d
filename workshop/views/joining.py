"""Joining and signing in, up to the questions: one page for both."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from workshop.accounts.services import SIGN_IN_MAIL, code_confirm
from workshop.common.errors import DomainError
from workshop.common.typed import typed_awaits, typed_forget
from workshop.doors import step_path, with_query
from workshop.enums import Action, WorkshopState
from workshop.models import Participant, Workshop
from workshop.selectors import channel_of, participant_of, session_ends_at, workshop_or_404
from workshop.services import participant_register
from workshop.views.arrival import arrival_query
from workshop.views.codes import ADDRESS_MAIL, CodeWay


@never_cache
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for an e-mail address, to join or to sign in."""
    workshop = workshop_or_404(slug)
    query = arrival_query(request, workshop)
    if workshop.state == WorkshopState.UPCOMING:
        return redirect(step_path("workshop:preregister", slug, **query))
    if request.user.is_authenticated:
        return _join_signed_in(request, workshop, query)
    return JOINING.address_step(request, workshop, query)


@never_cache
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the code; the right one signs in and registers."""
    workshop = workshop_or_404(slug)
    query = arrival_query(request, workshop)
    if request.user.is_authenticated:
        return redirect(step_path("workshop:join", slug, **query))
    return JOINING.code_step(request, workshop, query)


def to_landing(request: HttpRequest, slug: str, words: str) -> HttpResponse:
    """Send a person to the landing page with a sentence."""
    messages.info(request, words)
    return redirect(step_path("workshop:landing", slug))


def _may_join(workshop: Workshop) -> bool:
    return workshop.allows(Action.JOIN, timezone.now())


def _confirm(request: HttpRequest, workshop: Workshop, digits: str, query: dict) -> HttpResponse:
    response = code_confirm(
        request=request,
        code=digits,
        redirect_url=step_path("workshop:join", workshop.slug, **query),
        newcomers=_may_join(workshop),
        mails=(SIGN_IN_MAIL, ADDRESS_MAIL),
    )
    if not request.user.is_authenticated:
        return response  # a disabled account
    return _register(request, workshop, query)


JOINING = CodeWay(
    address_page="workshop:join",
    code_page="workshop:code",
    template="workshop/join.html",
    confirm=_confirm,
    context=lambda workshop: {"may_join": _may_join(workshop)},
)


def _join_signed_in(request: HttpRequest, workshop: Workshop, query: dict) -> HttpResponse:
    """Let somebody with an account into this workshop at the press of a button."""
    participant = participant_of(user=request.user, slug=workshop.slug)
    if participant:
        return redirect(_onward(participant, query))
    if request.method == "POST" or not _may_join(workshop):
        return _register(request, workshop, query)
    return render(request, "workshop/join_signed_in.html", {"workshop": workshop})


def _register(request: HttpRequest, workshop: Workshop, query: dict) -> HttpResponse:
    """Make a signed-in person one of the workshop's, and send them to the next step."""
    channel = channel_of(workshop=workshop, key=query["channel"])
    now = timezone.now()
    if not request.user.is_staff:
        ends_at = session_ends_at(user=request.user, workshop=workshop, now=now)
        request.session.set_expiry(ends_at)
    try:
        participant = participant_register(
            workshop=workshop, user=request.user, channel=channel, now=now
        )
    except DomainError as error:
        return to_landing(request, workshop.slug, error.message)
    path = _onward(participant, query)
    if not typed_awaits(request, page=urlsplit(path).path):
        typed_forget(request)
    return redirect(path)


def _onward(participant: Participant, query: dict) -> str:
    slug = participant.workshop.slug
    if participant.has_joined:
        return query["next"] or step_path("ideas:hall", slug)
    questions = step_path("gateway:start", slug)
    if query["next"].startswith(questions):
        return query["next"]  # back to the very question
    return with_query(questions, next=query["next"])
