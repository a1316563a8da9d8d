"""A person's own page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from ideas.digest import preview_of
from ideas.selectors import mine_page, mine_section, page_number
from ideas.views.answers import page
from workshop.choices import ChoicesForm
from workshop.common.http import allow_methods, posted
from workshop.doors import participant_view
from workshop.models import Participant
from workshop.services import participant_keys_set

KEPT = "Your choice is kept."


@allow_methods("GET", "POST")
@participant_view
def mine(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Show what a person wrote, voted and was answered; keep what they choose at its foot."""
    form = ChoicesForm(posted(request), initial={"uses_keys": participant.uses_keys})
    if form.is_valid():
        participant_keys_set(participant=participant, **form.cleaned_data)
        messages.info(request, KEPT, extra_tags="choices")
        return redirect(reverse("ideas:mine", args=[participant.workshop.slug]) + "#choices")
    context = {
        "own": mine_page(participant, now=timezone.now()),
        "form": form,
        "stopped": participant.mailings_stopped_at is not None,
        "hears": participant.get_email_choice_display(),
    }
    return page(request, participant, "ideas/mine.html", **context)


@allow_methods("GET")
@participant_view
def mine_list(request: HttpRequest, participant: Participant, section: str) -> HttpResponse:
    """Show one section of the page in full, a page at a time."""
    number = page_number(request.GET.get("page", ""))
    own = mine_section(participant, section, page=number, now=timezone.now())
    return page(request, participant, "ideas/mine_list.html", own=own)


@allow_methods("GET")
@participant_view
def mine_digest(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Show what the next summary would say, were it written now."""
    preview = preview_of(participant=participant, now=timezone.now())
    return page(request, participant, "ideas/mine_digest.html", **preview)
