"""The plan of a workshop's mailings, the page of each, and what is decided there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from workshop.common.dates import zone_words
from workshop.common.errors import DomainError
from workshop.common.http import allow_methods, posted
from workshop.common.typed import typed_initial
from workshop.doors import staff_view
from workshop.mailings.planning_forms import NewMailingForm, WhenForm
from workshop.mailings.selectors.campaign import plan_page
from workshop.mailings.selectors.plan import (
    mailing_or_404,
    mailing_page,
    mailing_title,
    may_be_edited,
    when_shown,
)
from workshop.mailings.services import (
    mailing_follow_dates,
    mailing_make,
    mailing_move,
    ready_plan_make,
)
from workshop.mailings.services.plan import NO_EDITS
from workshop.mailings.times import wall_of, wall_read
from workshop.selectors import workshop_or_404

may_plan = staff_view("mailings.change_mailing")


@allow_methods("GET", "POST")
@may_plan
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the timeline of a workshop and its mailings; make the ready-made plan."""
    now = timezone.now()
    if request.method == "POST":
        _make_ready_plan(request, slug, now)
        return redirect("mailings:plan", slug)
    return render(request, "mailings/plan.html", plan_page(slug=slug, now=now))


@allow_methods("GET", "POST")
@may_plan
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a mailing of one's own, as a draft."""
    workshop = workshop_or_404(slug)
    typed = typed_initial(request, "kind", "subject", "date", "time")
    form = NewMailingForm(posted(request), initial=typed, zone=zone_words(workshop.zone))
    if form.is_valid():
        kept = {name: form.cleaned_data[name] for name in ("kind", "subject")}
        try:
            made, remark = mailing_make(
                workshop=workshop, wall=form.wall, now=timezone.now(), **kept
            )
        except DomainError as refusal:
            form.add_error("time", refusal.message)
        else:
            _say(request, "It is a draft now. Choose who gets it, and write it.", remark)
            return redirect("mailings:mailing", slug, made.key)
    return render(request, "mailings/new.html", {"workshop": workshop, "form": form})


@require_safe
@may_plan
def mailing(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one mailing: how far it is, and what can be done next."""
    context = mailing_page(slug=slug, key=key, now=timezone.now(), user=request.user)
    return render(request, "mailings/mailing.html", context)


@allow_methods("GET", "POST")
@may_plan
def when(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Choose when a mailing goes and how fast, or let it follow the dates again."""
    row = mailing_or_404(slug=slug, key=key)
    zone = row.workshop.zone
    wall = wall_read(wall_of(row.send_at, zone))
    start = {"date": wall.date(), "time": wall.time(), "rate": row.rate}
    start |= typed_initial(request, "date", "time", "rate")
    follows = request.method == "POST" and "follow" in request.POST
    data = None if follows else posted(request)
    form = WhenForm(data, initial=start, zone=zone_words(zone))
    if follows or form.is_valid():
        problem = _set_time(request, row, form, follows=follows)
        if not problem:
            return redirect("mailings:mailing", slug, key)
        if follows:
            messages.error(request, problem)
    context = {"workshop": row.workshop, "mailing": row, "title": mailing_title(row), "form": form}
    context["refusal"] = "" if may_be_edited(row) else NO_EDITS[row.state]
    return render(request, "mailings/when.html", context | when_shown(row, timezone.now()))


def _set_time(request: HttpRequest, row, form: WhenForm, *, follows: bool) -> str:
    """Do as the form says; return the words of a refusal, which stand at the time then."""
    remark = ""
    try:
        if follows:
            mailing_follow_dates(mailing=row)
        else:
            rate = form.cleaned_data["rate"]
            remark = mailing_move(mailing=row, wall=form.wall, rate=rate, now=timezone.now())
    except DomainError as refusal:
        if not follows:
            form.add_error("time", refusal.message)
        return refusal.message
    _say(request, "It follows the dates again." if follows else "The time is saved.", remark)
    return ""


def _make_ready_plan(request: HttpRequest, slug: str, now) -> None:
    try:
        made = ready_plan_make(workshop=workshop_or_404(slug), now=now)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return
    one = len(made) == 1
    messages.success(
        request,
        "1 mailing is planned."
        if one
        else f"{len(made)} mailings are planned. Look them over, "
        "change what you like, and switch them on.",
    )


def _say(request: HttpRequest, done: str, remark: str) -> None:
    """Say what was done, and apart from it what is worth knowing."""
    messages.success(request, done)
    if remark:
        messages.warning(request, remark)
