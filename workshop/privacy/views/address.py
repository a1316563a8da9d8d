"""Correcting one's address: a code proves the new one, a message tells the old one."""

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from workshop.accounts.services import NEW_ADDRESS_MAIL, code_redeem, signed_in_freshly
from workshop.common.http import allow_methods
from workshop.doors import own_view, step_path
from workshop.models import Participant, Workshop
from workshop.privacy.services import own_address_change
from workshop.views.codes import CodeWay

CHANGED = "We write to your new address from now on, and have told the old one."
SIGN_IN_AGAIN = "For your safety, sign in once more before you change your address."


@allow_methods("GET", "POST")
@own_view
def address(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Ask for the new address, and send a code to it."""
    elsewhere = _not_fresh(request, participant)
    return elsewhere or CHANGING.address_step(request, participant.workshop, {})


@allow_methods("GET", "POST")
@own_view
def address_code(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Ask for the code; the right one changes the address."""
    elsewhere = _not_fresh(request, participant)
    return elsewhere or CHANGING.code_step(request, participant.workshop, {})


def _not_fresh(request: HttpRequest, participant: Participant) -> HttpResponse | None:
    """Send away staff, and somebody who has to sign in once more; None for all others."""
    slug = participant.workshop.slug
    if participant.user.is_staff:
        raise PermissionDenied
    if signed_in_freshly(user=participant.user, now=timezone.now()):
        return None
    logout(request)
    messages.info(request, SIGN_IN_AGAIN)
    return redirect(step_path("workshop:join", slug, next=reverse("privacy:address", args=[slug])))


def _confirm(request: HttpRequest, workshop: Workshop, digits: str, query: dict) -> HttpResponse:
    email = code_redeem(request=request, code=digits, mails=[NEW_ADDRESS_MAIL])
    own_address_change(request=request, email=email, title=workshop.title)
    messages.info(request, CHANGED)
    return redirect(reverse("privacy:you", args=[workshop.slug]))


CHANGING = CodeWay(
    address_page="privacy:address",
    code_page="privacy:address_code",
    template="privacy/address.html",
    confirm=_confirm,
    context=lambda workshop: {},
    mail=NEW_ADDRESS_MAIL,
    takes=(NEW_ADDRESS_MAIL,),
)
