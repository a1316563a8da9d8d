"""How much one person may do in how long: by rows, and by counts in the cache."""

from datetime import timedelta

import pytest
from django.utils import timezone
from redis.exceptions import RedisError

from ideas.models import Comment, Idea, Vote
from ideas.services import (
    comment_add,
    contribution_erase,
    idea_submit,
    idea_withdraw,
    vote_cast,
)
from ideas.services.limits import TooManyError, wait_words
from ideas.services.rates import SEARCH, SIMILAR, CountingAwayError, rate_require
from tests.factories import make_comment, make_idea, make_participant
from tests.ideas.helpers import HTMX, group_url, url

WORDS = {"title": "Two hours a month", "body": "In the rota."}
KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def ten_ideas(group, participant, now):
    """Ideas within the hour, the first half an hour ago."""
    return [
        make_idea(group, participant, created_at=now - timedelta(minutes=30 - number))
        for number in range(10)
    ]


@pytest.fixture
def thirty_comments(idea, participant, now):
    """Comments and a reply within the hour, the first forty minutes ago."""
    made = [
        make_comment(idea, participant, handle=2, created_at=now - timedelta(minutes=40 - number))
        for number in range(29)
    ]
    return [*made, make_comment(idea, participant, handle=2, parent=made[0], created_at=now)]


@pytest.fixture
def votes_120(group, participant, other, now):
    """Votes within the minute, the first 50 seconds ago."""
    ideas = [make_idea(group, other) for _ in range(120)]
    moments = [now - timedelta(seconds=50 - number / 4) for number in range(120)]
    return Vote.objects.bulk_create(
        Vote(participant=participant, idea=idea, value=1, cast_at=moment)
        for idea, moment in zip(ideas, moments, strict=True)
    )


def test_the_eleventh_idea_of_an_hour_waits(group, participant, ten_ideas, now):
    with pytest.raises(TooManyError, match="10 ideas within an hour") as refused:
        idea_submit(author=participant, group=group, now=now, **WORDS)

    assert refused.value.retry_after == 30 * 60
    assert refused.value.message.endswith("Please wait 30 minutes.")
    assert Idea.objects.count() == 10
    later = now + timedelta(minutes=30)
    assert idea_submit(author=participant, group=group, now=later, **WORDS)


def test_another_persons_ideas_are_not_counted(group, other, ten_ideas, now):
    assert idea_submit(author=other, group=group, now=now, **WORDS)


def test_what_was_withdrawn_is_counted(group, participant, ten_ideas, now):
    idea_withdraw(participant=participant, idea=ten_ideas[0])

    with pytest.raises(TooManyError):
        idea_submit(author=participant, group=group, now=now, **WORDS)


def test_the_tenth_idea_sent_again_is_the_tenth(group, participant, ten_ideas, now):
    contribution_erase(participant=participant, post=ten_ideas[0], with_text=True)
    first = idea_submit(author=participant, group=group, now=now, key=KEY, **WORDS)

    assert idea_submit(author=participant, group=group, now=now, key=KEY, **WORDS) == first


def test_the_thirty_first_comment_of_an_hour_waits(idea, participant, thirty_comments, now):
    for parent in (None, thirty_comments[0]):
        with pytest.raises(TooManyError, match="30 comments within an hour") as refused:
            comment_add(author=participant, idea=idea, body="Yes", parent=parent, now=now)
        assert refused.value.retry_after == 20 * 60

    idea.refresh_from_db()
    assert (Comment.objects.count(), idea.comment_count) == (30, 0)


def test_a_vote_too_many_in_a_minute_waits(idea, participant, votes_120, now):
    with pytest.raises(TooManyError, match="120 times within a minute") as refused:
        vote_cast(participant=participant, item=idea, value=1, now=now)

    assert refused.value.retry_after == 10
    assert not Vote.objects.filter(idea=idea).exists()
    assert vote_cast(participant=participant, item=idea, value=1, now=now + timedelta(seconds=11))


