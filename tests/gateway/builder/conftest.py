"""A questionnaire to build on, and who builds it."""

import pytest

from gateway.models import Response
from tests.gateway.questionnaires import ask


@pytest.fixture
def client(staff_client):
    return staff_client("facilitator")


@pytest.fixture
def questionnaire(workshop):
    return ask(
        workshop,
        {"key": "role", "text": "Your role?"},
        {"key": "where", "text": "Where?", "required": False, "show_if": ("role", ["a", "b"])},
        {"key": "wish", "text": "A wish?", "kind": "text", "required": False},
    )


@pytest.fixture
def locked(questionnaire):
    Response.objects.create(questionnaire=questionnaire)
    return questionnaire
