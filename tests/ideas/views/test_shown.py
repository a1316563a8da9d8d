"""Telling that ideas were shown: by a script, or by a picture where none runs."""

import re

import pytest

from ideas.models import Idea, Showing
from tests.factories import make_idea
from tests.ideas.helpers import close, group_url, url
from tests.queries import query_budget

PATH = "/w/spring/shown/"
PICTURE = re.compile(r'<noscript[^>]*><img [^>]*src="([^"]*)"')


def picture(page: str) -> str:
    return PICTURE.search(page).group(1).replace("&amp;", "&")


def shown_to(client, path: str) -> bool:
    return "Shown to" in client.get(path).content.decode()


def test_a_script_tells_what_was_in_view(participant_client, group, idea):
    second = make_idea(group)
    ids = [idea.public_id, second.public_id, "nothing"]

    with query_budget(8):
        response = participant_client.post(PATH, {"idea": ids})

    assert (response.status_code, response.content) == (204, b"")
    assert list(Idea.objects.values_list("showings", flat=True)) == [1, 1]


@pytest.mark.parametrize("name", ["list", "thread"])
def test_without_a_script_the_served_page_counts(participant_client, group, idea, name):
    path = group_url("list", group) if name == "list" else url("thread", idea)

    response = participant_client.get(picture(participant_client.get(path).content.decode()))

    assert response.headers["Content-Type"] == "image/gif"
    assert "no-store" in response.headers["Cache-Control"]
    assert Showing.objects.get().idea == idea


def test_reading_a_page_writes_nothing_by_itself(participant_client, group, idea):
    participant_client.get(group_url("list", group))
    participant_client.get(url("thread", idea))
    participant_client.head(f"{PATH}?idea={idea.public_id}")

    assert not Showing.objects.exists()


def test_what_has_counted_is_not_told_again(participant_client, group, idea, own_idea):
    pages = [group_url("list", group), url("thread", idea), url("thread", own_idea)]
    told = [participant_client.get(path).content.count(b" data-shown=") for path in pages]
    participant_client.post(PATH, {"idea": idea.public_id})
    again = [participant_client.get(path).content.count(b" data-shown=") for path in pages]

    assert (told, again) == ([1, 1, 0], [0, 0, 0])


def test_after_the_close_nothing_is_told(participant_client, workshop, group, idea):
    close(workshop)

    for path in (group_url("list", group), url("thread", idea)):
        page = participant_client.get(path).content
        assert b"data-shown" not in page
        assert PATH.encode() not in page


@pytest.mark.parametrize(
    ("showings", "words"),
    [(0, None), (1, "Shown to 1 other person<"), (1312, "Shown to 1,312 others<")],
)
def test_cards_and_threads_say_to_how_many_others(participant_client, group, idea, showings, words):
    Idea.objects.update(showings=showings)

    for path in (group_url("list", group), url("thread", idea)):
        page = participant_client.get(path).content.decode()
        assert words in page if words else "Shown to" not in page


def test_the_reader_is_not_among_the_others(participant_client, other_client, group, idea):
    participant_client.post(PATH, {"idea": idea.public_id})

    assert not shown_to(participant_client, group_url("list", group))
    assert shown_to(other_client, group_url("list", group))


def test_strangers_and_other_methods_are_turned_away(client, participant_client, idea):
    answer = client.post(PATH, {"idea": idea.public_id})

    assert answer.status_code == 302
    assert participant_client.put(PATH).status_code == 405
    assert not Showing.objects.exists()