def test_taking_back_and_repeating_a_vote_are_never_too_many(participant, votes_120, now):
    item = votes_120[0].idea

    assert vote_cast(participant=participant, item=item, value=1, now=now).own_value == 1
    Idea.objects.update(up=1)
    assert vote_cast(participant=participant, item=item, value=0, now=now).own_value == 0
    assert Vote.objects.count() == 119


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "Please wait 1 second."),
        (90, "Please wait 90 seconds."),
        (91, "Please wait 2 minutes."),
        (3600, "Please wait 60 minutes."),
    ],
)
def test_a_wait_is_said_in_words(seconds, words):
    assert wait_words(seconds) == words


def test_an_idea_too_many_keeps_the_text_and_the_button(participant_client, group, ten_ideas):
    response = participant_client.post(group_url("new", group), WORDS)

    page = response.content.decode()
    assert response.status_code == 429
    assert 60 < int(response["Retry-After"]) <= 30 * 60
    for kept in ("Your idea was not posted", WORDS["title"], WORDS["body"], "Post idea"):
        assert kept in page
    assert "send it again then" in page


@pytest.mark.parametrize("headers", [HTMX, {}])
@pytest.mark.parametrize("reply", [False, True])
def test_a_comment_too_many_keeps_the_text_and_the_button(
    participant_client, idea, thirty_comments, headers, reply
):
    path = url("comment_reply", thirty_comments[0]) if reply else url("comment_add", idea)

    response = participant_client.post(path, {"body": "My thought"}, headers=headers)

    page = response.content.decode()
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 60
    for kept in ("30 comments within an hour", "My thought", "Post reply" if reply else "Post c"):
        assert kept in page
    assert ("<main" in page) is not bool(headers)
    assert response.headers.get("HX-Retarget") == ("this" if headers else None)


def test_a_vote_too_many_says_so_in_its_place(participant_client, idea, votes_120):
    response = participant_client.post(url("idea_vote", idea), {"value": "up"}, headers=HTMX)

    page = response.content.decode()
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 10
    assert "You have voted 120 times within a minute. Please wait" in page
    assert page.count('name="value" value="up" aria-pressed="false"') == 1
    plain = participant_client.post(url("idea_vote", idea), {"value": "up"})
    assert plain.status_code == 429
    assert "Back to where you were" in plain.content.decode()


def test_so_many_are_let_through_in_each_minute(participant):
    for minute in (0, 60, 120):
        for second in range(30):
            rate_require(participant=participant, rate=SEARCH, now=minute + second)
        with pytest.raises(TooManyError) as refused:
            rate_require(participant=participant, rate=SEARCH, now=minute + 45)
        assert refused.value.retry_after == 15


def test_people_and_kinds_are_counted_apart(participant, other):
    for _ in range(30):
        rate_require(participant=participant, rate=SEARCH, now=0)

    rate_require(participant=participant, rate=SIMILAR, now=0)
    rate_require(participant=other, rate=SEARCH, now=0)


class Store:
    """A cache that keeps the keys it is given, and may be away or emptied in between."""

    def __init__(self, fault: type[Exception] | None = None) -> None:
        self.keys, self.fault = [], fault

    def add(self, key: str, value: int, timeout: int) -> None:
        self.keys.append(key)

    def incr(self, key: str) -> int:
        if self.fault:
            raise self.fault
        return 1


def test_a_count_names_nobody(workshop, monkeypatch):
    person, store = make_participant(workshop, pk=9_000_000_123), Store()
    monkeypatch.setattr("ideas.services.rates.cache", store)

    rate_require(participant=person, rate=SEARCH, now=0)

    assert len(store.keys[0]) == 64
    assert "9000000123" not in store.keys[0]


def test_a_cache_that_was_emptied_in_between_counts_anew(participant, monkeypatch):
    monkeypatch.setattr("ideas.services.rates.cache", Store(ValueError))

    rate_require(participant=participant, rate=SEARCH, now=0)


@pytest.mark.parametrize("fault", [OSError, RedisError])
def test_what_cannot_be_counted_is_not_done(participant, monkeypatch, fault):
    monkeypatch.setattr("ideas.services.rates.cache", Store(fault))

    with pytest.raises(CountingAwayError):
        rate_require(participant=participant, rate=SEARCH)
