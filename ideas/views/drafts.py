"""Saving and discarding drafts; a script saves while people type."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ideas import services
from ideas.forms import CommentForm, DraftedForm, IdeaForm, new_key
from ideas.selectors import comment_or_404, group_or_404, idea_or_404, place_urls
from ideas.selectors.drafts import Place, own_draft
from ideas.views.answers import CONFLICT, UNPROCESSABLE, page, refused
from ideas.views.writing import CUT, DRAFT_GONE, Kept, draft_keep
from workshop.common.errors import DomainError
from workshop.common.http import allow_methods
from workshop.doors import participant_view, way_back
from workshop.models import Participant

VERSION_HEADER = "X-Draft-Version"


@allow_methods("POST")
@participant_view
def new_draft(request: HttpRequest, participant: Participant, key: str) -> HttpResponse:
    """Save an idea that is being written."""
    return _save(request, participant, group_or_404(participant, key), IdeaForm(request.POST))


@allow_methods("POST")
@participant_view
def write_draft(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Save a comment that is being written."""
    idea = idea_or_404(participant, public_id)
    return _save(request, participant, idea, CommentForm(request.POST))


@allow_methods("POST")
@participant_view
def comment_reply_draft(
    request: HttpRequest, participant: Participant, public_id: str
) -> HttpResponse:
    """Save a reply that is being written."""
    parent = comment_or_404(participant, public_id)
    return _save(request, participant, parent, CommentForm(request.POST))


@allow_methods("POST")
@participant_view
def new_draft_discard(request: HttpRequest, participant: Participant, key: str) -> HttpResponse:
    """Discard an idea that was begun."""
    return _discard(request, participant, group_or_404(participant, key))


@allow_methods("POST")
@participant_view
def write_draft_discard(
    request: HttpRequest, participant: Participant, public_id: str
) -> HttpResponse:
    """Discard a comment that was begun."""
    return _discard(request, participant, idea_or_404(participant, public_id))


@allow_methods("POST")
@participant_view
def comment_reply_draft_discard(
    request: HttpRequest, participant: Participant, public_id: str
) -> HttpResponse:
    """Discard a reply that was begun."""
    return _discard(request, participant, comment_or_404(participant, public_id))


def _save(
    request: HttpRequest, participant: Participant, place: Place, form: DraftedForm
) -> HttpResponse:
    """Answer a script: nothing but the draft's number, or words about why it is not saved."""
    kept = draft_keep(participant, place, form)
    if kept.stale:
        return _told(request, participant, place, kept, status=CONFLICT)
    if kept.problem:
        return _told(request, participant, place, kept, status=UNPROCESSABLE)
    answer = HttpResponse(CUT if kept.is_cut else "", content_type="text/plain; charset=utf-8")
    answer[VERSION_HEADER] = str(kept.draft.version if kept.draft else 0)
    return answer


def _told(
    request: HttpRequest, participant: Participant, place: Place, kept: Kept, *, status: int
) -> HttpResponse:
    form_url, _, _ = place_urls(participant, place)
    context = {"kept": kept, "form_url": form_url, "fresh_key": new_key(), "problem": kept.problem}
    return page(request, participant, "ideas/partials/_draft.html", status=status, **context)


def _discard(request: HttpRequest, participant: Participant, place: Place) -> HttpResponse:
    """Discard what the page showed; of another text show that, to be discarded knowingly."""
    sent, form_url = DraftedForm(request.POST).draft, place_urls(participant, place)[0]
    known = {name: sent[name] for name in ("version", "key")}
    try:
        services.draft_discard(participant=participant, place=place, **known)
    except services.StaleDraftError as stale:
        draft = own_draft(participant, stale.other, timezone.now())
        context = {"draft": draft, "problem": stale.message}
        return page(request, participant, "ideas/discard.html", status=CONFLICT, **context)
    except DomainError as error:
        return refused(request, participant, error.message, back=form_url)
    messages.success(request, DRAFT_GONE)
    came_from = way_back(request)
    # From the page above there is no way back: it answers to a press alone.
    return redirect(form_url if came_from in ("", request.path) else came_from)
