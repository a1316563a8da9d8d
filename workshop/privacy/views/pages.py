"""Pages about anonymity, privacy and access; the same for everyone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from workshop.models import Workshop


def anonymity(request: HttpRequest) -> HttpResponse:
    """Say how people stay anonymous."""
    return render(request, "privacy/anonymity.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept about people, and the cookies."""
    context = {
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "days": settings.SESSION_COOKIE_AGE // (24 * 3600),
    }
    return render(request, "privacy/privacy.html", context)


def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what was tested and what was not."""
    return render(request, "privacy/accessibility.html")


def help_page(request: HttpRequest) -> HttpResponse:
    """Answer what people ask most, and say whom to ask."""
    return render(request, "privacy/help.html", {"workshops": Workshop.objects.answering()})
