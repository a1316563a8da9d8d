from datetime import timedelta

import pytest

from ideas.models import Comment, Revision
from ideas.services import (
    comment_add,
    comment_edit,
    comment_hide,
    comment_restore,
    comment_withdraw,
    idea_hide,
    idea_withdraw,
)
from tests.factories import make_comment, make_idea, make_participant
from workshop.common.errors import DomainError

KEY = "0123456789abcdef0123456789abcdef"


def count(idea) -> int:
    idea.refresh_from_db()
    return idea.comment_count


def test_handles_follow_the_first_appearance(workshop, idea, other, participant):
    third = make_participant(workshop)
    speakers = [participant, other, third, participant, other]

    comments = [comment_add(author=who, idea=idea, body="Yes") for who in speakers]

    assert [comment.handle for comment in comments] == [2, 1, 3, 2, 1]


def test_a_person_has_another_handle_in_another_thread(workshop, group, idea, other, participant):
    third = make_participant(workshop)
    comment_add(author=third, idea=idea, body="Yes")
    elsewhere = make_idea(group, other)

    here = comment_add(author=participant, idea=idea, body="Yes")
    there = comment_add(author=participant, idea=elsewhere, body="Yes")

    assert (here.handle, there.handle) == (3, 2)


def test_nobody_gets_the_handle_of_a_comment_that_is_gone(workshop, idea, participant):
    gone = comment_add(author=participant, idea=idea, body="Yes")
    comment_withdraw(participant=participant, comment=gone)

    assert comment_add(author=make_participant(workshop), idea=idea, body="Yes").handle == 3


def test_under_a_seed_the_first_speaker_is_participant_b(group, participant):
    seed = make_idea(group, seed=True)

    assert comment_add(author=participant, idea=seed, body="Yes").handle == 2


def test_a_comment_is_counted_and_stamps_its_author(idea, participant):
    comment = comment_add(author=participant, idea=idea, body="Yes")

    assert count(idea) == 1
    participant.refresh_from_db()
    assert participant.first_posted_at == comment.created_at


def test_a_reply_stands_under_its_comment_and_counts(idea, participant, other):
    parent = comment_add(author=participant, idea=idea, body="Yes")
    reply = comment_add(author=other, idea=idea, body="Why?", parent=parent)

    assert (reply.parent, count(idea)) == (parent, 2)


def test_a_reply_to_a_reply_is_refused(idea, participant):
    parent = comment_add(author=participant, idea=idea, body="Yes")
    reply = comment_add(author=participant, idea=idea, body="Yes", parent=parent)

    with pytest.raises(DomainError, match="not to a reply"):
        comment_add(author=participant, idea=idea, body="Yes", parent=reply)


def test_a_reply_to_a_comment_of_another_idea_is_refused(idea, own_idea, participant):
    parent = comment_add(author=participant, idea=own_idea, body="Yes")

    with pytest.raises(DomainError, match="on the same idea"):
        comment_add(author=participant, idea=idea, body="Yes", parent=parent)


def test_a_reply_to_what_is_no_longer_shown_is_refused(idea, participant, other):
    parent = comment_add(author=participant, idea=idea, body="Yes")
    comment_hide(comment=parent, reason="It names a colleague.")

    with pytest.raises(DomainError, match="no longer shown"):
        comment_add(author=other, idea=idea, body="Yes", parent=parent)


def test_the_same_key_and_text_post_once(idea, participant):
    first = comment_add(author=participant, idea=idea, body="Yes", key=KEY)

    assert comment_add(author=participant, idea=idea, body="Yes", key=KEY) == first
    assert count(idea) == Comment.objects.count() == 1


def test_the_same_key_under_another_comment_is_another_post(idea, participant):
    first = comment_add(author=participant, idea=idea, body="Yes", key=KEY)
    comment_add(author=participant, idea=idea, body="Yes", key=KEY, parent=first)

    assert Comment.objects.count() == 2


