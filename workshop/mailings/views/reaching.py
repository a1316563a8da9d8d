"""Whom a mailing reaches, and the last look at it before it goes."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from workshop.common.errors import DomainError
from workshop.common.http import allow_methods, posted
from workshop.common.typed import typed_initial
from workshop.doors import staff_view
from workshop.mailings.reaching_forms import SendBackForm, WhoForm
from workshop.mailings.selectors.reach import words_offered
from workshop.mailings.selectors.reaching import before_page, reach_of, who_page
from workshop.mailings.selectors.writing import written_mailing_or_404
from workshop.mailings.services import approval_refuse, mailing_audience_save

may_plan = staff_view("mailings.change_mailing")
UNPROCESSABLE = 422


@allow_methods("GET", "POST")
@may_plan
def who(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show the audiences with their sizes now, count a choice, and keep one."""
    mailing = written_mailing_or_404(slug=slug, key=key)
    counts = request.method != "POST" and "count" in request.GET
    form = _who_form(request, mailing, request.GET if counts else posted(request))
    chosen = form.words if form.is_bound and form.is_valid() else _shown(form, mailing)
    if request.method == "POST" and form.is_valid() and _keep(request, mailing, form):
        return redirect("mailings:mailing", slug, key)
    page = who_page(mailing, chosen=chosen, now=timezone.now())
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "mailings/who.html", page | {"form": form}, status=status)


@require_safe
@may_plan
def who_size(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Return how many people a choice would reach, while it is being made."""
    mailing = written_mailing_or_404(slug=slug, key=key)
    form = _who_form(request, mailing, request.GET)
    fault = "" if form.is_valid() else next(iter(form.errors.values()))[0]
    reach = reach_of(mailing, form.words if not fault else [], timezone.now())
    context = {"reach": reach, "fault": fault}
    return render(request, "mailings/partials/_reach.html", context)


@allow_methods("GET", "POST")
@may_plan
@csp_update({"frame-src": [SELF]})
def before(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show who gets a mailing, how it reads, how many come at once; send it back with words."""
    mailing = written_mailing_or_404(slug=slug, key=key)
    form = SendBackForm(posted(request), initial=typed_initial(request, "words"))
    if form.is_valid():
        try:
            approval_refuse(mailing=mailing, user=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("words", refusal.message)
        else:
            messages.success(request, "It is sent back: it is a draft again, with your words.")
            return redirect("mailings:mailing", slug, key)
    page = before_page(slug=slug, key=key, now=timezone.now(), user=request.user)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "mailings/before.html", page | {"form": form}, status=status)


def _who_form(request: HttpRequest, mailing, data) -> WhoForm:
    offered = words_offered(mailing.workshop, mailing.audience)
    return WhoForm(data, mailing=mailing, offered=offered, typed=getattr(request, "typed", {}))


def _shown(form: WhoForm, mailing) -> list[str]:
    """Return the choices of a form that was not good, or of one that was not sent."""
    if not form.is_bound:
        return [*form.initial["audience"]]
    return form.data.getlist("audience")


def _keep(request: HttpRequest, mailing, form: WhoForm) -> bool:
    try:
        mailing_audience_save(mailing=mailing, words=form.words)
    except DomainError as refusal:
        form.add_error("audience", refusal.message)
        return False
    messages.success(request, "It is saved whom it goes to.")
    return True
