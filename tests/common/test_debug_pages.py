import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("path", ["/nowhere/", "/w/nowhere/"])
def test_what_is_not_there_is_said_in_the_sites_look_in_the_demo_too(client, settings, debug, path):
    settings.DEBUG = debug

    response = client.get(path)

    assert response.status_code == 404
    assert "<h1>There is no such page</h1>" in response.content.decode()
    assert "Django" not in response.content.decode()
