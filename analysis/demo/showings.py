"""Whom the demo's ideas were shown to: people came, looked at a page, and left."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from analysis.demo.draws import dice
from ideas.models import Idea, Showing
from ideas.services import showings_from_votes
from workshop.models import Participant, Workshop

LEAST, MOST = 5, 14  # ideas that a visit brings into view
VISITS_COUNTED = 8  # who comes more often has seen it all
REST = timedelta(hours=2)  # since anybody was here, so that whoever signs in begins a visit
AT_ONCE = 2000


def showings_draw(*, workshop: Workshop, now: datetime) -> None:
    """Let each participant have seen some of what was there at each visit; stamp the last one."""
    rng, end = dice("showings"), min(now, workshop.closes_at) - REST
    ideas = list(_ideas(workshop))
    people = list(workshop.participants.joined().order_by("archive_id"))
    rows = []
    for person in people:
        seen: set[int] = set()
        moments = sorted(_visits(rng, person, end))
        for moment in moments:
            there = [pk for pk, posted, author in ideas if posted < moment and author != person.pk]
            seen.update(rng.sample(there, min(len(there), rng.randint(LEAST, MOST))))
        rows += [Showing(participant=person, idea_id=pk) for pk in sorted(seen)]
        person.last_seen_at = moments[-1]
    Showing.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    Participant.objects.bulk_update(people, ["last_seen_at"], batch_size=500)
    showings_from_votes(workshop=workshop)


def _ideas(workshop: Workshop) -> Iterator[tuple[int, datetime, int | None]]:
    """Return key, time and author of the ideas, in an order that does not depend on keys."""
    ideas = Idea.objects.visible().filter(workshop=workshop).order_by("public_id")
    return ideas.values_list("pk", "created_at", "author_id").iterator()


def _visits(rng, person: Participant, end: datetime) -> Iterator[datetime]:
    """Yield moments between the evening of the day on which somebody joined and the end."""
    first = min(person.joined_at + timedelta(hours=20), end)
    for _ in range(max(1, min(person.visits, VISITS_COUNTED))):
        yield first + (end - first) * rng.random() ** 2
