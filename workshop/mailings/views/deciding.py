"""What staff decide about a mailing, from its page or from the plan."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse

from workshop.common.errors import DomainError
from workshop.common.http import allow_methods
from workshop.doors import staff_view
from workshop.mailings.models import Mailing
from workshop.mailings.selectors.plan import mailing_or_404, mailing_title
from workshop.mailings.services import (
    approval_ask,
    approval_give,
    delivery_resend_unknown,
    mailing_cancel,
    mailing_pause,
    mailing_resume,
    mailing_schedule,
    mailing_switch_off,
)

# What each decision does, and what is said of it then.
SERVICES = {
    "schedule": (mailing_schedule, "is on: it goes out at its time."),
    "ask": (approval_ask, "waits for a second person now."),
    "approve": (approval_give, "is approved: it goes out at its time."),
    "switch-off": (mailing_switch_off, "is off: it is a draft again."),
    "pause": (mailing_pause, "is paused: nothing more of it leaves."),
    "resume": (mailing_resume, "goes on."),
    "cancel": (mailing_cancel, "is cancelled: nothing of it goes out any more."),
    "resend": (delivery_resend_unknown, "goes out once more to those of whom we do not know."),
}
# Whose word it is matters to these.
PERSONAL = ("ask", "approve")


@allow_methods("POST")
@staff_view("mailings.change_mailing")
def decide(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Do what was decided; a refusal is said, and nothing has changed then."""
    mailing = mailing_or_404(slug=slug, key=key)
    decision = request.POST.get("decision", "")
    if decision == "send-back":
        # Only with words, which are asked for there.
        return redirect(f"{reverse('mailings:before', args=[slug, key])}#id_words")
    if decision not in SERVICES:
        return HttpResponseBadRequest("There is no such decision.")
    _carry_out(request, mailing, decision)
    if request.POST.get("back") == "plan":
        return redirect(f"{reverse('mailings:plan', args=[slug])}#{mailing.key}")
    return redirect("mailings:mailing", slug, key)


def _carry_out(request: HttpRequest, mailing: Mailing, decision: str) -> None:
    service, done = SERVICES[decision]
    name = f"“{mailing_title(mailing)}”"
    try:
        service(mailing=mailing, **({"user": request.user} if decision in PERSONAL else {}))
    except DomainError as refusal:
        messages.error(request, f"{name} stays as it is. {refusal.message}")
    else:
        messages.success(request, f"{name} {done}")
