"""Signs people into the filled workshop and prints the plan of the product as JSON."""

import itertools
import json
import os

import django

PEOPLE, THREADS, COMMENTS = 40, 10, 20
# What the reverse proxy adds.
PROXY = {"Host": "127.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}


def main() -> None:
    """Print the plan."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "workshop.config.settings"
    django.setup()
    from bench.plan import Plan, query_count

    asks = make_asks()
    counted = {name: query_count(each[0]) for name, each in asks.items()}
    print(json.dumps(Plan(asks, counted).as_json()))


def make_asks() -> dict:
    """The requests of each action, over several people, groups and threads."""
    from bench.searching import search_asks
    from bench.sets import SLUG
    from workshop.models import Workshop

    workshop = Workshop.objects.get(slug=SLUG)
    people = signed_in_people(workshop)
    return {
        "list": list_asks(workshop, people),
        "thread": thread_asks(workshop, people),
        "vote": vote_asks(workshop, people),
        **search_asks(workshop, people, PROXY),
    }


def signed_in_people(workshop) -> list[tuple]:
    """Participants who posted nothing, each with an account and a session: (participant, cookie).

    They have no idea of their own, so each may vote on everything.
    """
    from bench.signin import session_cookie
    from workshop.accounts.models import User

    found = workshop.participants.filter(joined_at__isnull=False, first_posted_at=None)
    people = []
    for n, participant in enumerate(found.order_by("pk")[:PEOPLE]):
        user, _ = User.objects.get_or_create(email=f"measured-{n}@example.org")
        # Each run counts the queries of a first vote, which also marks a contributor.
        fresh = {"user": user, "first_contributed_at": None}
        workshop.participants.filter(pk=participant.pk).update(**fresh)
        people.append((participant, session_cookie(user)))
    return people


def list_asks(workshop, people) -> list:
    """The first page of each group, for each person."""
    from django.urls import reverse

    from bench.plan import Ask

    groups = itertools.cycle(workshop.groups.all())
    paths = (reverse("ideas:list", args=[workshop.slug, group.key]) for group in groups)
    return [Ask("GET", next(paths), PROXY | {"Cookie": cookie}) for _, cookie in people]


def thread_asks(workshop, people) -> list:
    """Threads of exactly twenty comments, for each person."""
    from bench.plan import Ask
    from ideas.models import Comment, Idea

    ideas = Idea.objects.filter(workshop=workshop, state="visible", comment_count__lte=COMMENTS)
    chosen = list(ideas.select_related("workshop").order_by("pk")[:THREADS])
    for idea in chosen:
        missing = range(COMMENTS - idea.comment_count)
        texts = (f"Comment {n} makes this thread as long as the others." for n in missing)
        Comment.objects.bulk_create(
            [Comment(workshop=workshop, idea=idea, body=text) for text in texts]
        )
    Idea.objects.filter(pk__in=[idea.pk for idea in chosen]).update(comment_count=COMMENTS)
    paths = itertools.cycle(idea.get_absolute_url() for idea in chosen)
    return [Ask("GET", next(paths), PROXY | {"Cookie": cookie}) for _, cookie in people]


def vote_asks(workshop, people) -> list:
    """Votes through htmx that each change what is stored: up, then down, by each person."""
    from django.urls import reverse

    from bench.plan import Ask, form_headers
    from ideas.models import Idea

    ideas = itertools.cycle(Idea.objects.filter(workshop=workshop, state="visible")[: len(people)])
    asks = []
    for (_, cookie), idea in zip(people, ideas, strict=False):
        path = reverse("ideas:idea_vote", args=[workshop.slug, idea.public_id])
        headers = PROXY | form_headers(cookie) | {"HX-Request": "true"}
        asks.append(
            (Ask("POST", path, headers, "value=up"), Ask("POST", path, headers, "value=down"))
        )
    # All ups first, then all downs: each request changes a row and none repeats the last.
    return [up for up, _ in asks] + [down for _, down in asks]


if __name__ == "__main__":
    main()
