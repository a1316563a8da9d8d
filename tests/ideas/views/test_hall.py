from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ideas.models import Idea
from tests.factories import make_comment, make_group, make_idea, make_participant, make_vote
from tests.ideas.helpers import close
from workshop.enums import GroupKind
from workshop.models import Participant, Workshop

HALL = "/w/spring/groups/"


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_each_group_shows_its_question_and_counts(participant_client, group, other, idea):
    make_idea(group, other, up=3, down=1, comment_count=1)
    make_comment(idea, other)

    page = words(participant_client.get(HALL))

    assert "How can everybody find time to learn?" in page
    counts = "<li><b>2</b> ideas</li> <li><b>1</b> comment</li> <li><b>4</b> votes<span"
    assert counts in page


def test_ones_own_place_leaves_ones_own_ideas_out(participant_client, participant, group, other):
    make_idea(group, participant)
    for idea in [make_idea(group, other) for _ in range(3)][:2]:
        make_vote(participant, idea=idea)

    page = words(participant_client.get(HALL))

    assert "You have voted on 2 of the 3 ideas by others" in page
    assert 'max="3" value="2"' in page


@pytest.mark.parametrize(
    ("votes", "sentence"),
    [
        (0, "You have voted on none of 1 idea yet"),
        (1, "You have voted on every idea here. Thank you."),
    ],
)
def test_none_and_all_are_said_in_words(participant_client, participant, idea, votes, sentence):
    for _ in range(votes):
        make_vote(participant, idea=idea)

    assert sentence in words(participant_client.get(HALL))


def test_hidden_and_withdrawn_ideas_count_nowhere(participant_client, participant, group, other):
    for state in ("hidden", "withdrawn"):
        idea = make_idea(group, other, state=state, up=1, comment_count=1)
        make_vote(participant, idea=idea)

    page = words(participant_client.get(HALL))

    assert "<li><b>0</b> ideas</li> <li><b>0</b> comments</li> <li><b>0</b> votes" in page
    assert "You have voted" not in page


def test_the_one_group_with_the_fewest_votes_an_idea_needs_readers(
    participant_client, workshop, other
):
    for key, votes in (("well-read", 9), ("unread", 2), ("read", 5)):
        make_idea(make_group(workshop, key, title=key), other, up=votes)

    page = words(participant_client.get(HALL))

    assert page.count("Needs more readers") == page.count("Start with this question") == 1
    assert page.index("unread") < page.index("Needs more readers") < page.index("well-read")


def test_a_group_without_an_idea_needs_a_first_one(participant_client, group):
    assert "Needs a first idea" in words(participant_client.get(HALL))


def test_who_voted_on_everything_is_not_sent_on(participant_client, participant, idea):
    make_vote(participant, idea=idea)

    assert "Start with this question" not in words(participant_client.get(HALL))


def test_other_ideas_are_a_link_beneath(participant_client, group, workshop):
    make_group(workshop, "other", title="Other ideas", kind=GroupKind.OPEN, position=9)

    page = words(participant_client.get(HALL))

    assert page.count('class="ws-group ') + page.count('class="ws-group"') == 1
    assert "Something that fits none of these?" in page


def test_a_workshop_without_groups_says_so(participant_client, workshop):
    assert "No groups here yet" in words(participant_client.get(HALL))


def test_a_closed_workshop_shows_counts_and_asks_for_nothing(participant_client, workshop, idea):
    close(workshop)

    page = words(participant_client.get(HALL))

    assert "The workshop has closed" in page
    assert "Read this group" in page
    for gone in ("Start with this question", "<progress", "left, until"):
        assert gone not in page


def test_whoever_has_not_joined_is_sent_to_the_missing_step(client, workshop):
    unfinished = make_participant(workshop, joined_at=None)

    assert client.get(HALL).url == "/w/spring/join/?next=%2Fw%2Fspring%2Fgroups%2F"
    client.force_login(unfinished.user)
    assert client.get(HALL).url == "/w/spring/questions/?next=%2Fw%2Fspring%2Fgroups%2F"


def test_the_hall_only_reads(participant_client):
    response = participant_client.post(HALL)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def returning(participant, now):
    """Somebody whose last visit ended two days ago."""
    Participant.objects.filter(pk=participant.pk).update(last_seen_at=now - 2 * DAY)
    return participant