@pytest.mark.parametrize("gone", ["hidden", "withdrawn"])
def test_nothing_can_be_said_below_an_idea_that_is_gone(idea, participant, other, gone):
    comment = comment_add(author=participant, idea=idea, body="Yes")
    if gone == "hidden":
        idea_hide(idea=idea, reason="It names a colleague.")
    else:
        idea_withdraw(participant=other, idea=idea)

    with pytest.raises(DomainError, match="no longer shown"):
        comment_add(author=participant, idea=idea, body="Yes")
    with pytest.raises(DomainError, match="no longer shown"):
        comment_edit(participant=participant, comment=comment, body="No")
    comment_withdraw(participant=participant, comment=comment)
    assert count(idea) == 0


def test_an_edit_keeps_what_was_said(idea, participant):
    comment = comment_add(author=participant, idea=idea, body="Yes")
    now = comment.created_at + timedelta(minutes=14)

    edited = comment_edit(participant=participant, comment=comment, body="No", now=now)

    assert (edited.body, edited.edited_at) == ("No", now)
    assert list(Revision.objects.values_list("comment", "body")) == [(comment.pk, "Yes")]


def test_after_fifteen_minutes_a_comment_stands(idea, participant):
    comment = comment_add(author=participant, idea=idea, body="Yes")
    now = comment.created_at + timedelta(minutes=15)

    with pytest.raises(DomainError, match="15 minutes"):
        comment_edit(participant=participant, comment=comment, body="No", now=now)


def test_an_author_mends_a_hidden_comment_at_any_time_and_it_stays_hidden(idea, participant):
    comment = comment_add(author=participant, idea=idea, body="As Jo said")
    comment_hide(comment=comment, reason="It names a colleague.")
    now = comment.created_at + timedelta(hours=30)

    mended = comment_edit(participant=participant, comment=comment, body="As said", now=now)

    assert (mended.body, mended.edited_at, mended.state) == ("As said", now, "hidden")
    assert mended.moderation_reason == "It names a colleague."
    assert list(Revision.objects.values_list("comment", "body")) == [(comment.pk, "As Jo said")]


def test_a_withdrawn_comment_cannot_be_changed(idea, participant):
    comment = comment_add(author=participant, idea=idea, body="Yes")
    comment_withdraw(participant=participant, comment=comment)

    with pytest.raises(DomainError, match="no longer shown"):
        comment_edit(participant=participant, comment=comment, body="No")


def test_an_edit_that_changes_nothing_keeps_no_revision(idea, participant):
    comment = comment_add(author=participant, idea=idea, body="Yes")

    comment_edit(participant=participant, comment=comment, body="Yes")

    assert not Revision.objects.exists()


def test_the_count_follows_what_is_shown(idea, participant):
    comment = comment_add(author=participant, idea=idea, body="Yes")
    comment_add(author=participant, idea=idea, body="And yes")
    counts = [count(idea)]

    comment_hide(comment=comment, reason="It names a colleague.")
    counts.append(count(idea))
    comment_restore(comment=comment)
    counts.append(count(idea))
    for _ in range(2):
        comment_withdraw(participant=participant, comment=comment)
        counts.append(count(idea))

    assert counts == [2, 1, 2, 1, 1]


def test_withdrawing_a_hidden_comment_counts_once(idea, participant):
    comment = comment_add(author=participant, idea=idea, body="Yes")
    comment_hide(comment=comment, reason="It names a colleague.")

    withdrawn = comment_withdraw(participant=participant, comment=comment)

    assert (withdrawn.moderation_reason, count(idea)) == ("It names a colleague.", 0)
    with pytest.raises(DomainError, match="withdrawn by its author"):
        comment_restore(comment=comment)


def test_only_the_author_changes_or_withdraws(idea, participant, other):
    comment = make_comment(idea, other)

    with pytest.raises(DomainError, match="wrote yourself"):
        comment_edit(participant=participant, comment=comment, body="No")
    with pytest.raises(DomainError, match="wrote yourself"):
        comment_withdraw(participant=participant, comment=comment)
