from urllib.parse import urlencode

import pytest

FORM = "application/x-www-form-urlencoded"
LONG = {"email": "x" * 1_200_000}
MANY = {f"field{number}": "" for number in range(1100)}


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("path", ["/nowhere/", "/w/nowhere/"])
def test_what_is_not_there_is_said_in_the_sites_look_in_the_demo_too(client, settings, debug, path):
    settings.DEBUG = debug

    response = client.get(path)

    assert response.status_code == 404
    assert "<h1>There is no such page</h1>" in response.content.decode()
    assert "Django" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize(
    ("body", "status", "words"),
    [(LONG, 413, "That is too long to send"), (MANY, 400, "We could not read that")],
    ids=["long", "many"],
)
def test_a_form_beyond_all_measure_is_refused_in_the_sites_look(
    client, workshop, settings, debug, body, status, words
):
    settings.DEBUG = debug

    response = client.post("/w/spring/join/", urlencode(body), FORM)

    assert response.status_code == status
    assert words in response.content.decode()
    assert '<main class="ws-width ws-main"' in response.content.decode()
    assert "RequestData" not in response.content.decode()
