"""Leaving an address before the opening: typed, confirmed by a code, kept for the invitation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from workshop.accounts.services import SIGN_IN_MAIL, code_redeem
from workshop.doors import step_path
from workshop.enums import WorkshopState
from workshop.models import Workshop
from workshop.selectors import channel_of, dates_in_words, workshop_or_404
from workshop.services import preregistration_create, preregistration_erase
from workshop.views.arrival import arrival_query
from workshop.views.codes import ADDRESS_MAIL, CodeWay
from workshop.views.joining import code, join, to_landing

ERASED = "We keep no address of yours for this workshop. You are not invited."


@never_cache
def preregister(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for an address and send a code to it; once the workshop has opened, join instead."""
    workshop = workshop_or_404(slug)
    query = arrival_query(request, workshop)
    state = workshop.state
    if state == WorkshopState.OPEN and request.method == "POST":
        return join(request, slug)  # the address was typed before the opening
    if state == WorkshopState.OPEN:
        return redirect(step_path("workshop:join", slug, **query))
    if state == WorkshopState.CLOSED:
        return _too_late(request, slug)
    return PREREGISTERING.address_step(request, workshop, query)


@never_cache
def preregister_code(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the code; the right one confirms the address, which is kept."""
    workshop = workshop_or_404(slug)
    if workshop.state == WorkshopState.OPEN:
        return code(request, slug)  # it opened meanwhile: the same code lets the person in
    if workshop.state == WorkshopState.CLOSED:
        return _too_late(request, slug)
    return PREREGISTERING.code_step(request, workshop, arrival_query(request, workshop))


def preregistered(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what happens next; the same to everyone."""
    workshop = workshop_or_404(slug)
    context = {"workshop": workshop} | _dates(workshop)
    return render(request, "workshop/preregistered.html", context)


def _too_late(request: HttpRequest, slug: str) -> HttpResponse:
    return to_landing(request, slug, "Pre-registration has ended: the workshop has closed.")


def _confirm(request: HttpRequest, workshop: Workshop, digits: str, query: dict) -> HttpResponse:
    email = code_redeem(request=request, code=digits, mails=(SIGN_IN_MAIL, ADDRESS_MAIL))
    if "erase" in request.POST:
        preregistration_erase(workshop=workshop, email=email)
        return to_landing(request, workshop.slug, ERASED)
    channel = channel_of(workshop=workshop, key=query["channel"])
    preregistration_create(workshop=workshop, email=email, channel=channel)
    return redirect(step_path("workshop:preregistered", workshop.slug))


def _dates(workshop: Workshop) -> dict:
    return {"dates": dates_in_words(workshop, timezone.now())}


PREREGISTERING = CodeWay(
    address_page="workshop:preregister",
    code_page="workshop:preregister_code",
    template="workshop/preregister.html",
    confirm=_confirm,
    context=_dates,
    mail=ADDRESS_MAIL,
    erases="Erase my address instead",
    words=lambda workshop: {"opens": _dates(workshop)["dates"]["opens"]},
)
