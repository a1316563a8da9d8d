"""Sealing a workshop: what it would destroy, one facilitator's wish, another's word."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from gateway.services import BATCH
from workshop.common.errors import DomainError
from workshop.common.http import allow_methods
from workshop.doors import staff_view, step_path
from workshop.enums import WorkshopState
from workshop.models import Workshop
from workshop.privacy.forms import SealForm
from workshop.privacy.selectors import erased_at, seal_plan, seal_request
from workshop.privacy.services import seal_ask, seal_confirm, seal_withdraw
from workshop.selectors import workshop_or_404

ASK, CONFIRM, WITHDRAW = "ask", "confirm", "withdraw"
ASKED = "Your request is noted. Another facilitator has to confirm it within seven days."
WITHDRAWN = "The request to seal this workshop is taken back. Nothing was destroyed."


@allow_methods("GET", "POST")
@staff_view("workshop.seal_workshop")
def seal(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what sealing would destroy; take a wish, its confirmation, or its withdrawal."""
    workshop = workshop_or_404(slug)
    if request.POST.get("action") == WITHDRAW:
        seal_withdraw(workshop=workshop)
        return _again(request, slug, WITHDRAWN)
    form = SealForm(request.POST if request.POST.get("action") else None, slug=slug)
    problem = ""
    if form.is_valid():
        try:
            return _again(request, slug, _carry_out(request, workshop))
        except DomainError as error:
            problem = error.message
    return _page(request, workshop, form, problem)


def _carry_out(request: HttpRequest, workshop: Workshop) -> str:
    """Do what the form asks for and return the words about it; raises DomainError."""
    if request.POST["action"] == CONFIRM:
        count = seal_confirm(workshop=workshop, by=request.user)
        return f"The workshop is sealed. {count:,} responses belong to nobody now."
    seal_ask(workshop=workshop, by=request.user)
    return ASKED


def _page(request: HttpRequest, workshop: Workshop, form: SealForm, problem: str) -> HttpResponse:
    now = timezone.now()
    wish = seal_request(workshop, now=now)
    context = {
        "workshop": workshop,
        "form": form,
        "problem": problem,
        "closed": workshop.state_at(now) == WorkshopState.CLOSED,
        "plan": seal_plan(workshop, batch=BATCH),
        "wish": wish,
        "mine": wish is not None and wish.asked_by_id == request.user.pk,
        "erased_at": erased_at(workshop),
    }
    with timezone.override(workshop.zone):
        return render(request, "privacy/seal.html", context)


def _again(request: HttpRequest, slug: str, words: str) -> HttpResponse:
    messages.info(request, words)
    return redirect(step_path("privacy:seal", slug))
