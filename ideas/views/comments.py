"""Writing, changing and withdrawing a comment or reply."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django_htmx.http import reswap, retarget

from ideas import services
from ideas.forms import CommentForm
from ideas.models import Comment, Idea
from ideas.rules import EDIT_REFUSAL, is_editable
from ideas.selectors import (
    comment_or_404,
    comment_place,
    comment_url,
    draft_at,
    idea_or_404,
    own_or_404,
    place_urls,
    thread_page,
)
from ideas.views.answers import UNPROCESSABLE, page, refused, take_out
from ideas.views.ideas import edit_saved, may_write
from ideas.views.writing import (
    DRAFT_SAVED,
    Attempt,
    Kept,
    act_of,
    draft_keep,
    post_try,
    refusal_words,
    writing_status,
)
from ideas.words import speaker_inside
from workshop.common.errors import DomainError
from workshop.common.http import allow_methods, posted
from workshop.common.typed import typed_initial
from workshop.doors import move_to, participant_view
from workshop.models import Participant

REPLY_REFUSAL = "You cannot reply here: the workshop has closed, or the comment takes no replies."


@allow_methods("GET")
@participant_view
def comment_link(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Send a person to a comment in its thread, on the right page."""
    comment = comment_or_404(participant, public_id)
    return redirect(comment_url(comment, slug=participant.workshop.slug))


@allow_methods("POST")
@participant_view
def comment_add(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Comment on an idea."""
    idea = idea_or_404(participant, public_id)
    return _post(request, participant, idea, None, CommentForm(request.POST))


@allow_methods("GET", "POST")
@participant_view
def comment_reply(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Reply to a comment, on a page of its own or by the form that htmx put in the thread."""
    parent = comment_or_404(participant, public_id)
    if request.method == "POST":
        return _post(request, participant, parent.idea, parent, _reply(parent, request.POST))
    if not _takes_replies(participant, parent):
        back = comment_url(parent, slug=participant.workshop.slug)
        return refused(request, participant, REPLY_REFUSAL, back=back)
    draft = _reply_draft(participant, parent)
    form = _reply(parent, initial=draft | typed_initial(request, "body"))
    return _form_page(request, participant, parent.idea, parent, form)


@allow_methods("GET")
@participant_view
def reply_form(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Return the form of a reply alone, to stand under its comment."""
    parent = comment_or_404(participant, public_id)
    form = _reply(parent, initial=_reply_draft(participant, parent))
    problem = "" if _takes_replies(participant, parent) else REPLY_REFUSAL
    if not problem:
        form.fields["body"].widget.attrs["data-focus"] = True
    status = UNPROCESSABLE if problem else 200
    context = {"problem": problem, "status": status}
    return _form_alone(request, participant, parent.idea, parent, form, **context)


@allow_methods("GET", "POST")
@participant_view
def comment_edit(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Change one's own comment."""
    comment = own_or_404(comment_or_404(participant, public_id), participant)
    back, problem = comment_url(comment, slug=participant.workshop.slug), ""
    initial = typed_initial(request, "body")
    form = CommentForm(posted(request), comment=comment, label="Your comment", initial=initial)
    editable = may_write(participant) and is_editable(post=comment, now=timezone.now())
    if request.method == "GET" and not editable:
        return refused(request, participant, EDIT_REFUSAL, back=back)
    if form.is_valid():
        body = form.cleaned_data["body"]
        try:
            saved = services.comment_edit(participant=participant, comment=comment, body=body)
        except DomainError as error:
            problem = refusal_words(error)
        else:
            return edit_saved(request, saved, back)
    return _form_page(request, participant, comment.idea, None, form, problem, comment=comment)


@allow_methods("GET", "POST")
@participant_view
def comment_withdraw(
    request: HttpRequest, participant: Participant, public_id: str
) -> HttpResponse:
    """Ask whether to take one's own comment out of sight, then do it."""
    comment = own_or_404(comment_or_404(participant, public_id), participant)
    back = comment_url(comment, slug=participant.workshop.slug)
    if request.method == "POST":
        try:
            take_out(request, participant, comment)
        except DomainError as error:
            return refused(request, participant, error.message, back=back)
        return redirect(back)
    return page(
        request, participant, "ideas/withdraw.html", post=comment, noun="comment", back=back
    )


def _reply(parent: Comment, data=None, initial=None) -> CommentForm:
    label = f"Your reply to {speaker_inside(parent)}"
    auto_id = f"reply-{parent.public_id}-%s"
    return CommentForm(data, label=label, auto_id=auto_id, initial=initial)


def _reply_draft(participant: Participant, parent: Comment) -> dict[str, object]:
    draft = draft_at(participant, parent)
    return {"body": draft.body, "version": draft.version} if draft else {}


def _takes_replies(participant: Participant, parent: Comment) -> bool:
    shown = parent.is_visible and parent.idea.is_visible
    return may_write(participant) and shown and parent.parent_id is None


def _post(
    request: HttpRequest,
    participant: Participant,
    idea: Idea,
    parent: Comment | None,
    form: CommentForm,
) -> HttpResponse:
    place, act, attempt = parent or idea, act_of(request), Attempt()
    if form.is_valid() and not act:
        words = {"author": participant, "idea": idea, "parent": parent}
        post = partial(services.comment_add, body=form.cleaned_data["body"], **words)
        attempt = post_try(participant, place, form, post)
        if attempt.post:
            return _posted(request, participant, attempt.post)
    kept = attempt.kept if attempt.problem else draft_keep(participant, place, form)
    if act:
        form.forgive()
    if act and kept.is_whole:
        messages.success(request, DRAFT_SAVED)
        return redirect(place_urls(participant, place)[0])
    context = {"kept": kept, "problem": attempt.problem}
    if request.htmx:
        answer = _form_alone(
            request, participant, idea, parent, form, status=UNPROCESSABLE, **context
        )
        return reswap(retarget(answer, "this"), "outerHTML")
    return _form_page(request, participant, idea, parent, form, **context)


def _posted(request: HttpRequest, participant: Participant, comment: Comment) -> HttpResponse:
    """Answer with the comments as they are now, the new one in focus, or go there."""
    place = comment_place(comment)
    if not request.htmx or place.among_replies:
        url = comment_url(comment, slug=participant.workshop.slug, place=place)
        return move_to(request, url)
    public_id = comment.idea.public_id
    thread = thread_page(participant, public_id, number=place.number, now=timezone.now())
    return page(
        request,
        participant,
        "ideas/partials/_posted.html",
        thread=thread,
        focus=comment.public_id,
        said="Your comment is posted.",
        form=None if comment.parent_id else CommentForm(),
    )


def _form_alone(
    request: HttpRequest,
    participant: Participant,
    idea: Idea,
    parent: Comment | None,
    form: CommentForm,
    *,
    status: int,
    **context,
) -> HttpResponse:
    name = "_reply.html" if parent else "_write.html"
    context |= {"idea": idea, "parent": parent, "form": form}
    return page(request, participant, f"ideas/partials/{name}", status=status, **context)


def _form_page(
    request: HttpRequest,
    participant: Participant,
    idea: Idea,
    parent: Comment | None,
    form: CommentForm,
    problem: str = "",
    **context,
) -> HttpResponse:
    status = writing_status(form, problem, context.get("kept", Kept()))
    if "comment" not in context:
        form_url, save_url, _ = place_urls(participant, parent or idea)
        context |= {"form_url": form_url, "save_url": save_url}
    context |= {"idea": idea, "parent": parent, "form": form, "problem": problem}
    return page(request, participant, "ideas/comment_form.html", status=status, **context)
