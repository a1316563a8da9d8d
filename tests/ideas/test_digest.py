"""The summary that a person may get by e-mail."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from ideas.digest import digest_for
from ideas.models import Comment, Idea, Vote
from tests.factories import make_comment, make_group, make_idea, make_participant, make_vote
from tests.queries import query_budget
from workshop.enums import EmailChoice, ScoresShown
from workshop.models import Participant, Workshop

NOW = timezone.now()
HOUR = timedelta(hours=1)
SINCE = NOW - 24 * HOUR
STOP = "https://example.org/stop/x"
PREVIEW = "/w/spring/mine/digest/"


def choose(participant: Participant, choice: str) -> None:
    participant.email_choice = choice
    participant.save(update_fields=["email_choice"])


def said(participant, choice: str = EmailChoice.DAILY) -> list[str]:
    choose(participant, choice)
    digest = digest_for(participant=participant, since=SINCE, now=NOW)
    return [line.words for line in digest.lines] if digest else []


@pytest.fixture
def news(participant, other, group, idea, own_idea):
    """Something of each kind, an hour ago; the ideas themselves are older."""
    Idea.objects.update(created_at=NOW - 48 * HOUR)
    recent = {"created_at": NOW - HOUR, "handle": 2}
    make_comment(own_idea, other, **recent)
    make_comment(idea, make_participant(group.workshop), **recent)
    participant.follows.create(idea=idea)
    make_idea(group, other, title="Brand new", created_at=NOW - HOUR)
    make_vote(other, idea=own_idea)
    Vote.objects.update(cast_at=NOW - HOUR)


def test_a_summary_counts_each_kind(participant, news):
    assert said(participant) == [
        "1 new reply to what you wrote",
        "1 new comment in 1 conversation that you follow",
        "Votes have moved 1 idea of yours",
        "1 new idea in “At work”",
    ]


def test_who_wants_replies_hears_of_replies_alone(participant, news):
    assert said(participant, EmailChoice.REPLIES) == ["1 new reply to what you wrote"]


def test_who_wants_nothing_or_stopped_all_gets_nothing(participant, news):
    assert said(participant, EmailChoice.NONE) == []
    participant.mailings_stopped_at = NOW
    assert said(participant) == []


@pytest.mark.parametrize("scores", [ScoresShown.AFTER_VOTE, ScoresShown.AFTER_CLOSE])
def test_hidden_scores_move_nothing(participant, news, scores):
    participant.workshop.scores = scores

    assert "Votes have moved 1 idea of yours" not in said(participant)
    assert len(said(participant)) == 3


@pytest.mark.parametrize("moment", [SINCE - HOUR, SINCE, NOW + HOUR])
def test_what_belongs_to_another_summary_is_left_out(participant, own_idea, other, moment):
    Idea.objects.update(created_at=NOW - 48 * HOUR)
    make_comment(own_idea, other, created_at=moment, handle=2)

    assert said(participant) == []


def test_what_one_did_oneself_is_no_news(participant, group, own_idea, idea):
    Idea.objects.exclude(pk=own_idea.pk).update(created_at=NOW - 48 * HOUR)
    for thread in (own_idea, idea):
        make_comment(thread, participant, created_at=NOW - HOUR, handle=1)
        participant.follows.create(idea=thread)

    assert said(participant) == []


def test_what_is_not_shown_is_no_news(participant, news):
    Comment.objects.update(state="hidden", moderation_reason="Rude.")
    Idea.objects.update(state="hidden", moderation_reason="Rude.")

    assert said(participant) == []


def test_a_reply_in_a_followed_thread_is_told_once(participant, own_idea, other):
    Idea.objects.update(created_at=NOW - 48 * HOUR)
    make_comment(own_idea, other, created_at=NOW - HOUR, handle=2)
    participant.follows.create(idea=own_idea)

    assert said(participant) == ["1 new reply to what you wrote"]


def test_a_message_holds_numbers_and_links_and_no_words_of_anybody(participant, news, own_idea):
    choose(participant, EmailChoice.WEEKLY)
    Workshop.objects.update(title="Skills & tools")
    participant.refresh_from_db()
    digest = digest_for(participant=participant, since=SINCE, now=NOW)

    html, text = (make(stop_url=STOP) for make in (digest.as_html, digest.as_text))

    assert digest.subject == "Skills & tools: what is new"
    for message in (html, text):
        assert STOP in message
        assert f"{settings.SITE_URL}/w/spring/mine/#replies" in message
        for post in [*Idea.objects.all(), *Comment.objects.all()]:
            assert post.body not in message
            assert post.public_id not in message
        assert own_idea.title not in message
    assert "Skills &amp; tools" in html
    assert "Skills & tools" in text


def test_a_message_tells_days_and_no_times(participant, news):
    choose(participant, EmailChoice.DAILY)
    text = digest_for(participant=participant, since=SINCE, now=NOW).as_text(stop_url="x")

    assert f"Since {SINCE.astimezone(participant.workshop.zone):%A}" in text
    assert ":00" not in text.replace("https://", "").replace(settings.SITE_URL, "")


@pytest.mark.parametrize("many", [1, 6])
@pytest.mark.parametrize(("choice", "queries"), [("none", 0), ("replies", 1), ("daily", 4)])
def test_a_summary_asks_as_often_for_little_as_for_much(
    participant, other, workshop, many, choice, queries
):
    for number in range(many):
        group = make_group(workshop, f"g{number}")
        make_comment(make_idea(group, participant), other, handle=2)
        make_comment(make_idea(group, other), other, handle=1).idea.followers.create(
            participant=participant
        )
    choose(participant, choice)

    with query_budget(queries) as asked:
        digest_for(participant=participant, since=SINCE, now=timezone.now())
    assert len(asked) == queries


def test_mailings_find_it_by_the_settings():
    assert import_string(settings.MAIL_DIGEST) is digest_for


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("none", "You have chosen to get nothing"),
        ("replies", "Nothing is new in the last day"),
        ("weekly", "Nothing is new in the last 7 days"),
    ],
)
def test_a_preview_says_why_nothing_would_come(participant_client, participant, choice, words):
    choose(participant, choice)

    assert words in participant_client.get(PREVIEW).content.decode()


def test_a_preview_says_what_the_next_message_would_say(participant_client, participant, news):
    choose(participant, EmailChoice.DAILY)

    page = participant_client.get(PREVIEW).content.decode()

    assert "Skills for everyone: what is new" in page
    assert "1 new reply to what you wrote" in page
    participant.mailings_stopped_at = NOW
    participant.save()
    assert "You have stopped all messages" in participant_client.get(PREVIEW).content.decode()
