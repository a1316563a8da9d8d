"""What views share about requests."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render


def allow_methods(*methods: str) -> Callable[..., Callable[..., HttpResponse]]:
    """Answer other methods with 405 in the site's look; GET allows HEAD. Stands outermost."""
    allowed = [*methods, "HEAD"] if "GET" in methods else list(methods)

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method in allowed:
                return view(request, *args, **kwargs)
            response = render(request, "405.html", status=405)
            response["Allow"] = ", ".join(allowed)
            return response

        guarded.allowed = allowed
        return guarded

    return decorate


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, or None for a page that only asks."""
    return request.POST if request.method == "POST" else None


def may_be_read(request: HttpRequest) -> bool:
    """Say whether the address of a request can be opened as a page too (see allow_methods)."""
    return "GET" in getattr(request.resolver_match.func, "allowed", ())
