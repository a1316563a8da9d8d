"""People and messages: one workshop each, stamps that their contributions bear out."""

from collections.abc import Iterator

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery

from analysis.integrity.rules import AT_ONCE, Rule
from ideas.models import Comment, Idea, Vote
from workshop.accounts.addresses import address_key
from workshop.accounts.models import User
from workshop.mailings.models import Delivery
from workshop.models import Participant, Workshop


def first_of(model: type, person: str, moment: str) -> Subquery:
    """Return when the participant at hand first left a row of a model."""
    rows = model.objects.filter(**{person: OuterRef("pk")}).order_by().values(person)
    return Subquery(rows.annotate(first=Min(moment)).values("first"))


def active() -> QuerySet:
    """Return participants with the moments of their first idea, comment and vote."""
    return Participant.objects.annotate(
        first_idea=first_of(Idea, "author", "created_at"),
        first_comment=first_of(Comment, "author", "created_at"),
        first_vote=first_of(Vote, "participant", "cast_at"),
    )


def stamped_after(stamp: str, *moments: str) -> Q:
    """Say of participants that a stamp is missing or later than what it should mark."""
    late = Q()
    for moment in moments:
        late |= Q(**{f"{moment}__isnull": False, stamp: None}) | Q(**{f"{stamp}__gt": F(moment)})
    return late


POSTS = ("first_idea", "first_comment")
PEOPLE = (
    Rule(
        "participant",
        "pk",
        "first_posted_at is missing or later than the first post",
        lambda: active().filter(stamped_after("first_posted_at", *POSTS)),
    ),
    Rule(
        "participant",
        "pk",
        "first_contributed_at is missing or later than the first contribution",
        lambda: active().filter(stamped_after("first_contributed_at", *POSTS, "first_vote")),
    ),
    Rule(
        "participant",
        "pk",
        "is counted as a contributor without a contribution",
        lambda: Participant.objects.filter(contribution_counted=True, first_contributed_at=None),
    ),
    Rule(
        "participant",
        "pk",
        "contributed without having joined",
        lambda: Participant.objects.filter(first_contributed_at__isnull=False, joined_at=None),
    ),
    Rule(
        "participant",
        "pk",
        "came through a channel of another workshop",
        lambda: Participant.objects.exclude(channel=None).exclude(channel__workshop=F("workshop")),
    ),
    Rule(
        "mailing",
        "mailing__key",
        "has a delivery to a participant of another workshop",
        lambda: Delivery.objects.exclude(participant=None).exclude(
            participant__workshop=F("mailing__workshop")
        ),
        owner="mailing__workshop",
    ),
)


def addresses_unlike(workshop: Workshop | None) -> Iterator[str]:
    """Yield a line for each account whose address is not stored under its one form."""
    if workshop is not None:
        return
    for pk, email, stored in (
        User.objects.order_by("pk").values_list("pk", "email", "email_key").iterator(AT_ONCE)
    ):
        if stored != address_key(email):
            yield f"site: account {pk}: is not stored under the one form of its address"
