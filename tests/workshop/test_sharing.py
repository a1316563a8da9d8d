"""A shared link shows the workshop's own words, and never what a person wrote."""

import html
import io
import re

import pytest
from PIL import Image

from tests.factories import make_comment, make_group, make_idea, make_workshop

SECRET = "Wards must share rotas"


def metas(client, path: str) -> dict[str, str]:
    """The names and contents of a page's meta elements; of a redirect, those where it ends."""
    page = client.get(path, follow=True).content.decode()
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', page)
    return {name: html.unescape(content) for name, content in found}


@pytest.fixture
def spring(db, settings):
    settings.SITE_URL = "https://talk.example.org"
    return make_workshop("spring", strapline='Who has time for "digital"?', accent="#7a3e06")


@pytest.mark.parametrize("path", ["", "join/"])
def test_a_shared_link_brings_title_question_dates_and_picture(client, spring, path):
    found = metas(client, f"/w/spring/{path}")

    assert found["og:title"] == "Skills for everyone"
    assert found["og:description"].startswith('Who has time for "digital"?. Open from ')
    assert found["og:url"] == "https://talk.example.org/w/spring/"
    assert re.fullmatch(
        r"https://talk\.example\.org/w/spring/card\.png\?v=\w{16}", found["og:image"]
    )
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"].startswith("Skills for everyone. Who has time")
    assert found["twitter:card"] == "summary_large_image"


def test_a_shared_link_to_a_thread_or_a_list_shows_nothing_of_it(client, spring):
    group = make_group(spring, prompt="What helps?")
    make_group(spring, prompt="What hinders?")
    idea = make_idea(group, title=SECRET, body=SECRET)
    make_comment(idea, body=SECRET)

    for path in (idea.get_absolute_url(), group.get_absolute_url()):
        answer = client.get(path, follow=True)
        assert answer.redirect_chain[0][0].startswith("/w/spring/join/")
        assert SECRET not in answer.content.decode()
        assert metas(client, path) == metas(client, "/w/spring/join/")


def test_pages_behind_the_door_have_no_card(participant_client, group):
    idea = make_idea(group)

    for path in (idea.get_absolute_url(), group.get_absolute_url()):
        assert not [name for name in metas(participant_client, path) if name.startswith("og:")]


def test_the_only_question_of_a_workshop_stands_for_a_strapline(client, db):
    workshop = make_workshop("spring")
    make_group(workshop, prompt="What helps?")
    make_group(workshop, prompt="Anything else?", kind="open")

    assert metas(client, "/w/spring/")["og:description"].startswith("What helps?. Open")
    make_group(workshop, prompt="What hinders?")
    assert metas(client, "/w/spring/")["og:description"].startswith("Open from")


def test_the_picture_has_the_size_that_sites_ask_for(client, spring):
    answer = client.get("/w/spring/card.png")

    image = Image.open(io.BytesIO(answer.content))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert image.getpixel((600, 5)) == (0x7A, 0x3E, 0x06)
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert not answer.cookies


def test_a_picture_that_has_not_changed_is_not_sent_again(client, spring, monkeypatch):
    etag = client.get("/w/spring/card.png")["ETag"]
    monkeypatch.setattr("workshop.views.public.card_png", None)

    again = client.get("/w/spring/card.png", headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/w/spring/card.png").status_code == 200  # kept, not drawn again


def test_new_words_make_a_new_picture_under_a_new_address(client, spring):
    before = metas(client, "/w/spring/")["og:image"], client.get("/w/spring/card.png")["ETag"]
    spring.title = "Skills for all"
    spring.save()

    after = metas(client, "/w/spring/")["og:image"], client.get("/w/spring/card.png")["ETag"]

    assert before[0] != after[0]
    assert before[1] != after[1]


def test_there_is_no_picture_of_no_workshop(client, db):
    assert client.get("/w/nowhere/card.png").status_code == 404
