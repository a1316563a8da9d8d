"""Asking for a report the way every format gets it."""

from analysis.disclosure import parse_rule
from analysis.report.json import as_object
from analysis.selectors import workshop_report


def report(workshop, rule="off", as_of=None):
    """The report of a workshop as JSON says it, at its close unless told."""
    return as_object(
        workshop_report(workshop=workshop, rule=parse_rule(rule), as_of=as_of or workshop.closes_at)
    )


def figures(workshop, **options):
    """The headline counts of contributions, as a tuple."""
    counts = report(workshop, **options)["counts"]
    return counts["ideas"], counts["comments"], counts["votes"], counts["downvotes"]
