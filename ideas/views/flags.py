"""Reporting a post to the facilitators, and reading what one's own said before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ideas import services
from ideas.forms import FlagForm
from ideas.models import Comment, Idea
from ideas.selectors import (
    comment_or_404,
    comment_url,
    earlier_texts,
    idea_or_404,
    own_flag,
    own_or_404,
)
from ideas.services.limits import TooManyError
from ideas.views.answers import UNPROCESSABLE, page, refused
from ideas.views.ideas import thread_url
from ideas.words import noun
from workshop.common.errors import DomainError
from workshop.common.http import allow_methods, posted
from workshop.common.typed import typed_initial
from workshop.doors import participant_view
from workshop.models import Participant


@allow_methods("GET", "POST")
@participant_view
def idea_report(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Report an idea."""
    idea = idea_or_404(participant, public_id)
    return _report(request, participant, idea, back=thread_url(participant, idea))


@allow_methods("GET", "POST")
@participant_view
def comment_report(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Report a comment."""
    comment = comment_or_404(participant, public_id)
    back = comment_url(comment, slug=participant.workshop.slug)
    return _report(request, participant, comment, back=back)


@allow_methods("GET")
@participant_view
def idea_history(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Show the author of an idea what it said before."""
    idea = own_or_404(idea_or_404(participant, public_id), participant)
    return _history(request, participant, idea, back=thread_url(participant, idea))


@allow_methods("GET")
@participant_view
def comment_history(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Show the author of a comment what it said before."""
    comment = own_or_404(comment_or_404(participant, public_id), participant)
    back = comment_url(comment, slug=participant.workshop.slug)
    return _history(request, participant, comment, back=back)


def _report(
    request: HttpRequest, participant: Participant, item: Idea | Comment, *, back: str
) -> HttpResponse:
    """Ask what is wrong and keep it. Whoever has done so reads on the same page what comes next."""
    form = FlagForm(posted(request), initial=typed_initial(request, "reason", "words"))
    context = {"item": item, "noun": noun(item), "back": back, "form": form}
    flag = own_flag(participant, item)
    if flag and request.method == "GET":
        return page(request, participant, "ideas/reported.html", flag=flag, **context)
    try:
        if not flag:
            services.reportable_require(item=item, participant=participant)
        if not flag and form.is_valid():
            services.flag_raise(reporter=participant, item=item, **form.cleaned_data)
    except TooManyError as error:
        return _form(request, participant, context, error.message)
    except DomainError as error:
        return refused(request, participant, error.message, back=back)
    if flag or form.is_valid():
        return redirect(request.path)
    return _form(request, participant, context)


def _form(
    request: HttpRequest, participant: Participant, context: dict, problem: str = ""
) -> HttpResponse:
    status = UNPROCESSABLE if context["form"].errors else 200
    return page(
        request, participant, "ideas/report.html", status=status, problem=problem, **context
    )


def _history(
    request: HttpRequest, participant: Participant, post: Idea | Comment, *, back: str
) -> HttpResponse:
    texts = earlier_texts(post, now=timezone.now())
    context = {"post": post, "noun": noun(post), "texts": texts, "back": back}
    return page(request, participant, "ideas/history.html", **context)
