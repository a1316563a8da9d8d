"""The plan of a workshop's mailings, and one of them: numbers and times, never addresses."""

from datetime import datetime

from django.http import Http404

from workshop.mailings.enums import PLANNED_KINDS
from workshop.mailings.models import Mailing
from workshop.selectors import workshop_or_404


def mailing_or_404(*, slug: str, key: str) -> Mailing:
    """Return a mailing with its workshop; raises Http404."""
    found = Mailing.objects.select_related("workshop").filter(workshop__slug=slug, key=key).first()
    if found is None:
        raise Http404("There is no mailing of that name.")
    return found


def plan_page(*, slug: str, now: datetime) -> dict:
    """Return what the plan of a workshop shows; raises Http404."""
    workshop = workshop_or_404(slug)
    mailings = Mailing.objects.filter(workshop=workshop, kind__in=PLANNED_KINDS)
    return {"workshop": workshop, "mailings": list(mailings)}


def mailing_page(*, slug: str, key: str, now: datetime) -> dict:
    """Return what the page of one mailing shows; raises Http404."""
    mailing = mailing_or_404(slug=slug, key=key)
    return {"workshop": mailing.workshop, "mailing": mailing}
