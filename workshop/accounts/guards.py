"""Who may open allauth's pages, and what happens when a store behind them is down."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError

from workshop.common.views import unavailable

View = Callable[..., HttpResponse]


def clearly(view: View) -> View:
    """Answer 503 in plain words when the store that counts tries does not answer."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (RedisError, OSError):
            # Nobody signs in uncounted: fail closed.
            return unavailable(request, "Signing in is not possible just now.")

    return guarded


def staff_only(view: View) -> View:
    """Let staff manage their second factor; participants have none."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_staff:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return clearly(guarded)
