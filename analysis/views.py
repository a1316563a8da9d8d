"""The report for the steering group: the page, its tables as CSV, the whole as JSON."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from analysis.disclosure import page_rule
from analysis.report import csv, html, json
from analysis.report.model import Report
from analysis.selectors import report_moment, workshop_report
from workshop.doors import staff_view
from workshop.models import Workshop
from workshop.selectors import workshop_or_404

may_read = staff_view("analysis.view_report")


def _report(workshop: Workshop) -> Report:
    """Return the report under the workshop's own rule, which a page never lifts."""
    moment = report_moment(workshop, timezone.now())
    return workshop_report(workshop=workshop, rule=page_rule(workshop.disclosure), as_of=moment)


def _download(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


@require_safe
@may_read
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the report."""
    workshop = workshop_or_404(slug)
    context = {"workshop": workshop} | html.page(_report(workshop))
    return render(request, "analysis/report.html", context)


@require_safe
@may_read
def report_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the report as JSON."""
    content = json.render(_report(workshop_or_404(slug)))
    return _download(content, "application/json", f"{slug}-report.json")


@require_safe
@may_read
def table_csv(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Hand out one table as CSV."""
    content = csv.render(_report(workshop_or_404(slug)), name)
    if content is None:
        raise Http404("There is no table of that name.")
    filename = f"{slug}-{name.replace(':', '-')}.csv"
    return _download(content, "text/csv; charset=utf-8", filename)
