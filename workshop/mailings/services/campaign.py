"""Making the mailings of a campaign: the ready-made plan in one go, or one of one's own."""

from datetime import datetime

from django.db import IntegrityError, transaction

from workshop.common.errors import DomainError
from workshop.mailings.enums import PLANNED_KINDS
from workshop.mailings.models import Mailing
from workshop.mailings.ready import Ready
from workshop.mailings.selectors.campaign import ready_missing
from workshop.mailings.services.invitations import ready_mailing
from workshop.mailings.services.plan import time_require
from workshop.mailings.times import doubled_words, moment_of, wall_of
from workshop.models import Workshop

OWN, MOST_OWN = "own-", 100


@transaction.atomic
def ready_plan_make(*, workshop: Workshop, now: datetime) -> list[Ready]:
    """Make what is missing of the ready-made plan and still to come; return what that was.

    Pressed ten times at once it makes each mailing once. Raises DomainError where nothing is
    missing.
    """
    missing = ready_missing(workshop, now)
    if not missing:
        raise DomainError("The ready-made plan is there already.")
    rows = [ready_mailing(ready, workshop) for ready in missing]
    Mailing.objects.bulk_create(rows, ignore_conflicts=True)
    return missing


def mailing_make(
    *, workshop: Workshop, kind: str, subject: str, wall: datetime, now: datetime
) -> tuple[Mailing, str]:
    """Make a draft of one's own; return it, and what to know of its time. Raises DomainError."""
    if kind not in PLANNED_KINDS:
        raise DomainError("Choose what the mailing is for.")
    moment = moment_of(wall, workshop.zone)
    mailing = Mailing(
        workshop=workshop,
        kind=kind,
        audience=[],
        subject=subject,
        send_at=moment,
        wall_time=wall_of(moment, workshop.zone),
        zone=workshop.timezone,
    )
    time_require(mailing=mailing, send_at=moment, now=now)
    _store_under_a_free_key(mailing)
    return mailing, doubled_words(wall, workshop.zone)


def _store_under_a_free_key(mailing: Mailing) -> None:
    """Store a mailing as `own-3`: the first number that nobody has, also of two at once."""
    theirs = Mailing.objects.filter(workshop=mailing.workshop, key__startswith=OWN)
    taken = set(theirs.values_list("key", flat=True))
    free = (f"{OWN}{number}" for number in range(1, MOST_OWN + 1))
    for mailing.key in (key for key in free if key not in taken):
        try:
            with transaction.atomic():
                mailing.save(force_insert=True)
        except IntegrityError:
            continue
        return
    raise DomainError(f"A workshop has at most {MOST_OWN} mailings of its own.")
