"""What we know about you: to read, download and erase, and to sign out everywhere."""

from datetime import date

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from workshop.accounts.services import sessions_end
from workshop.common.dates import day_words
from workshop.common.errors import DomainError
from workshop.common.http import allow_methods, posted
from workshop.doors import own_view
from workshop.enums import WorkshopState
from workshop.models import Participant
from workshop.privacy.forms import ACCOUNT, ANSWERS, EraseForm
from workshop.privacy.own import own_data, own_page
from workshop.privacy.services import own_erase

ERASED = "It is erased."
GONE = "Your account is erased, and you are signed out. Thank you for having taken part."
OUT_EVERYWHERE = "You are signed out on every device."


@allow_methods("GET")
@own_view
def you(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Show a person what is kept about them, and what nobody can know."""
    workshop, page = participant.workshop, own_page(participant=participant)
    erased_on = page["erased_at"].astimezone(workshop.zone).date()
    context = page | {
        "workshop": workshop,
        "closed": workshop.state == WorkshopState.CLOSED,
        "erased_on": day_words(erased_on, today=date.min),
    }
    return render(request, "privacy/you.html", context)


@allow_methods("GET")
@own_view
def download(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Hand over everything that is kept about a person, as JSON."""
    pretty = {"indent": 2, "ensure_ascii": False}
    response = JsonResponse(own_data(user=participant.user), json_dumps_params=pretty)
    response["Content-Type"] = "application/json; charset=utf-8"
    response["Content-Disposition"] = 'attachment; filename="what-we-know-about-you.json"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@allow_methods("POST")
@own_view
def sign_out_everywhere(request: HttpRequest, participant: Participant) -> HttpResponse:
    """End all sessions of a person, this one included."""
    sessions_end(user=participant.user)
    return _signed_off(request, participant, OUT_EVERYWHERE)


@allow_methods("GET", "POST")
@own_view
def erase(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Ask what should go, and erase it."""
    page = own_page(participant=participant)
    form = EraseForm(
        posted(request),
        has_answers=page["own"].can_be_erased,
        has_contributions=bool(page["posts"] or any(page["votes"].values())),
    )
    problem = ""
    if form.is_valid():
        try:
            return _erase(request, participant, form.cleaned_data)
        except DomainError as error:
            problem = error.message
    workshop = participant.workshop
    closed = workshop.state == WorkshopState.CLOSED
    context = page | {"workshop": workshop, "closed": closed, "form": form, "problem": problem}
    return render(request, "privacy/erase.html", context)


def _erase(request: HttpRequest, participant: Participant, chosen: dict) -> HttpResponse:
    own_erase(
        participant=participant,
        answers=ANSWERS in chosen["what"],
        contributions=chosen["contributions"],
        account=ACCOUNT in chosen["what"],
    )
    if ACCOUNT in chosen["what"]:
        return _signed_off(request, participant, GONE)
    messages.info(request, ERASED)
    return redirect(reverse("privacy:you", args=[participant.workshop.slug]))


def _signed_off(request: HttpRequest, participant: Participant, words: str) -> HttpResponse:
    logout(request)
    messages.info(request, words)
    return redirect(participant.workshop)
