"""What the conversation of an older version becomes when it is brought up to date."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from ideas.models import Idea, Showing
from tests.factories import make_comment, make_idea, make_participant, make_vote

pytestmark = pytest.mark.django_db


class Editor:
    """What migrations hand over, within the transaction of a test."""

    def execute(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def bring_up_to_date() -> None:
    step = import_module("ideas.migrations.0008_showings_of_votes")
    step.showings_of_votes_add(apps, Editor())


def test_whoever_voted_before_showings_were_counted_counts_as_shown(group, other):
    voted, unseen = make_idea(group, other), make_idea(group, other)
    people = [make_participant(group.workshop) for _ in range(3)]
    for person in people:
        make_vote(person, idea=voted)
    make_vote(people[0], comment=make_comment(unseen, other, handle=1))
    make_vote(None, idea=voted)
    Showing.objects.all().delete()
    Idea.objects.update(showings=0)
    Showing.objects.create(participant=people[0], idea=voted)
    Idea.objects.filter(pk=voted.pk).update(showings=1)

    bring_up_to_date()
    bring_up_to_date()

    shown = Showing.objects.order_by("participant").values_list("participant", "idea")
    assert list(shown) == [(person.pk, voted.pk) for person in people]
    assert dict(Idea.objects.values_list("pk", "showings")) == {voted.pk: 3, unseen.pk: 0}
