"""Leaving a mailing list, and coming back."""

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from workshop.mailings.services import address_erase, mailings_start, mailings_stop
from workshop.mailings.tokens import stop_person
from workshop.models import Participant, Preregistration


# Exempt because a mail program posts here without ever having seen a page of ours (RFC 8058);
# the signed token is what permits it.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask first on a GET, since scanners follow every link; stop, or start again, on a POST."""
    try:
        person = stop_person(token)
    except BadSignature:
        return render(request, "mailings/stop_unknown.html", status=404)
    workshop = person.workshop if person else None
    if request.method == "POST" and person:
        person = _change(person, request.POST.get("action"))
    early = isinstance(person, Preregistration)
    context = {"person": person, "workshop": workshop, "early": early}
    return render(request, "mailings/stop.html", context)


def _change(person: Participant | Preregistration, action: str | None):
    """Do as asked (to stop, if nothing else is) and return the person as they are then."""
    if action == "erase" and isinstance(person, Preregistration):
        address_erase(preregistration=person)
        return None
    change = mailings_start if action == "start" else mailings_stop
    change(person=person)
    person.refresh_from_db(fields=["mailings_stopped_at"])
    return person
