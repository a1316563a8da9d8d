"""Who follows a conversation, and how it begins and ends."""

import pytest

from ideas.models import Follow
from ideas.services import (
    comment_add,
    comment_add_as_facilitator,
    contributions_unlink,
    follow_set,
    idea_seed,
    idea_submit,
    idea_withdraw,
)
from workshop.common.errors import DomainError


def followers(idea) -> list:
    return list(idea.followers.order_by("pk").values_list("participant", flat=True))


def test_the_wanted_state_is_set_and_twice_is_once(participant, idea):
    for wanted, expected in ((True, 1), (True, 1), (False, 0), (False, 0)):
        follow_set(participant=participant, idea=idea, following=wanted)
        assert Follow.objects.count() == expected


def test_the_author_follows_their_idea(participant, group):
    idea = idea_submit(author=participant, group=group, title="Two hours a month", body="Yes")

    assert followers(idea) == [participant.pk]


def test_whoever_comments_follows_from_then_on(participant, idea):
    first = comment_add(author=participant, idea=idea, body="Yes")
    comment_add(author=participant, idea=idea, body="And more", parent=first)

    assert followers(idea) == [participant.pk]


def test_who_stopped_is_not_followed_again_by_the_next_comment(participant, own_idea, idea):
    comment_add(author=participant, idea=idea, body="Yes")
    for each in (idea, own_idea):
        follow_set(participant=participant, idea=each, following=False)
        comment_add(author=participant, idea=each, body="And more")

    assert not Follow.objects.exists()


def test_facilitators_follow_nothing(group, idea):
    comment_add_as_facilitator(idea=idea, body="Has anyone seen it work?")
    idea_seed(group=group, title="What would help?", body="Say.")

    assert not Follow.objects.exists()


def test_nobody_begins_to_follow_what_is_no_longer_shown(participant, idea, other):
    idea_withdraw(participant=other, idea=idea)
    idea.refresh_from_db()

    with pytest.raises(DomainError, match="no longer shown"):
        follow_set(participant=participant, idea=idea, following=True)
    follow_set(participant=participant, idea=idea, following=False)


def test_an_erased_account_follows_nothing(participant, idea):
    follow_set(participant=participant, idea=idea, following=True)
    contributions_unlink(participant=participant)
    type(participant).objects.filter(pk=participant.pk).update(user=None)

    with pytest.raises(DomainError, match="erased"):
        follow_set(participant=participant, idea=idea, following=True)
    assert not Follow.objects.exists()
