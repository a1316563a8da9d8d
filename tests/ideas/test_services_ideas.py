from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Idea, Revision
from ideas.services import (
    idea_edit,
    idea_hide,
    idea_restore,
    idea_seed,
    idea_submit,
    idea_withdraw,
)
from tests.factories import make_group, make_idea, make_workshop
from workshop.common.errors import DomainError

KEY = "0123456789abcdef0123456789abcdef"
WORDS = {"title": "Two hours a month", "body": "Put learning time in the rota."}


def test_a_posted_idea_belongs_to_its_author_and_stamps_them(participant, group):
    now = timezone.now()

    idea = idea_submit(author=participant, group=group, now=now, **WORDS)

    assert (idea.author, idea.group, idea.title, idea.body) == (participant, group, *WORDS.values())
    assert (idea.created_at, idea.seed, idea.state) == (now, False, "visible")
    participant.refresh_from_db()
    assert (participant.first_posted_at, participant.first_contributed_at) == (now, now)


def test_the_same_key_and_text_post_once(participant, group):
    first = idea_submit(author=participant, group=group, key=KEY, **WORDS)

    assert idea_submit(author=participant, group=group, key=KEY, **WORDS) == first
    assert Idea.objects.count() == 1


def test_a_repeat_after_the_close_gets_the_first_answer(participant, group, workshop):
    first = idea_submit(author=participant, group=group, key=KEY, **WORDS)

    later = workshop.closes_at + timedelta(minutes=1)
    assert idea_submit(author=participant, group=group, key=KEY, now=later, **WORDS) == first


def test_the_same_key_with_another_text_is_another_post(participant, group):
    idea_submit(author=participant, group=group, key=KEY, **WORDS)
    idea_submit(author=participant, group=group, key=KEY, title="Another", body="Text")

    assert Idea.objects.count() == 2


def test_the_same_key_of_another_person_is_another_post(participant, other, group):
    mine = idea_submit(author=participant, group=group, key=KEY, **WORDS)
    theirs = idea_submit(author=other, group=group, key=KEY, **WORDS)

    assert mine.public_id != theirs.public_id


def test_a_key_that_is_not_random_enough_posts_each_time(participant, group):
    for _ in range(2):
        idea_submit(author=participant, group=group, key="short", **WORDS)

    assert Idea.objects.count() == 2


def test_an_idea_cannot_go_to_a_group_of_another_workshop(participant):
    elsewhere = make_group(make_workshop())

    with pytest.raises(DomainError, match="joined this workshop"):
        idea_submit(author=participant, group=elsewhere, **WORDS)


def test_an_edit_keeps_what_was_said(participant, own_idea):
    before = (own_idea.title, own_idea.body)
    now = own_idea.created_at + timedelta(minutes=14)

    edited = idea_edit(participant=participant, idea=own_idea, now=now, title="New", body="Words")

    assert (edited.title, edited.body, edited.edited_at) == ("New", "Words", now)
    assert list(Revision.objects.values_list("idea", "title", "body")) == [(own_idea.pk, *before)]


def test_an_edit_that_changes_nothing_keeps_no_revision(participant, own_idea):
    words = {"title": own_idea.title, "body": own_idea.body}

    assert idea_edit(participant=participant, idea=own_idea, **words).edited_at is None
    assert not Revision.objects.exists()


def test_after_fifteen_minutes_an_idea_stands(participant, own_idea):
    now = own_idea.created_at + timedelta(minutes=15)

    with pytest.raises(DomainError, match="15 minutes"):
        idea_edit(participant=participant, idea=own_idea, now=now, **WORDS)


def test_a_withdrawn_idea_cannot_be_edited(participant, own_idea):
    idea_withdraw(participant=participant, idea=own_idea)

    with pytest.raises(DomainError, match="no longer shown"):
        idea_edit(participant=participant, idea=own_idea, title="New", body="Words")


def test_withdrawing_twice_is_withdrawing_once(participant, own_idea):
    for _ in range(2):
        idea_withdraw(participant=participant, idea=own_idea)

    own_idea.refresh_from_db()
    assert (own_idea.state, own_idea.body) == ("withdrawn", "Put learning time in the rota.")


def test_an_author_mends_a_hidden_idea_at_any_time_and_it_stays_hidden(participant, own_idea):
    before = own_idea.body
    idea_hide(idea=own_idea, reason="It names a colleague.")
    words = {
        "title": "Without the name",
        "body": "As said.",
        "now": timezone.now() + timedelta(hours=12),
    }

    mended = idea_edit(participant=participant, idea=own_idea, **words)

    assert (mended.title, mended.body, mended.state) == ("Without the name", "As said.", "hidden")
    assert list(Revision.objects.values_list("idea", "body")) == [(own_idea.pk, before)]


def test_a_hidden_idea_keeps_the_reason_and_comes_back(idea):
    hidden = idea_hide(idea=idea, reason="  It names a colleague. ")
    assert (hidden.state, hidden.moderation_reason) == ("hidden", "It names a colleague.")

    shown = idea_restore(idea=idea)
    assert (shown.state, shown.moderation_reason) == ("visible", "")


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 501])
def test_hiding_needs_a_reason_that_can_be_read(idea, reason):
    with pytest.raises(DomainError, match="Say why"):
        idea_hide(idea=idea, reason=reason)


def test_what_an_author_withdrew_cannot_be_hidden_or_restored(participant, own_idea):
    idea_hide(idea=own_idea, reason="It names a colleague.")
    idea_withdraw(participant=participant, idea=own_idea)

    with pytest.raises(DomainError, match="withdrawn by its author"):
        idea_restore(idea=own_idea)
    with pytest.raises(DomainError, match="withdrawn by its author"):
        idea_hide(idea=own_idea, reason="Again")
    own_idea.refresh_from_db()
    assert own_idea.moderation_reason == "It names a colleague."


def test_a_seed_has_no_author_and_may_come_before_the_opening(group, workshop):
    before = workshop.opens_at - timedelta(days=1)

    seed = idea_seed(group=group, now=before, **WORDS)

    assert (seed.seed, seed.author, seed.created_at) == (True, None, before)


def test_no_seed_after_the_close(group, workshop):
    with pytest.raises(DomainError, match="has closed"):
        idea_seed(group=group, now=workshop.closes_at, **WORDS)


def test_nobody_owns_a_seed(participant, group):
    seed = make_idea(group, seed=True)

    with pytest.raises(DomainError, match="wrote yourself"):
        idea_withdraw(participant=participant, idea=seed)
