"""The report of a workshop at a moment."""

from datetime import datetime

from analysis.disclosure import Rule
from analysis.report.building import build_report
from analysis.report.model import Report
from analysis.report.reading import read_figures
from workshop.enums import WorkshopState
from workshop.models import Workshop


def report_moment(workshop: Workshop, now: datetime) -> datetime:
    """Return the moment a report speaks of unless told: now while open, else the close."""
    return now if workshop.state_at(now) == WorkshopState.OPEN else workshop.closes_at


def workshop_report(*, workshop: Workshop, rule: Rule, as_of: datetime) -> Report:
    """Return the report; what is dated after `as_of` is ignored, states and codings are today's."""
    return build_report(read_figures(workshop, as_of), rule)
