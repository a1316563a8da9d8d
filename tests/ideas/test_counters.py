"""Whatever people and facilitators do, the counters are what the rows say."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideas import services
from ideas.models import Comment, Idea
from tests.factories import make_group, make_idea, make_participant, make_workshop
from tests.ideas.helpers import wrong_counters
from workshop.common.errors import DomainError

PEOPLE, IDEAS = 3, 2
who = st.integers(0, PEOPLE - 1)
which = st.integers(0, 9)
minutes = st.integers(0, 20)
step = st.one_of(
    st.tuples(st.just("comment"), who, which, st.booleans()),
    st.tuples(st.just("vote"), who, which, st.sampled_from([(Idea, 1), (Idea, -1), (Idea, 0)])),
    st.tuples(st.just("vote"), who, which, st.sampled_from([(Comment, v) for v in (1, -1, 0)])),
    st.tuples(st.just("see"), who, which, st.just(Idea)),
    st.tuples(st.just("edit"), who, which, st.sampled_from([Idea, Comment])),
    st.tuples(st.just("withdraw"), who, which, st.sampled_from([Idea, Comment])),
    st.tuples(st.just("hide"), who, which, st.sampled_from([Idea, Comment])),
    st.tuples(st.just("restore"), who, which, st.sampled_from([Idea, Comment])),
)


def pick(model, number: int):
    rows = list(model.objects.order_by("pk"))
    return rows[number % len(rows)] if rows else None


def take(person, kind: str, number: int, what, now) -> None:
    """One step of one person; refusals are fine, wrong counters are not."""
    if kind == "comment":
        parent = pick(Comment, number) if what else None
        idea = parent.idea if parent else pick(Idea, number)
        services.comment_add(author=person, idea=idea, parent=parent, body="Yes", now=now)
        return
    model, value = what if kind == "vote" else (what, 0)
    item = pick(model, number)
    if item is None:
        return
    if kind == "vote":
        services.vote_cast(participant=person, item=item, value=value, now=now)
    elif kind == "see":
        services.showings_add(participant=person, public_ids=[item.public_id], now=now)
    elif model is Idea:
        moderate(kind, services.idea_edit, "idea", person, item, {"title": "New", "body": "x"}, now)
    else:
        moderate(kind, services.comment_edit, "comment", person, item, {"body": str(now)}, now)


def moderate(kind: str, edit, noun: str, person, item, words: dict, now) -> None:
    own = {"participant": person, noun: item, "now": now}
    if kind == "edit":
        edit(**own, **words)
    elif kind == "withdraw":
        getattr(services, f"{noun}_withdraw")(**own)
    elif kind == "hide":
        getattr(services, f"{noun}_hide")(**{noun: item}, reason="It names a colleague.")
    else:
        getattr(services, f"{noun}_restore")(**{noun: item})


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(step, minutes), min_size=5, max_size=30))
def test_any_sequence_of_steps_leaves_the_counters_right(db, steps):
    Idea.objects.all().delete()
    group = make_group(make_workshop())
    people = [make_participant(group.workshop) for _ in range(PEOPLE)]
    for author in people[:IDEAS]:
        make_idea(group, author, created_at=group.workshop.opens_at)

    now = group.workshop.opens_at
    for (kind, person, number, what), pause in steps:
        now += timedelta(minutes=pause)
        try:
            take(people[person], kind, number, what, now)
        except DomainError:
            continue

    assert wrong_counters() == []
