"""Pages that say what went wrong, in the site's look, and the health of the process."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from workshop.common.typed import fields_of, may_be_shown


def _error(request: HttpRequest, template: str, status: int, **context) -> HttpResponse:
    return render(request, template, context, status=status)


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    """Answer a request that makes no sense."""
    return _error(request, "400.html", 400)


def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    """Answer a request for something that is not this person's to see."""
    return _error(request, "403.html", 403)


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """Answer a request for something that is not there."""
    return _error(request, "404.html", 404)


def too_long(request: HttpRequest) -> HttpResponse:
    """Answer a form with more text than we read."""
    return _error(request, "413.html", 413)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of ours, with a reference number and no trace."""
    return _error(request, "500.html", 500, reference=getattr(request, "id", ""))


def unavailable(request: HttpRequest, problem: str = "") -> HttpResponse:
    """Answer while a part of ours is away; `problem` says in words what cannot be done."""
    response = _error(request, "503.html", 503, problem=problem)
    response["Retry-After"] = "10"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was open too long (or was not ours); htmx reloads the page instead."""
    # Of a form that is not ours we show nothing: somebody else would put words on our page.
    typed = fields_of(request) if may_be_shown(request) else {}
    response = _error(request, "403.html", 403, expired=True, typed=typed)
    if getattr(request, "htmx", False):
        response["HX-Refresh"] = "true"
    return response


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")
