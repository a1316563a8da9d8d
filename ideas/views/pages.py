"""The pages to read: hall, list, thread."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ideas.forms import CommentForm
from ideas.selectors import hall_page, idea_list_page, page_number, thread_page
from ideas.views.answers import page
from workshop.common.http import allow_methods
from workshop.common.typed import typed_initial
from workshop.doors import participant_view
from workshop.models import Participant


@allow_methods("GET")
@participant_view
def hall(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Show the breakout groups."""
    return page(
        request, participant, "ideas/hall.html", hall=hall_page(participant, now=timezone.now())
    )


@allow_methods("GET")
@participant_view
def idea_list(request: HttpRequest, participant: Participant, key: str) -> HttpResponse:
    """Show one group's ideas."""
    ideas = idea_list_page(participant, key, given=request.GET.dict(), now=timezone.now())
    return page(request, participant, "ideas/list.html", ideas=ideas)


@allow_methods("GET")
@participant_view
def thread(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Show one idea with its comments."""
    number = page_number(request.GET.get("page", ""))
    order = request.GET.get("sort", "")
    shown = thread_page(participant, public_id, number=number, now=timezone.now(), order=order)
    idea = shown.idea
    draft = {"body": idea.draft_body, "version": idea.draft_version} if idea.draft_version else {}
    form = CommentForm(initial=draft | typed_initial(request, "body"))
    return page(request, participant, "ideas/thread.html", thread=shown, form=form)
