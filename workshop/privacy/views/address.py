"""Correcting one's address: a code proves the new one, a message tells the old one."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from workshop.accounts.services import code_redeem, signed_in_freshly
from workshop.common.http import allow_methods
from workshop.doors import step_path
from workshop.models import Participant, Workshop
from workshop.privacy.services import own_address_change
from workshop.privacy.views.own import own_view
from workshop.views.codes import CodeWay

CHANGED = "We write to your new address from now on, and have told the old one."
SIGN_IN_AGAIN = "For your safety, sign in once more before you change your address."


@allow_methods("GET", "POST")
@own_view
def address(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Ask for the new address, and send a code to it."""
    workshop = participant.workshop
    if not signed_in_freshly(user=participant.user, now=timezone.now()):
        logout(request)
        messages.info(request, SIGN_IN_AGAIN)
        return redirect(step_path("workshop:join", workshop.slug, next=request.path))
    return CHANGING.address_step(request, workshop, {})


@allow_methods("GET", "POST")
@own_view
def address_code(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Ask for the code; the right one changes the address."""
    return CHANGING.code_step(request, participant.workshop, {})


def _confirm(request: HttpRequest, workshop: Workshop, digits: str, query: dict) -> HttpResponse:
    email = code_redeem(request=request, code=digits)
    own_address_change(request=request, email=email, title=workshop.title)
    messages.info(request, CHANGED)
    return redirect(reverse("privacy:you", args=[workshop.slug]))


CHANGING = CodeWay(
    address_page="privacy:address",
    code_page="privacy:address_code",
    template="privacy/address.html",
    confirm=_confirm,
    context=lambda workshop: {},
    mail="new_address_code",
)
