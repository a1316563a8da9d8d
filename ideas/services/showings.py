"""Counting whom an idea was shown to: each person once, without a time."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from ideas.models import Idea, Showing
from workshop.enums import Action
from workshop.models import Participant, Workshop

MOST_AT_ONCE = 50
# The rows need not pass through Python: an import may bring hundreds of thousands.
FROM_VOTES = """
    INSERT INTO ideas_showing (participant_id, idea_id)
    SELECT vote.participant_id, vote.idea_id
    FROM ideas_vote AS vote JOIN ideas_idea AS idea ON idea.id = vote.idea_id
    WHERE idea.workshop_id = %s AND vote.participant_id IS NOT NULL
    ON CONFLICT DO NOTHING
"""


@transaction.atomic
def showings_add(
    *, participant: Participant, public_ids: Iterable[str], now: datetime | None = None
) -> int:
    """Count ideas of others as shown to a person; return how many were not counted before.

    Ids beyond the fiftieth, or of what is not shown in this workshop, count nothing; nor does
    anything after the close, when the orders stay as they are.
    """
    if not participant.workshop.allows(Action.CONTRIBUTE, now or timezone.now()):
        return 0
    pks = _locked(participant, list(dict.fromkeys(public_ids))[:MOST_AT_ONCE])
    if not pks or not Participant.objects.held(participant).values_list("pk").first():
        return 0
    earlier = Showing.objects.filter(participant=participant.pk, idea__in=pks)
    new = sorted(set(pks).difference(earlier.values_list("idea", flat=True)))
    Showing.objects.bulk_create(
        [Showing(participant=participant, idea_id=pk) for pk in new], ignore_conflicts=True
    )
    Idea.objects.filter(pk__in=new).update(showings=F("showings") + 1)
    return len(new)


@transaction.atomic
def showings_from_votes(*, workshop: Workshop) -> None:
    """Count each idea as shown to whoever voted on it, where votes come in without showings."""
    with connection.cursor() as cursor:
        cursor.execute(FROM_VOTES, [workshop.pk])
    people = Showing.objects.filter(idea=OuterRef("pk")).order_by().values("idea")
    counted = Subquery(people.annotate(n=Count("pk")).values("n"))
    Idea.objects.filter(workshop=workshop).update(showings=Coalesce(counted, 0))


def _locked(participant: Participant, public_ids: list[str]) -> list[int]:
    """Return the keys of ideas that may count, which nobody else changes meanwhile.

    By key, and before the person's own row, as a vote does: so nobody waits in a circle.
    """
    ideas = Idea.objects.visible().filter(
        workshop=participant.workshop_id,
        public_id__in=[each for each in public_ids if each.isprintable()],
    )
    others = ideas.exclude(author=participant.pk).order_by("pk")
    return list(others.select_for_update(no_key=True).values_list("pk", flat=True))
