"""The plan of a workshop's mailings, and the page of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from workshop.doors import staff_view
from workshop.mailings.selectors.plan import mailing_page, plan_page

may_plan = staff_view("mailings.change_mailing")


@require_safe
@may_plan
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the timeline of a workshop and its mailings."""
    return render(request, "mailings/plan.html", plan_page(slug=slug, now=timezone.now()))


@require_safe
@may_plan
def mailing(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one mailing: how far it is, and what can be done next."""
    context = mailing_page(slug=slug, key=key, now=timezone.now())
    return render(request, "mailings/mailing.html", context)
