"""What moves in a thread: news, more replies, following."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from ideas import services
from ideas.models import Idea
from ideas.selectors import (
    comment_or_404,
    comment_place,
    comment_url,
    idea_or_404,
    page_number,
    replies_page,
    thread_news,
    thread_page,
)
from ideas.views.answers import UNPROCESSABLE, page, refused
from workshop.common.errors import DomainError
from workshop.common.http import allow_methods
from workshop.doors import move_to, participant_view, way_back
from workshop.models import Participant

FOLLOWING = {"on": True, "off": False}


@allow_methods("GET")
@participant_view(is_visit=False)
def news(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Say how many comments came since the page was read; 304 as long as the answer is the same."""
    found = thread_news(
        participant, public_id, after=request.GET.get("after", ""), now=timezone.now()
    )
    answer = get_conditional_response(request, etag=found.tag)
    if answer is None:
        answer = page(request, participant, "ideas/partials/_news.html", news=found)
    answer["ETag"], answer["Cache-Control"] = found.tag, "private, no-cache"
    return answer


@allow_methods("GET")
@participant_view(is_visit=False)
def comment_list(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Return the comments with those that came after one, the first of them in focus."""
    now = timezone.now()
    after = request.GET.get("after", "")
    found = thread_news(participant, public_id, after=after, now=now)
    number, new_from = 1, None
    if found.first:
        first = comment_or_404(participant, found.first)
        place, new_from = comment_place(first), first.pk
        if place.among_replies:
            url = comment_url(first, slug=participant.workshop.slug, place=place)
            return move_to(request, url)
        number = place.number
    thread = thread_page(participant, public_id, number=number, now=now, new_from=new_from)
    template = "ideas/partials/_comments.html"
    return page(request, participant, template, thread=thread, focus=found.first)


@allow_methods("GET")
@participant_view
def comment_replies(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Show all replies to a comment that has many."""
    number = page_number(request.GET.get("page", ""))
    replies = replies_page(participant, public_id, number=number, now=timezone.now())
    if replies is None:
        return redirect("ideas:comment", participant.workshop.slug, public_id)
    return page(request, participant, "ideas/replies.html", replies=replies)


@allow_methods("POST")
@participant_view
def follow(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Follow a conversation, or stop."""
    idea = idea_or_404(participant, public_id)
    wanted, problem = FOLLOWING.get(request.POST.get("following", "")), ""
    try:
        if wanted is None:
            raise DomainError("Choose whether to follow this conversation.")
        services.follow_set(participant=participant, idea=idea, following=wanted)
    except DomainError as error:
        problem = error.message
    if request.htmx:
        return _follow_button(request, participant, idea, wanted, problem)
    thread = reverse("ideas:thread", args=[participant.workshop.slug, public_id])
    if problem:
        return refused(request, participant, problem, back=thread)
    came_from = way_back(request)
    is_own_page = came_from.startswith(_own_page(participant))
    return redirect(came_from if is_own_page else f"{thread}#follow")


def _own_page(participant: Participant) -> str:
    return reverse("ideas:mine", args=[participant.workshop.slug])


def _follow_button(
    request: HttpRequest, participant: Participant, idea: Idea, wanted: bool | None, problem: str
) -> HttpResponse:
    is_followed = wanted if not problem else idea.followers.filter(participant=participant).exists()
    context = {"idea": idea, "is_followed": is_followed, "problem": problem, "is_answer": True}
    status = UNPROCESSABLE if problem else 200
    return page(request, participant, "ideas/partials/_follow.html", status=status, **context)
