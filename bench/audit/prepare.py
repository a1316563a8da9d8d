"""Finds each page of the demo workshop and signs in whom it is for; prints both as JSON."""

import json
import os

import django

NAMES = ("landing", "gateway", "hall", "list", "thread", "report")


def main() -> None:
    """Print the pages."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "workshop.config.settings"
    django.setup()
    print(json.dumps(pages()))


def pages() -> dict[str, dict]:
    """By name, the path of each page and the cookie of who reads it."""
    from django.urls import reverse

    from analysis.demo.workshop import SLUG
    from bench.signin import session_cookie
    from ideas.models import Idea
    from workshop.models import Workshop

    workshop = Workshop.objects.get(slug=SLUG)
    people = workshop.participants.filter(user__isnull=False).order_by("pk")
    # A spectator may vote on everything, and has everything still to read.
    reader = session_cookie(people.spectators().first().user)
    unfinished = session_cookie(people.unfinished().first().user)
    idea = (
        Idea.objects.filter(workshop=workshop, state="visible")
        .order_by("-comment_count", "pk")
        .first()
    )
    group = max(workshop.groups.all(), key=lambda group: group.ideas.count())
    return {
        "landing": page(workshop.get_absolute_url(), ""),
        "gateway": page(reverse("gateway:start", args=[SLUG]), unfinished),
        "hall": page(reverse("ideas:hall", args=[SLUG]), reader),
        "list": page(group.get_absolute_url(), reader),
        "thread": page(idea.get_absolute_url(), reader),
        "report": page(reverse("analysis:report", args=[SLUG]), session_cookie(reader_of_report())),
    }


def page(path: str, cookie: str) -> dict[str, str]:
    """A page where its address leads to in the end, and who asks; RuntimeError if it fails."""
    from django.test import Client

    headers = {"Cookie": cookie} if cookie else {}
    answer = Client(headers=headers, SERVER_NAME="127.0.0.1").get(path, follow=True)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return {"path": answer.request["PATH_INFO"], "cookie": cookie}


def reader_of_report():
    """The demo's steering group, for which the report is."""
    from analysis.demo.staff import staff_address
    from workshop.accounts.models import User
    from workshop.enums import Role

    return User.objects.get(email=staff_address(Role.STEERING))


if __name__ == "__main__":
    main()
