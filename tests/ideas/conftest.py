"""Actors of a conversation."""

import pytest
from django.test import Client

from tests.factories import make_idea, make_participant


@pytest.fixture
def other(workshop):
    """Another person who joined the same workshop."""
    return make_participant(workshop)


@pytest.fixture
def idea(group, other):
    """An idea of another person."""
    return make_idea(group, other)


@pytest.fixture
def own_idea(group, participant):
    return make_idea(group, participant, title="Let us practise")


@pytest.fixture
def other_client(other):
    client = Client()
    client.force_login(other.user)
    return client


@pytest.fixture
def facilitator_client(staff_client):
    return staff_client("facilitator")
