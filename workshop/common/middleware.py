"""What happens around every request: a number for it, one log line, and calm answers to trouble."""

import logging
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.gzip import GZipMiddleware

from workshop.common.views import bad_request, not_found, too_long, unavailable

logger = logging.getLogger("workshop.requests")
Answer = Callable[[HttpRequest], HttpResponse]


class TextCompression(GZipMiddleware):
    """Compresses what is text; pictures and documents are small already.

    The random padding that Django adds stands against BREACH: the length of an answer does not say
    whether a guess is in it. It comes with our own compression alone, so the proxy must find
    nothing left to do. Cookies that other sites' requests do not carry, and a token that differs
    in each answer, stand against it too.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Compress a text for a browser that asks for it."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind.startswith("text/") or kind == "application/json":
            return super().process_response(request, response)
        return response


class RequestMiddleware:
    """Numbers and logs each request by its route, and answers 400 and 503 where Django would fail.

    A line names neither a participant nor an object; only a member of staff is named, by key.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request and write its line."""
        request.id = uuid.uuid4().hex[:12]
        started = time.monotonic()
        # No database column takes a NUL, and no honest address holds one.
        hostile = "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", "")
        response = bad_request(request) if hostile else self.get_response(request)
        if response.status_code == 404 and request.resolver_match is None:
            # With DEBUG=1 Django would list our URLs; the demo shows people the site's own page.
            response = not_found(request)
        elif response.status_code == 400 and settings.DEBUG:
            # As would a form of a thousand fields.
            response = bad_request(request)
        response["X-Request-ID"] = request.id
        spent = round((time.monotonic() - started) * 1000, 1)
        logger.info("request", extra={"request": request, "answer": response, "ms": spent})
        return response

    def process_view(
        self, request: HttpRequest, view: Answer, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        """Answer 413 for a form with too much text, which Django would call a bad request."""
        if request.method == "POST":
            try:
                len(request.POST)
            except RequestDataTooBig:
                return too_long(request)
            except UnreadablePostError:
                # Somebody left while sending; there is nobody to answer.
                return None
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 404 in our look, and 503 while the database is away; other faults stay faults."""
        if isinstance(exception, Http404):
            return not_found(request)
        if isinstance(exception, OperationalError | InterfaceError):
            logger.error("database unavailable", extra={"request": request}, exc_info=exception)
            return unavailable(request)
        return None
