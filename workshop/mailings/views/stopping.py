"""What a person gets of us: by the link in any message, and for who is signed in."""

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from workshop.common.errors import DomainError
from workshop.common.http import allow_methods
from workshop.doors import own_view
from workshop.mailings.preferences import PreferencesForm, TryAgainForm
from workshop.mailings.selectors import preferences_of, stop_page, suppression_cause
from workshop.mailings.services import (
    address_erase,
    address_try_again,
    mailings_start,
    mailings_stop,
    preferences_set,
    target_count,
    target_stop,
)
from workshop.mailings.tokens import StopTarget, stop_target
from workshop.models import Participant, Preregistration

UNPROCESSABLE = 422
KEPT = "Your choices are kept."
STOPPED = "We send you nothing more about this workshop."
STARTED = "We send you messages about this workshop again."
AGAIN = "We write to your address again."


# Exempt because a mail program posts here without ever having seen a page of ours (RFC 8058);
# the signed token is what permits it.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask first on a GET, since scanners follow every link; change what is asked on a POST."""
    try:
        target = stop_target(token)
    except BadSignature:
        return render(request, "mailings/stop_unknown.html", status=404)
    problem, form = "", None
    if request.method == "POST":
        problem, form = _change(request, target, request.POST.get("action", ""))
        if not problem and form is None:
            target = stop_target(token)
    person, kept = target.person, bool(form and form.is_valid() and not problem)
    if isinstance(person, Participant) and form is None:
        form = _wishes(None, person)
    context = stop_page(target) | {"form": form, "problem": problem, "kept": kept}
    wrong = problem or (form and form.errors)
    return render(request, "mailings/stop.html", context, status=UNPROCESSABLE if wrong else 200)


@allow_methods("GET", "POST")
@own_view
def preferences(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Show who is signed in what we send them, and keep what they choose."""
    target, cause = StopTarget(participant), suppression_cause(participant.user.email_key)
    problem, form, again = "", None, TryAgainForm(cause=cause)
    if request.method == "POST":
        action = request.POST.get("action", "keep")
        if action == "again":
            again = TryAgainForm(request.POST, cause=cause)
            done = AGAIN
            problem = _lift(participant, again)
        else:
            done = {"stop": STOPPED, "start": STARTED}.get(action, KEPT)
            problem, form = _change(request, target, action)
        if not (problem or again.errors or (form and form.errors)):
            messages.info(request, done)
            return redirect("mailings:preferences", participant.workshop.slug)
    wishes = form or _wishes(None, participant)
    context = stop_page(target) | {
        "form": again if again.errors else wishes,
        "wishes": wishes,
        "again": again,
        "cause": cause,
        "problem": problem,
    }
    wrong = problem or wishes.errors or again.errors
    return render(
        request, "mailings/preferences.html", context, status=UNPROCESSABLE if wrong else 200
    )


def _wishes(data, participant: Participant) -> PreferencesForm:
    return PreferencesForm(
        data, initial=preferences_of(participant), has_joined=participant.has_joined
    )


def _change(
    request: HttpRequest, target: StopTarget, action: str
) -> tuple[str, PreferencesForm | None]:
    """Do as asked (to stop, if nothing else is); return a problem in words and the form sent."""
    person = target.person
    if person is None:
        return "", None
    if action == "keep" and isinstance(person, Participant):
        form = _wishes(request.POST, person)
        return _keep(target, form), form
    if action == "erase" and isinstance(person, Preregistration):
        address_erase(preregistration=person)
    elif action == "start":
        mailings_start(person=person)
        target_count(target=target, stopped=False)
    elif action == "stop":
        mailings_stop(person=person)
        target_count(target=target, stopped=True)
    else:
        target_stop(target=target)
    return "", None


def _keep(target: StopTarget, form: PreferencesForm) -> str:
    if not form.is_valid():
        return ""
    try:
        preferences_set(target=target, **form.cleaned_data)
    except DomainError as error:
        return error.message
    return ""


def _lift(participant: Participant, form: TryAgainForm) -> str:
    if not form.is_valid():
        return ""
    try:
        address_try_again(
            participant=participant, confirmed=form.cleaned_data.get("confirmed", False)
        )
    except DomainError as error:
        return error.message
    return ""
