"""Leaving an address, joining and signing in, up to the questions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from workshop.accounts.forms import AddressForm, CodeForm
from workshop.accounts.services import (
    CodeWrongError,
    MailFailedError,
    TooManyCodesError,
    code_awaited,
    code_confirm,
    code_send,
)
from workshop.common.errors import DomainError
from workshop.common.views import unavailable
from workshop.doors import step_path
from workshop.enums import Action, WorkshopState
from workshop.models import Participant, Workshop
from workshop.selectors import channel_of, dates_in_words, participant_of, workshop_or_404
from workshop.services import participant_register, preregistration_create
from workshop.views.arrival import arrival_query

NO_MAIL = "We cannot send e-mail just now, so we cannot send you a code."


@never_cache
def preregister(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep an address for the invitation; once the workshop has opened, join instead."""
    workshop, now = workshop_or_404(slug), timezone.now()
    query = arrival_query(request, workshop)
    state = workshop.state_at(now)
    if state == WorkshopState.OPEN:
        if request.method == "POST":
            return join(request, slug)  # the address was typed before the opening
        return redirect(step_path("workshop:join", slug, **query))
    if state == WorkshopState.CLOSED:
        return _to_landing(request, slug, "Pre-registration has ended: the workshop has closed.")
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        channel = channel_of(workshop=workshop, key=query["channel"])
        email = form.cleaned_data["email"]
        preregistration_create(workshop=workshop, email=email, channel=channel, now=now)
        return redirect(step_path("workshop:preregistered", slug))
    context = {"workshop": workshop, "form": form, "dates": dates_in_words(workshop, now)}
    return render(request, "workshop/preregister.html", context)


def preregistered(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what happens next; the same to everyone."""
    workshop = workshop_or_404(slug)
    context = {"workshop": workshop, "dates": dates_in_words(workshop, timezone.now())}
    return render(request, "workshop/preregistered.html", context)


@never_cache
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for an e-mail address, to join or to sign in: one page for both."""
    workshop = workshop_or_404(slug)
    query = arrival_query(request, workshop)
    if workshop.state == WorkshopState.UPCOMING:
        return redirect(step_path("workshop:preregister", slug, **query))
    if request.user.is_authenticated:
        return _join_signed_in(request, workshop, query)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _send_code(request, workshop, form, query)
    return _ask_address(request, workshop, form, query)


@never_cache
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the code; the right one signs in and registers."""
    workshop = workshop_or_404(slug)
    query = arrival_query(request, workshop)
    awaited = None if request.user.is_authenticated else code_awaited(request)
    if awaited is None:
        if request.method == "POST":
            messages.info(request, "That code has run out. Ask for a new one.")
        return redirect(step_path("workshop:join", slug, **query))
    email = awaited.state["email"]
    if request.method == "POST" and "again" in request.POST:
        messages.info(request, "We have sent a new code. The one before no longer works.")
        return _send_code(request, workshop, AddressForm({"email": email}), query)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _confirm_code(request, workshop, form, email, query)
    return _ask_code(request, workshop, form, email, query)


def _ask_address(
    request: HttpRequest, workshop: Workshop, form: AddressForm, query: dict, problem: str = ""
) -> HttpResponse:
    context = {
        "workshop": workshop,
        "form": form,
        "problem": problem,
        "action": step_path("workshop:join", workshop.slug, **query),
        "may_join": workshop.allows(Action.JOIN, timezone.now()),
    }
    return render(request, "workshop/join.html", context)


def _ask_code(
    request: HttpRequest, workshop: Workshop, form: CodeForm, email: str, query: dict
) -> HttpResponse:
    context = {"workshop": workshop, "form": form, "email": email}
    context["back"] = step_path("workshop:join", workshop.slug, **query)
    return render(request, "workshop/code.html", context)


def _send_code(
    request: HttpRequest, workshop: Workshop, form: AddressForm, query: dict
) -> HttpResponse:
    """Send a code to a valid form's address, and go where it is asked for."""
    if not form.is_valid():
        return _ask_address(request, workshop, form, query)
    try:
        code_send(request=request, email=form.cleaned_data["email"], title=workshop.title)
    except MailFailedError:
        return unavailable(request, NO_MAIL)
    except TooManyCodesError as error:
        form.add_error("email", error.message)
        response = _ask_address(request, workshop, form, query)
        response.status_code = 429
        response["Retry-After"] = str(error.retry_after)
        return response
    return redirect(step_path("workshop:code", workshop.slug, **query))


def _confirm_code(
    request: HttpRequest, workshop: Workshop, form: CodeForm, email: str, query: dict
) -> HttpResponse:
    try:
        response = code_confirm(
            request=request,
            code=form.cleaned_data["code"],
            redirect_url=step_path("workshop:join", workshop.slug, **query),
            newcomers=workshop.allows(Action.JOIN, timezone.now()),
        )
    except CodeWrongError as error:
        form.add_error("code", error.message)
        return _ask_code(request, workshop, form, email, query)
    except DomainError as error:
        again = AddressForm(initial={"email": email})
        return _ask_address(request, workshop, again, query, error.message)
    if not request.user.is_authenticated:
        return response  # a disabled account
    return _register(request, workshop, query)


def _join_signed_in(request: HttpRequest, workshop: Workshop, query: dict) -> HttpResponse:
    """Let somebody with an account into this workshop at the press of a button."""
    participant = participant_of(user=request.user, slug=workshop.slug)
    if participant:
        return redirect(_onward(participant, query))
    if request.method == "POST" or not workshop.allows(Action.JOIN, timezone.now()):
        return _register(request, workshop, query)
    return render(request, "workshop/join_signed_in.html", {"workshop": workshop})


def _register(request: HttpRequest, workshop: Workshop, query: dict) -> HttpResponse:
    """Make a signed-in person one of the workshop's, and send them to the next step."""
    channel = channel_of(workshop=workshop, key=query["channel"])
    try:
        participant = participant_register(workshop=workshop, user=request.user, channel=channel)
    except DomainError as error:
        return _to_landing(request, workshop.slug, error.message)
    return redirect(_onward(participant, query))


def _onward(participant: Participant, query: dict) -> str:
    slug = participant.workshop.slug
    if participant.has_joined:
        return query["next"] or step_path("ideas:hall", slug)
    return step_path("gateway:start", slug, next=query["next"])


def _to_landing(request: HttpRequest, slug: str, words: str) -> HttpResponse:
    messages.info(request, words)
    return redirect(step_path("workshop:landing", slug))
