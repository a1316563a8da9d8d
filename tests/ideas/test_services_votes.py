import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ideas.models import Comment, Idea, Vote
from ideas.services import (
    comment_add,
    comment_hide,
    idea_hide,
    idea_withdraw,
    vote_cast,
    vote_cast_at,
)
from tests.factories import make_comment, make_participant, make_vote, make_workshop
from tests.ideas.helpers import wrong_counters
from workshop.common.errors import DomainError


@pytest.fixture(params=["idea", "comment"])
def item(request, idea, other):
    """Something of another person to vote on."""
    return idea if request.param == "idea" else make_comment(idea, other, handle=1)


@pytest.mark.parametrize(
    ("values", "up", "down"),
    [
        ([1], 1, 0),
        ([-1], 0, 1),
        ([0], 0, 0),
        ([1, 1], 1, 0),
        ([1, -1], 0, 1),
        ([-1, 1, 1], 1, 0),
        ([1, 0], 0, 0),
        ([-1, 0, 0], 0, 0),
        ([1, 0, -1], 0, 1),
    ],
)
def test_a_vote_is_the_state_last_asked_for(item, participant, values, up, down):
    for value in values:
        shown = vote_cast(participant=participant, item=item, value=value)

    item.refresh_from_db()
    assert (item.up, item.down, item.net) == (up, down, up - down)
    assert (shown.up, shown.down, shown.own_value) == (up, down, values[-1])
    assert list(Vote.objects.values_list("value", flat=True)) == [v for v in values[-1:] if v]


def test_votes_of_several_people_add_up(workshop, item):
    for value in (1, 1, -1):
        vote_cast(participant=make_participant(workshop), item=item, value=value)

    item.refresh_from_db()
    assert (item.up, item.down, item.net) == (2, 1, 1)


def test_a_vote_makes_a_contributor_who_posted_nothing(item, participant):
    now = timezone.now()

    vote_cast(participant=participant, item=item, value=1, now=now)

    participant.refresh_from_db()
    assert (participant.first_contributed_at, participant.first_posted_at) == (now, None)


def test_taking_back_a_vote_that_was_never_cast_makes_no_contributor(item, participant):
    vote_cast(participant=participant, item=item, value=0)

    participant.refresh_from_db()
    assert participant.first_contributed_at is None


def test_changing_a_vote_dates_it_anew(item, participant):
    vote_cast(participant=participant, item=item, value=1)
    now = timezone.now()

    vote_cast(participant=participant, item=item, value=-1, now=now)

    assert Vote.objects.get().cast_at == now


def test_nobody_votes_on_their_own(own_idea, participant):
    comment = make_comment(own_idea, participant)

    for item, noun in ((own_idea, "idea"), (comment, "comment")):
        with pytest.raises(DomainError, match=f"your own {noun}"):
            vote_cast(participant=participant, item=item, value=1)
    assert not Vote.objects.exists()


@pytest.mark.parametrize("value", [2, -2, 99])
def test_a_vote_is_up_down_or_nothing(item, participant, value):
    with pytest.raises(DomainError, match="Choose up, down"):
        vote_cast(participant=participant, item=item, value=value)


def test_nobody_votes_on_what_is_gone(idea, other, participant):
    comment, under = (comment_add(author=other, idea=idea, body="Yes") for _ in range(2))
    comment_hide(comment=comment, reason="It names a colleague.")
    idea_hide(idea=idea, reason="It names a colleague.")

    for item in (idea, comment, under):
        with pytest.raises(DomainError, match="no longer shown"):
            vote_cast(participant=participant, item=item, value=1)


def test_votes_on_what_is_withdrawn_stay(idea, other, participant):
    vote_cast(participant=participant, item=idea, value=1)
    idea_withdraw(participant=other, idea=idea)

    assert (Vote.objects.count(), wrong_counters()) == (1, [])


@pytest.mark.parametrize("model", [Idea, Comment])
def test_a_vote_needs_an_item_of_the_same_workshop(model, idea):
    stranger = make_participant(make_workshop())

    with pytest.raises(model.DoesNotExist):
        vote_cast_at(participant=stranger, model=model, public_id=idea.public_id, value=1)


def test_the_database_refuses_a_second_vote(item, participant):
    target = {"idea" if isinstance(item, Idea) else "comment": item}
    make_vote(participant, **target)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_vote(participant, value=-1, **target)
