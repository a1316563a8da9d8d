"""The questions on the way in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from workshop.selectors import workshop_or_404


def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a person to their next question."""
    return render(request, "gateway/question.html", {"workshop": workshop_or_404(slug)})
