"""Voting: one answer for ideas and comments, with and without a script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse

from ideas import services
from ideas.controls import vote_control
from ideas.models import Comment, Idea
from ideas.selectors import comment_or_404, idea_or_404, own_vote
from ideas.views.answers import UNPROCESSABLE, page, refused
from ideas.views.ideas import may_write
from workshop.common.errors import DomainError
from workshop.common.http import allow_methods
from workshop.doors import participant_view, way_back
from workshop.models import Participant

UNKNOWN = 99  # refused by the service in words
VALUES = {"up": 1, "down": -1, "none": 0}
READING_PAGES = ("ideas:list", "ideas:thread")


@allow_methods("POST")
@participant_view
def idea_vote(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Set one's vote on an idea."""
    return _vote(request, participant, Idea, public_id)


@allow_methods("POST")
@participant_view
def comment_vote(request: HttpRequest, participant: Participant, public_id: str) -> HttpResponse:
    """Set one's vote on a comment."""
    return _vote(request, participant, Comment, public_id)


def _vote(
    request: HttpRequest, participant: Participant, model: type, public_id: str
) -> HttpResponse:
    value = VALUES.get(request.POST.get("value", ""), UNKNOWN)
    try:
        item = services.vote_cast_at(
            participant=participant, model=model, public_id=public_id, value=value
        )
    except DomainError as error:
        return _not_cast(request, participant, model, public_id, error.message)
    except model.DoesNotExist:
        return _not_cast(request, participant, model, public_id, "")
    if request.htmx:
        return _control(request, participant, item, item.own_value)
    return redirect(_item_url(request, participant, item))


def _control(
    request: HttpRequest, participant: Participant, item: Idea | Comment, mine: int, error: str = ""
) -> HttpResponse:
    idea = item if isinstance(item, Idea) else item.idea
    is_open = may_write(participant) and idea.is_visible
    control = vote_control(item, participant, mine=mine, is_open=is_open, error=error)
    status = UNPROCESSABLE if error else 200
    context = {"vote": control, "problem": error}
    return page(request, participant, "ideas/partials/_vote.html", status=status, **context)


def _not_cast(
    request: HttpRequest, participant: Participant, model: type, public_id: str, problem: str
) -> HttpResponse:
    """Say why a vote was not taken; 404 where there is no such item."""
    fetch = idea_or_404 if model is Idea else comment_or_404
    item = fetch(participant, public_id)
    if request.htmx:
        return _control(request, participant, item, own_vote(participant, item), problem)
    return refused(request, participant, problem, back=_item_url(request, participant, item))


def _item_url(request: HttpRequest, participant: Participant, item: Idea | Comment) -> str:
    """Return the item's place on the page that the press came from, else on a page of its own."""
    kind = "idea" if isinstance(item, Idea) else "comment"
    came_from = way_back(request)
    try:
        known = came_from and resolve(came_from.partition("?")[0]).view_name in READING_PAGES
    except Resolver404:
        known = False
    if not known:
        name = "ideas:thread" if kind == "idea" else "ideas:comment"
        place = {"slug": participant.workshop.slug, "public_id": item.public_id}
        return reverse(name, kwargs=place)
    return f"{came_from}#{kind}-{item.public_id}"
