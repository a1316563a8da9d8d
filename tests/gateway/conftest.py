import pytest
from django.test import Client

from tests.factories import make_participant, make_user, make_workshop
from workshop.models import Participant


@pytest.fixture
def person(db) -> Participant:
    """Somebody registered who has not answered anything."""
    return make_participant(make_workshop("spring"), make_user(), joined_at=None)


@pytest.fixture
def person_client(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client
