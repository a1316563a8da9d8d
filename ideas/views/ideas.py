"""Writing, changing and withdrawing an idea."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from ideas import services
from ideas.forms import IdeaForm
from ideas.models import Idea
from ideas.rules import EDIT_REFUSAL, is_editable
from ideas.selectors import group_or_404, idea_or_404, own_or_404
from ideas.views.answers import form_status, page, refused, take_out
from workshop.common.errors import DomainError
from workshop.common.http import allow_methods, posted
from workshop.common.typed import typed_initial
from workshop.doors import participant_view
from workshop.enums import Action
from workshop.models import BreakoutGroup, Participant
from workshop.services import REFUSALS


def thread_url(participant: Participant, idea: Idea) -> str:
    """Return the path of an idea's thread."""
    place = {"slug": participant.workshop.slug, "public_id": idea.public_id}
    return reverse("ideas:thread", kwargs=place)


def list_url(participant: Participant, group: BreakoutGroup) -> str:
    """Return the path of a group's list."""
    return reverse("ideas:list", kwargs={"slug": participant.workshop.slug, "key": group.key})


def may_write(participant: Participant) -> bool:
    """Say whether the workshop is open."""
    return participant.workshop.allows(Action.CONTRIBUTE, timezone.now())


@allow_methods("GET", "POST")
@participant_view
def idea_new(request: HttpRequest, participant: Participant, key: str) -> HttpResponse:
    """Write an idea."""
    group = group_or_404(participant, key)
    back, problem = list_url(participant, group), ""
    form = IdeaForm(posted(request), initial=typed_initial(request, "title", "body"))
    if request.method == "GET" and not may_write(participant):
        return refused(request, participant, REFUSALS[Action.CONTRIBUTE], back=back)
    if form.is_valid():
        try:
            idea = services.idea_submit(author=participant, group=group, **form.cleaned_data)
        except DomainError as error:
            problem = error.message
        else:
            return redirect(thread_url(participant, idea))
    return _idea_form(request, participant, form, problem, group=group, back=back)


@allow_methods("GET", "POST")
@participant_view
def idea_edit(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Change one's own idea."""
    idea = own_or_404(idea_or_404(participant, public_id), participant)
    back, problem = thread_url(participant, idea), ""
    form = IdeaForm(posted(request), idea=idea, initial=typed_initial(request, "title", "body"))
    editable = may_write(participant) and is_editable(post=idea, now=timezone.now())
    if request.method == "GET" and not editable:
        return refused(request, participant, EDIT_REFUSAL, back=back)
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("title", "body")}
        try:
            services.idea_edit(participant=participant, idea=idea, **words)
        except DomainError as error:
            problem = error.message
        else:
            return redirect(back)
    return _idea_form(request, participant, form, problem, group=idea.group, idea=idea, back=back)


@allow_methods("GET", "POST")
@participant_view
def idea_withdraw(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Ask whether to take one's own idea out of sight, then do it."""
    idea = own_or_404(idea_or_404(participant, public_id), participant)
    back = thread_url(participant, idea)
    if request.method == "POST":
        try:
            take_out(request, participant, idea)
        except DomainError as error:
            return refused(request, participant, error.message, back=back)
        return redirect(back)
    return page(request, participant, "ideas/withdraw.html", post=idea, noun="idea", back=back)


def _idea_form(
    request: HttpRequest, participant: Participant, form: IdeaForm, problem: str, **context
) -> HttpResponse:
    status = form_status(form, problem)
    context |= {"form": form, "problem": problem}
    return page(request, participant, "ideas/idea_form.html", status=status, **context)