def test_what_is_new_is_by_others_and_since_the_last_visit(
    participant_client, returning, group, other, now
):
    idea = make_idea(group, other, created_at=now - 3 * DAY)
    make_idea(group, other, created_at=now - DAY)
    make_idea(group, None, seed=True, created_at=now - DAY)
    make_idea(group, returning, created_at=now - DAY)
    make_idea(group, other, created_at=now - DAY, state="hidden")
    for author, age in ((other, 1), (other, 3), (returning, 1)):
        make_comment(idea, author, created_at=now - age * DAY)
    make_comment(idea, other, created_at=now - DAY, state="withdrawn")

    page = words(participant_client.get(HALL))

    assert "2 new ideas, 1 new comment since your last visit" in page
    assert "ws-group__new--none" not in page


def test_nothing_new_is_said_quietly(participant_client, returning, group, other, now):
    make_idea(group, other, created_at=now - 3 * DAY)

    page = words(participant_client.get(HALL))

    assert '<p class="ws-group__new ws-group__new--none">Nothing new since your last visit' in page


def test_on_a_first_visit_a_group_is_new_until_one_votes(participant_client, participant, idea):
    assert "New to you" in words(participant_client.get(HALL))
    make_vote(participant, idea=idea)

    page = words(participant_client.get(HALL))

    assert "New to you" not in page
    assert "since your last visit" not in page


@pytest.mark.parametrize(
    ("ages", "sentence"),
    [
        ([0.5, 0.9, 3], "3 posts since yesterday"),
        ([0.5], "1 post since yesterday"),
        ([2, 6], "3 posts in the last week"),
        ([8], None),
    ],
)
def test_how_lively_a_group_is(participant_client, group, other, now, ages, sentence):
    for age in ages:
        idea = make_idea(group, other, created_at=now - age * DAY)
    if len(ages) > 1:
        make_comment(idea, other, created_at=now - ages[0] * DAY)

    page = words(participant_client.get(HALL))

    assert ("ws-group__lively" in page) == (sentence is not None)
    assert (sentence or "") in page


def test_replies_to_me_are_one_press_away(participant_client, returning, group, other, now):
    mine = make_idea(group, returning, created_at=now - 3 * DAY)
    for age in (1, 3):
        make_comment(mine, other, created_at=now - age * DAY, handle=2)

    page = words(participant_client.get(HALL))

    assert '<a href="/w/spring/mine/#replies">1 new reply to you</a>' in page


def test_on_a_first_visit_no_reply_is_new(participant_client, participant, group, other):
    make_comment(make_idea(group, participant), other, handle=2)

    assert "to you</a>" not in words(participant_client.get(HALL))


def test_where_showings_are_counted_they_say_who_needs_readers(participant_client, workshop, other):
    for key, votes, showings in (("voted", 9, 3), ("shown", 1, 90)):
        idea = make_idea(make_group(workshop, key, title=key), other, up=votes)
        Idea.objects.filter(pk=idea.pk).update(showings=showings)

    page = words(participant_client.get(HALL))

    assert page.index("Question 2: voted") < page.index("Needs more readers")


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (timedelta(days=4), "<b>4 days</b> left, until"),
        (timedelta(days=1), "<b>Closes tomorrow at 5pm</b>"),
        (timedelta(0), "<b>Closes today at 5pm</b>"),
    ],
)
def test_a_close_that_is_near_is_said_in_words(
    participant_client, workshop, monkeypatch, left, sentence
):
    noon = datetime(2026, 6, 1, 12, 0, tzinfo=ZoneInfo(workshop.timezone))
    closes_at = noon.replace(hour=17) + left
    Workshop.objects.update(opens_at=noon - 9 * DAY, closes_at=closes_at)
    monkeypatch.setattr(timezone, "now", lambda: noon)

    assert sentence in words(participant_client.get(HALL))


def test_at_the_close_thanks_and_next_steps_stand_in_full(participant_client, workshop, idea):
    Workshop.objects.update(thanks="We are **grateful**.", next_steps="We read *all* of it.")
    close(workshop)

    page = words(participant_client.get(HALL))

    assert "We are <strong>grateful</strong>." in page
    assert "We read <em>all</em> of it." in page
    assert "ws-group__lively" not in page
    assert "New to you" not in page


def test_without_words_of_the_organisers_a_plain_thank_you_stands(participant_client, workshop):
    close(workshop)

    page = words(participant_client.get(HALL))

    assert "Thank you to everybody who read, voted and wrote here." in page
    assert "What happens next" not in page


def test_at_the_close_other_pages_have_a_line_with_the_way_there(
    participant_client, workshop, group, idea
):
    close(workshop)

    for path in (f"{HALL}at-work/", f"/w/spring/ideas/{idea.public_id}/", "/w/spring/mine/"):
        page = words(participant_client.get(path))
        assert '<a href="/w/spring/groups/#thanks">Thanks, and what happens next</a>' in page
        assert "Thank you to everybody" not in page
