"""The front door answers."""

import pytest

from tests.factories import make_workshop


@pytest.mark.django_db
def test_home_sends_to_the_one_open_workshop(client):
    workshop = make_workshop("spring")

    assert client.get("/").url == workshop.get_absolute_url()
