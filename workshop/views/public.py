"""The front page, and what anybody may see of a workshop."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from workshop.doors import step_path, wanted_path, with_query
from workshop.enums import WorkshopState
from workshop.models import Workshop
from workshop.selectors import (
    channel_of,
    landing_page,
    look_colours,
    workshop_list,
    workshop_or_404,
)
from workshop.views.arrival import arrival_query


def home(request: HttpRequest) -> HttpResponse:
    """Show the one open workshop, or a list of all."""
    now = timezone.now()
    running = list(Workshop.objects.open_at(now)[:2])
    if len(running) == 1:
        return redirect(running[0])
    return render(request, "workshop/home.html", {"rows": workshop_list(now)})


def landing(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a workshop is for, its dates and questions, and the one thing to do."""
    page = landing_page(user=request.user, slug=slug, now=timezone.now())
    query = arrival_query(request, page["workshop"])
    if page["button"]:
        page["button"]["url"] = with_query(page["button"]["url"], **query)
    page["is_early"] = page["state"] == WorkshopState.UPCOMING and wanted_path(request) != ""
    page["sign_in"] = step_path("workshop:join", slug, **query)
    return render(request, "workshop/landing.html", page)


def look(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the workshop's own colours as a stylesheet."""
    shades = look_colours(workshop_or_404(slug))
    response = render(request, "workshop/look.css", shades, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "max-age=300"
    return response


def arrive(request: HttpRequest, slug: str, channel: str) -> HttpResponse:
    """Take in somebody from a partner's link: the channel is carried on to the forms."""
    # Typed from paper, the address may have capitals; no slug has any.
    workshop = workshop_or_404(slug.lower())
    found = channel_of(workshop=workshop, key=channel)
    key = found.key if found else ""
    return redirect(step_path("workshop:landing", workshop.slug, channel=key))
