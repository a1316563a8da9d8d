"""The doors before views: in with whom it concerns, the rest to the missing step."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from workshop.accounts.second_factor import has_second_factor, second_factor_needed
from workshop.selectors import StepNeededError, participant_access
from workshop.services import participant_mark_seen


def way_back(request: HttpRequest) -> str:
    """Return the path to come back to: this page, or for a POST the page of its form."""
    if request.method in ("GET", "HEAD") and not getattr(request, "htmx", False):
        return request.get_full_path()
    origin = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(origin, hosts, require_https=request.is_secure()):
        return ""
    parts = urlsplit(origin)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def step_response(request: HttpRequest, step: str, slug: str) -> HttpResponse:
    """Send a person to a step, with the way back; an htmx call moves the whole page."""
    target = reverse(step, kwargs={"slug": slug})
    if back := way_back(request):
        target = f"{target}?{urlencode({'next': back})}"
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(target)
    return redirect(target)


def participant_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pass the participant in place of the slug, or send the person to the missing step."""

    @wraps(view)
    def door(request: HttpRequest, slug: str, *args, **kwargs) -> HttpResponse:
        try:
            participant = participant_access(user=request.user, slug=slug)
        except StepNeededError as needed:
            return step_response(request, needed.step, slug)
        if request.method == "GET":
            participant_mark_seen(participant=participant)
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
                return redirect_to_login(request.get_full_path())
            if not (user.is_staff and user.has_perm(permission)):
                raise PermissionDenied
            if not has_second_factor(request):
                return second_factor_needed(request)
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return door

    return decorate
