"""The front page, and what anybody may see of a workshop."""

from functools import partial
from mimetypes import guess_type

from django.core.cache import cache
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from workshop.common.cards import card_png
from workshop.doors import step_path, wanted_path, with_query
from workshop.enums import WorkshopState
from workshop.models import Logo, Workshop
from workshop.selectors import (
    channel_of,
    landing_page,
    look_colours,
    workshop_list,
    workshop_or_404,
)
from workshop.sharing import Card, share_links, workshop_card
from workshop.views.arrival import arrival_query

A_WEEK = 7 * 24 * 3600


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
    page["card"] = workshop_card(page["workshop"], page["questions"])
    page["share"] = share_links(page["workshop"], page["card"])
    return render(request, "workshop/landing.html", page)


def look(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the workshop's own colours as a stylesheet; pages ask for it under their colours."""
    shades = look_colours(workshop_or_404(slug))
    response = render(request, "workshop/look.css", shades, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"max-age={A_WEEK if 'v' in request.GET else 300}"
    return response


@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the picture that stands beside a shared link."""
    found = workshop_card(workshop_or_404(slug))
    etag = quote_etag(found.key)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        png = cache.get_or_set(f"card:{found.key}", partial(_drawn, found), A_WEEK)
        response = HttpResponse(png, content_type="image/png")
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _drawn(found: Card) -> bytes:
    return card_png(
        title=found.title, question=found.question, dates=found.dates, accent=found.accent
    )


@require_safe
def logo(request: HttpRequest, slug: str, public_id: str) -> FileResponse:
    """Return an organiser's logo; its address changes with the picture."""
    found = get_object_or_404(Logo, workshop__slug=slug, public_id=public_id)
    try:
        file = found.file.open()
    except FileNotFoundError as lost:
        raise Http404("The file of this logo is not there.") from lost
    response = FileResponse(file, content_type=guess_type(found.file.name)[0])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def arrive(request: HttpRequest, slug: str, channel: str) -> HttpResponse:
    """Take in somebody from a partner's link: the channel is carried on to the forms."""
    # Typed from paper, the address may have capitals; no slug has any.
    workshop = workshop_or_404(slug.lower())
    found = channel_of(workshop=workshop, key=channel)
    key = found.key if found else ""
    return redirect(step_path("workshop:landing", workshop.slug, channel=key))
