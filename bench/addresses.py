"""Fills a database with three workshops and the addresses that are known to them."""

import os
from datetime import timedelta

import django

# Kinds of pages that take an address: the path, and how many days from now the workshop opens.
ROUTES = {
    "register": ("/w/open/join/", -7),
    "sign in": ("/w/closed/join/", -30),
    "pre-register": ("/w/upcoming/pre-register/", 7),
}
TRIES = 200


def address(route: str, number: int, *, known: bool) -> str:
    """The address of a try: each is typed once. Known and unknown ones are equally long."""
    return f"{route.replace(' ', '-')}-{number:03}-{'member' if known else 'nobody'}@example.org"


def slug_of(path: str) -> str:
    """The workshop of a path."""
    return path.split("/")[2]


def main() -> None:
    """Make the workshops, and accounts that are in them as far as people could be."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "workshop.config.settings"
    django.setup()
    from django.utils import timezone

    from workshop.models import Workshop

    for route, (path, days) in ROUTES.items():
        opens_at = timezone.now() + timedelta(days=days)
        workshop = Workshop.objects.create(
            slug=slug_of(path),
            title="A workshop",
            purpose="To be measured.",
            opens_at=opens_at,
            closes_at=opens_at + timedelta(days=21),
        )
        fill(workshop, [address(route, number, known=True) for number in range(TRIES)])


def fill(workshop, addresses: list[str]) -> None:
    """Make the people of a workshop; before its opening they are pre-registered."""
    from workshop.accounts.models import User
    from workshop.enums import WorkshopState
    from workshop.models import Participant, Preregistration

    for each in addresses:
        user = User.objects.create_user(each)
        if workshop.state == WorkshopState.UPCOMING:
            Preregistration.objects.create(workshop=workshop, email=each)
        else:
            Participant.objects.create(workshop=workshop, user=user, joined_at=workshop.opens_at)


if __name__ == "__main__":
    main()
