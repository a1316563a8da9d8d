"""A workshop's channels, and for each the pack that a partner organisation is given."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from workshop.common.errors import DomainError
from workshop.common.http import posted
from workshop.common.qr import qr_svg
from workshop.common.typed import typed_initial
from workshop.doors import staff_view
from workshop.mailings.forms import PackForm
from workshop.mailings.packs import ready_texts
from workshop.mailings.selectors import channel_or_404, channels_page, sheet_page
from workshop.services import channel_texts_save

may_invite = staff_view("workshop.change_channel")


@require_safe
@may_invite
def channels(request: HttpRequest, slug: str) -> HttpResponse:
    """List the channels with the number of people who came through each."""
    return render(request, "mailings/channels.html", channels_page(slug=slug, now=timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@may_invite
def pack(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show what a partner needs to invite people; keep changed texts."""
    channel = channel_or_404(slug=slug, key=key)
    ready = ready_texts(channel=channel, workshop=channel.workshop, now=timezone.now())
    typed = typed_initial(request, "short_text", "long_text")
    form = PackForm(posted(request), channel=channel, ready=ready, typed=typed)
    if form.is_valid():
        try:
            channel_texts_save(channel=channel, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The texts are saved.")
            return redirect("mailings:pack", slug, channel.key)
    context = {"workshop": channel.workshop, "channel": channel, "form": form}
    return render(request, "mailings/pack.html", context)


@require_safe
@may_invite
def sheet(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show the sheet of A4 to print."""
    channel = channel_or_404(slug=slug, key=key)
    return render(request, "mailings/sheet.html", sheet_page(channel, timezone.now()))


@require_safe
@may_invite
def qr(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Return the link as a QR code, to look at or to keep."""
    channel = channel_or_404(slug=slug, key=key)
    headers = {"Content-Disposition": f'inline; filename="{slug}-{channel.key}.svg"'}
    return HttpResponse(qr_svg(channel.link), content_type="image/svg+xml", headers=headers)
