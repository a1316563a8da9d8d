"""What the pages of the builder ask of the database."""

import pytest

from gateway.models import Response
from tests.factories import make_workshop
from tests.gateway.builder.posting import HOME, cost, question
from tests.gateway.questionnaires import ask
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3, 15])
@pytest.mark.parametrize("locked", [False, True])
def test_the_page_costs_the_same_for_many_questions(client, workshop, count, locked):
    first = {"key": "q0"}
    rest = [{"key": f"q{n}", "show_if": ("q0", ["a"])} for n in range(1, count)]
    made = ask(workshop, first, *rest)
    if locked:
        Response.objects.create(questionnaire=made)

    with counted_queries() as statements:
        client.get(f"{HOME}{made.pk}/change/")

    # session, user, permissions (2), questionnaire, questions (3 with conditions), responses,
    # sections, corrections; unlocked: finished drafts, participants, pre-registrations.
    assert len(statements) == (10 if locked else 13) + (count > 1)


@pytest.mark.parametrize("count", [3, 15])
def test_the_page_of_a_question_costs_the_same_among_many(client, workshop, count):
    ask(workshop, *({"key": f"q{number}"} for number in range(count)))

    # session, user, permissions (2); the question, twice; responses, drafts; for the cautions
    # options, participants, pre-registrations; for the form questions and options (2),
    # sections (2), and the options to edit.
    path = f"/admin/gateway/question/{question('q2').pk}/change/"
    assert cost(client, path) == 16


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_for_many_workshops(client, questionnaire, count):
    for number in range(count):
        ask(make_workshop(f"other-{number}"), {"key": "one"})

    assert cost(client, HOME) == 7
    assert cost(client, f"{HOME}{questionnaire.pk}/copy/") == 10
