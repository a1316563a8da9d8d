"""Whom to sign in as in the demo."""

from collections.abc import Iterator

from analysis.demo.workshop import SLUG
from workshop.models import Participant


def demo_people() -> Iterator[str]:
    """Yield `kind address` of a contributor, a voter, a spectator and one not yet in."""
    people = Participant.objects.filter(workshop__slug=SLUG, user__isnull=False)
    kinds = {
        "contributor": people.filter(first_posted_at__isnull=False),
        "voter": people.voters(),
        "spectator": people.spectators(),
        "unfinished": people.unfinished(),
    }
    for kind, found in kinds.items():
        if address := found.order_by("user__email").values_list("user__email", flat=True).first():
            yield f"{kind} {address}"
