"""What is kept too long, and what sealing would destroy."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from gateway.models import Draft, Response
from workshop.accounts.models import User
from workshop.models import Workshop
from workshop.privacy.models import SealRequest

# With or without a seal, counted from the close: twelve months, in a leap year a day less.
LONGEST_KEPT = timedelta(days=365)
# An account that has just been made is about to be used.
ACCOUNT_SETTLES = timedelta(days=1)
# A wish to seal that nobody confirms is forgotten.
REQUEST_LIVES = timedelta(days=7)


def erased_at(workshop: Workshop) -> datetime:
    """Return when the addresses of a workshop go: days after the seal, or a year after the close.

    For a workshop without a seal that is the latest moment; a seal brings it nearer.
    """
    latest = workshop.closes_at + LONGEST_KEPT
    if workshop.sealed_at is None:
        return latest
    return min(latest, workshop.sealed_at + timedelta(days=workshop.retention_days))


def workshops_expired(now: datetime) -> list[Workshop]:
    """Return the workshops whose addresses should be gone."""
    closed = Workshop.objects.filter(closes_at__lte=now).order_by("pk")
    return [workshop for workshop in closed if erased_at(workshop) <= now]


def accounts_expired(now: datetime) -> QuerySet[User]:
    """Return the participants' accounts that no workshop needs any more."""
    people = User.objects.filter(is_staff=False, is_superuser=False, participations=None)
    return people.filter(created_on__lt=(now - ACCOUNT_SETTLES).date())


@dataclass(frozen=True)
class SealPlan:
    """What sealing a workshop would do, in numbers of people."""

    responses: int
    # Responses whose person could still be told by whoever has both halves of the secret.
    tokens: int
    # Finished answers that would still become responses, or change one.
    released: int
    # Finished answers that too few others share to be released: they are lost.
    lost: int
    # Unfinished answers.
    unfinished: int
    erasures: int


def seal_plan(workshop: Workshop, *, batch: int) -> SealPlan:
    """Return what sealing would do now (2 queries); fewer than `batch` new answers are lost."""
    responses = Response.objects.filter(questionnaire__workshop=workshop).aggregate(
        all=Count("pk"), tokens=Count("pk", filter=~Q(token=""))
    )
    drafts = Draft.objects.filter(participant__workshop=workshop).aggregate(
        new=Count("pk", filter=Q(finished=True, replaces=False)),
        changed=Count("pk", filter=Q(replaces=True, erases=False)),
        erased=Count("pk", filter=Q(erases=True)),
        unfinished=Count("pk", filter=Q(finished=False)),
    )
    kept = drafts["new"] if drafts["new"] >= batch else 0
    return SealPlan(
        responses=responses["all"],
        tokens=responses["tokens"],
        released=kept + drafts["changed"],
        lost=drafts["new"] - kept,
        unfinished=drafts["unfinished"],
        erasures=drafts["erased"],
    )


def seal_request(workshop: Workshop, *, now: datetime) -> SealRequest | None:
    """Return the wish to seal a workshop that is open or was carried out, or None."""
    request = SealRequest.objects.filter(workshop=workshop).select_related("asked_by").first()
    if request is None or request.confirmed_at is not None:
        return request
    return request if request.asked_at > now - REQUEST_LIVES else None
