"""The button that follows a conversation."""

import pytest

from ideas.models import Follow
from ideas.services import comment_add, idea_withdraw
from tests.ideas.helpers import HTMX, close, url


def read(client, idea) -> str:
    return client.get(url("thread", idea)).content.decode()


def test_a_conversation_is_followed_and_left_without_a_script(participant_client, idea):
    assert "Follow this conversation" in read(participant_client, idea)

    for wanted, words in (("on", "You follow this."), ("off", "Follow this conversation")):
        answer = participant_client.post(url("follow", idea), {"following": wanted})
        assert answer.url == f"{url('thread', idea)}#follow"
        assert words in read(participant_client, idea)


@pytest.mark.parametrize(
    ("wanted", "words", "said"),
    [
        ("on", "You follow this.", "You follow this conversation."),
        ("off", "Follow this conversation", "You no longer follow this conversation."),
    ],
)
def test_htmx_gets_the_button_alone(participant_client, idea, wanted, words, said):
    for _ in range(2):
        answer = participant_client.post(
            url("follow", idea), {"following": wanted}, headers=HTMX
        ).content.decode()
        assert words in answer
        assert f'data-announce="{said}"' in answer
        assert "<main" not in answer


def test_who_commented_reads_that_they_follow(participant_client, participant, idea):
    comment_add(author=participant, idea=idea, body="Yes")

    assert "You follow this." in read(participant_client, idea)


@pytest.mark.parametrize(("headers", "status"), [(HTMX, 422), ({}, 409)])
def test_nonsense_and_what_is_gone_are_refused_in_words(
    participant_client, idea, other, headers, status
):
    answer = participant_client.post(url("follow", idea), {"following": "maybe"}, headers=headers)
    assert answer.status_code == status
    assert "Choose whether to follow" in answer.content.decode()

    idea_withdraw(participant=other, idea=idea)
    answer = participant_client.post(url("follow", idea), {"following": "on"}, headers=headers)
    assert answer.status_code == status
    assert "no longer shown" in answer.content.decode()
    assert not Follow.objects.exists()


def test_after_the_close_there_is_nothing_to_follow(participant_client, participant, idea):
    Follow.objects.create(participant=participant, idea=idea)
    close(idea.workshop)

    assert 'id="follow"' not in read(participant_client, idea)
    assert participant_client.post(url("follow", idea), {"following": "on"}).status_code == 409
    participant_client.post(url("follow", idea), {"following": "off"})
    assert not Follow.objects.exists()


def test_following_is_asked_by_post(participant_client, idea):
    assert participant_client.get(url("follow", idea)).status_code == 405
