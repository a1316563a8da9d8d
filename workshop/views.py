"""The front page, and each workshop's public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from workshop.models import Workshop
from workshop.selectors import workshop_or_404


def home(request: HttpRequest) -> HttpResponse:
    """Show the one open workshop, or a list of all."""
    running = list(Workshop.objects.open_at(timezone.now())[:2])
    if len(running) == 1:
        return redirect(running[0])
    return render(request, "workshop/home.html", {"workshops": Workshop.objects.all()})


def landing(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a workshop is for, its dates and questions."""
    return render(request, "workshop/landing.html", {"workshop": workshop_or_404(slug)})


def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for an e-mail address, to register or to sign in."""
    return render(request, "workshop/join.html", {"workshop": workshop_or_404(slug)})


def preregister(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep an address for the invitation."""
    return render(request, "workshop/preregister.html", {"workshop": workshop_or_404(slug)})
