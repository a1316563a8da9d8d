"""The doors before views: in with whom it concerns, the rest to the missing step and back."""

from collections.abc import Callable
from functools import partial, wraps
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from workshop.accounts.second_factor import has_second_factor, second_factor_needed
from workshop.common.http import may_be_read
from workshop.common.typed import typed_keep, typed_take
from workshop.selectors import (
    StepNeededError,
    participant_access,
    participant_of,
    workshop_or_404,
)
from workshop.services import participant_mark_seen

LONGEST_PATH = 2000
TYPED_AGAIN = (
    "You had been signed out, so this was not sent. What you gave is in the form again: "
    "look it over and send it."
)
TYPED_WAITS = (
    "You were signed out. What you gave is kept for an hour: sign in, and it is in the form again."
)
STAFF_READ_HERE = "You are signed in as staff: read and moderate here."


def safe_path(target: str) -> str:
    """Return a path of this site as it was given, or nothing for anything else."""
    harmless = target.startswith("/") and target.isprintable() and len(target) <= LONGEST_PATH
    if not harmless or "\\" in target:
        return ""
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else ""


def wanted_path(request: HttpRequest) -> str:
    """Return where a person wanted to go before a step came between, or nothing."""
    return safe_path(request.GET.get("next", ""))


def with_query(path: str, **values: str) -> str:
    """Return a path with those values as its query that are not empty."""
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{path}?{query}" if query else path


def step_path(step: str, slug: str, **values: str) -> str:
    """Return the path of a step of a workshop, with a query."""
    return with_query(reverse(step, kwargs={"slug": slug}), **values)


def way_back(request: HttpRequest) -> str:
    """Return the path to come back to: this page, or for a POST the page of its form."""
    if request.method in ("GET", "HEAD") and not getattr(request, "htmx", False):
        return safe_path(request.get_full_path())
    origin = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(origin, hosts, require_https=request.is_secure()):
        return ""
    parts = urlsplit(origin)
    return safe_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def move_to(request: HttpRequest, path: str) -> HttpResponse:
    """Move a person to a path; an htmx call moves the whole page, not the fragment."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(path)
    return redirect(path)


def signed_out(request: HttpRequest, step: str, slug: str) -> HttpResponse:
    """Send somebody without a session to a step; what they typed waits for them to sign in."""
    back = way_back(request)
    if request.method == "POST" and not request.user.is_authenticated:
        page = request.path if may_be_read(request) else urlsplit(back).path
        if typed_keep(request, page=page):
            back = page
            messages.warning(request, TYPED_WAITS)
    return move_to(request, step_path(step, slug, next=back))


def signed_in_again(request: HttpRequest) -> None:
    """Give the page what the person typed for it before their session ended, as request.typed."""
    request.typed = typed_take(request)
    if request.typed:
        messages.warning(request, TYPED_AGAIN)


def reads_as_staff(request: HttpRequest) -> bool:
    """Say whether a facilitator wants to read."""
    user = request.user
    return request.method == "GET" and user.is_staff and user.has_perm("ideas.change_idea")


def to_staffs_screens(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a facilitator, who reads without joining, to the ideas of a workshop."""
    messages.info(request, STAFF_READ_HERE)
    ideas = reverse("admin:ideas_idea_changelist")
    return move_to(request, with_query(ideas, workshop__id__exact=str(workshop_or_404(slug).pk)))


def participant_view(
    view: Callable[..., HttpResponse] | None = None, *, is_visit: bool = True
) -> Callable[..., HttpResponse]:
    """Pass the participant in place of the slug, or send the person to the missing step.

    Without `is_visit` nothing is stamped: a page that asks by itself is no person who is there.
    """
    if view is None:
        return partial(participant_view, is_visit=is_visit)

    @wraps(view)
    def door(request: HttpRequest, slug: str, *args, **kwargs) -> HttpResponse:
        try:
            participant = participant_access(user=request.user, slug=slug)
        except StepNeededError as needed:
            if reads_as_staff(request) and needed.step != "gateway:start":
                return to_staffs_screens(request, slug)
            return signed_out(request, needed.step, slug)
        if is_visit and request.method == "GET" and not getattr(request, "htmx", False):
            participant_mark_seen(participant=participant)
            signed_in_again(request)
        response = view(request, participant, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return door


def own_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pass the person's own row in place of the slug, at any time; others sign in first."""

    @wraps(view)
    def door(request: HttpRequest, slug: str, *args, **kwargs) -> HttpResponse:
        participant = participant_of(user=request.user, slug=slug)
        if participant is None:
            workshop_or_404(slug)
            return signed_out(request, "workshop:join", slug)
        with timezone.override(participant.workshop.zone):
            response = view(request, participant, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return door


def staff_view(permission: str) -> Callable[..., Callable[..., HttpResponse]]:
    """Let in staff with a permission ("app.name") and a second factor; others get 403."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            user = request.user
            if not user.is_authenticated:
                if request.method == "POST" and typed_keep(request, page=request.path):
                    messages.warning(request, TYPED_WAITS)
                return redirect_to_login(request.get_full_path())
            if not (user.is_staff and user.has_perm(permission)):
                raise PermissionDenied
            if not has_second_factor(request):
                return second_factor_needed(request)
            if request.method == "GET":
                signed_in_again(request)
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return door

    return decorate
