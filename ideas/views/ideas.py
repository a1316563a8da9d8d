"""Writing, changing and withdrawing an idea."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from ideas import services
from ideas.enums import ContributionState
from ideas.forms import IdeaForm
from ideas.models import Comment, Idea
from ideas.rules import EDIT_REFUSAL, is_editable
from ideas.selectors import (
    draft_at,
    group_or_404,
    idea_or_404,
    own_or_404,
    place_urls,
    similar_ideas,
)
from ideas.services.rates import FILE, SIMILAR
from ideas.views.answers import page, refused, take_out
from ideas.views.writing import (
    DRAFT_SAVED,
    Kept,
    act_of,
    draft_keep,
    pace_problem,
    post_try,
    refusal_words,
    writing_status,
)
from workshop.common.errors import DomainError
from workshop.common.http import allow_methods, posted
from workshop.common.typed import typed_initial
from workshop.doors import participant_view
from workshop.enums import Action
from workshop.models import BreakoutGroup, Participant
from workshop.services import HAS_CLOSED

KEPT = "What you had begun to write is kept on your page."
STAYS_HIDDEN = "Saved. The facilitators decide whether to show it again."
FILE_REMOVED = "The file is removed."


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
    """Write an idea, look at it before it is posted, or keep it for later."""
    group = group_or_404(participant, key)
    if request.method == "POST":
        return _new_posted(request, participant, group)
    draft = draft_at(participant, group)
    if not may_write(participant):
        problem = HAS_CLOSED + (f" {KEPT}" if draft else "")
        return refused(request, participant, problem, back=list_url(participant, group))
    texts = {name: getattr(draft, name) for name in (*IdeaForm.texts, "version")} if draft else {}
    initial = texts | typed_initial(request, *IdeaForm.texts)
    form = IdeaForm(initial=initial, evidence=group.asks_evidence)
    return _new_form(request, participant, group, form, kept=Kept(draft))


def _new_posted(
    request: HttpRequest, participant: Participant, group: BreakoutGroup
) -> HttpResponse:
    # Before the form, which makes a file anew.
    problem = pace_problem(participant, FILE) if request.FILES else ""
    form = IdeaForm(request.POST, {} if problem else request.FILES, evidence=group.asks_evidence)
    act, file = act_of(request), form.file
    if problem:
        return _new_form(
            request,
            participant,
            group,
            form,
            kept=draft_keep(participant, group, form),
            problem=problem,
        )
    if form.is_valid() and not act:
        post = partial(services.idea_submit, author=participant, group=group, **form.words)
        attempt = post_try(participant, group, form, post, file=file)
        if attempt.post:
            return redirect(thread_url(participant, attempt.post))
        kept, problem = attempt.kept, attempt.problem
    else:
        kept = draft_keep(participant, group, form, file=file, remove_file=act == "remove")
    if act in ("draft", "remove"):
        form.forgive()
    if act in ("draft", "remove") and kept.is_whole and form.is_valid():
        messages.success(request, DRAFT_SAVED if act == "draft" else FILE_REMOVED)
        return redirect(place_urls(participant, group)[0])
    return _new_form(
        request, participant, group, form, kept=kept, problem=problem, preview=act == "preview"
    )


def _new_form(
    request: HttpRequest,
    participant: Participant,
    group: BreakoutGroup,
    form: IdeaForm,
    *,
    kept: Kept,
    problem: str = "",
    preview: bool = False,
) -> HttpResponse:
    _, save, discard = place_urls(participant, group)
    shown = form.words if preview and form.is_valid() else None
    # Too fast, the text is shown as it will look, without those like it.
    looks = shown and not pace_problem(participant, SIMILAR)
    similar = {name: shown[name] for name in ("title", "body")} if looks else None
    return _idea_form(
        request,
        participant,
        form,
        problem,
        group=group,
        back=list_url(participant, group),
        kept=kept,
        draft=draft_at(participant, group) if form.is_bound else kept.draft,
        preview=shown,
        similar=similar_ideas(participant, group, **similar) if similar else [],
        save_url=save,
        discard_url=discard,
    )


@allow_methods("GET", "POST")
@participant_view
def idea_edit(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Change one's own idea."""
    idea = own_or_404(idea_or_404(participant, public_id), participant)
    back, problem = thread_url(participant, idea), ""
    initial = typed_initial(request, *IdeaForm.texts)
    evidence = idea.group.asks_evidence or bool(idea.evidence_link)
    form = IdeaForm(posted(request), idea=idea, initial=initial, evidence=evidence)
    editable = may_write(participant) and is_editable(post=idea, now=timezone.now())
    if request.method == "GET" and not editable:
        return refused(request, participant, EDIT_REFUSAL, back=back)
    if form.is_valid():
        remove = bool(request.POST.get("remove_file"))
        try:
            saved = services.idea_edit(
                participant=participant, idea=idea, remove_file=remove, **form.words
            )
        except DomainError as error:
            problem = refusal_words(error)
        else:
            return edit_saved(request, saved, back)
    return _idea_form(request, participant, form, problem, group=idea.group, idea=idea, back=back)


def edit_saved(request: HttpRequest, post: Idea | Comment, back: str) -> HttpResponse:
    """Go back to a post that was changed; of a hidden one it is said, at the head of the page."""
    if post.state == ContributionState.HIDDEN:
        messages.success(request, STAYS_HIDDEN)
        back = back.partition("#")[0]
    return redirect(back)


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
    status = writing_status(form, problem, context.get("kept", Kept()))
    context |= {"form": form, "problem": problem}
    return page(request, participant, "ideas/idea_form.html", status=status, **context)
