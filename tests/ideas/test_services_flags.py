"""Reporting a post, and deciding on it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from ideas.models import Comment, Flag
from ideas.services import (
    comment_add,
    comment_hide,
    comment_restore,
    comment_withdraw,
    contribution_erase,
    flag_raise,
    flags_dismiss,
    flags_uphold,
    idea_hide,
    idea_restore,
)
from ideas.services.limits import TooManyError
from tests.factories import make_comment, make_flag, make_idea, make_participant
from tests.ideas.helpers import close, wrong_counters
from workshop.common.errors import DomainError


def states() -> set[str]:
    return set(Flag.objects.values_list("state", flat=True))


@pytest.fixture
def comment(idea, other):
    return comment_add(author=other, idea=idea, body="Ask Jane at the desk.")


def test_a_report_is_kept_with_its_reason(participant, idea):
    flag_raise(reporter=participant, item=idea, reason="person", words="It names my ward.")

    flag = Flag.objects.get()
    assert (flag.item, flag.reason, flag.words) == (idea, "person", "It names my ward.")
    assert (flag.state, flag.workshop) == ("open", idea.workshop)


def test_a_second_report_of_one_person_is_the_first(participant, idea, comment):
    for item in (idea, comment, idea, comment):
        flag_raise(reporter=participant, item=item, reason="abuse")
    flag_raise(reporter=participant, item=idea, reason="person")

    assert list(Flag.objects.order_by("pk").values_list("reason", flat=True)) == ["abuse"] * 2


def test_the_database_holds_one_report_of_a_person_and_post(participant, idea):
    make_flag(participant, idea=idea)
    with pytest.raises(IntegrityError):
        make_flag(participant, idea=idea)


def test_a_reason_is_one_of_ours(participant, idea):
    with pytest.raises(DomainError, match="Choose what is wrong"):
        flag_raise(reporter=participant, item=idea, reason="silly")


@pytest.mark.parametrize("hide", [idea_hide, None])
def test_what_nobody_sees_is_not_reported(participant, idea, other, comment, hide):
    if hide:
        hide(idea=idea, reason="It names a colleague.")
    else:
        comment_withdraw(participant=other, comment=comment)

    with pytest.raises(DomainError, match="nothing to report"):
        flag_raise(reporter=participant, item=comment, reason="abuse")


def test_after_the_close_it_can_be_reported_what_is_read(participant, workshop, idea):
    close(workshop)
    participant.refresh_from_db()

    assert flag_raise(reporter=participant, item=idea, reason="person").state == "open"


def test_an_erased_account_reports_nothing(participant, idea):
    type(participant).objects.filter(pk=participant.pk).update(user=None)

    with pytest.raises(DomainError, match="erased"):
        flag_raise(reporter=participant, item=idea, reason="person")


def test_twenty_reports_an_hour_are_enough(participant, group, other):
    now = timezone.now()
    for minute in range(20):
        moment = now - timedelta(minutes=minute)
        make_flag(participant, idea=make_idea(group, other), reported_at=moment)
    item = make_idea(group, other)

    with pytest.raises(TooManyError, match="reported 20 posts within an hour") as refusal:
        flag_raise(reporter=participant, item=item, reason="abuse", now=now)

    assert refusal.value.retry_after == 41 * 60
    assert refusal.value.message == (
        "You have reported 20 posts within an hour, the most for one person. "
        "Please wait 41 minutes."
    )
    later = now + timedelta(minutes=41)
    assert flag_raise(reporter=participant, item=item, reason="abuse", now=later)


def test_upholding_hides_and_settles_every_report(workshop, participant, idea, comment):
    for reporter in (participant, make_participant(workshop)):
        make_flag(reporter, comment=comment)
    make_flag(participant, idea=idea)

    flags_uphold(item=comment, reason=" It names a colleague. ")

    comment.refresh_from_db()
    assert (comment.state, comment.moderation_reason) == ("hidden", "It names a colleague.")
    assert set(Flag.objects.filter(comment=comment).values_list("state", flat=True)) == {"upheld"}
    assert Flag.objects.get(idea=idea).state == "open"
    assert wrong_counters() == []


def test_dismissing_leaves_the_post_and_settles_its_reports(participant, idea):
    make_flag(participant, idea=idea)

    flags_dismiss(item=idea)

    idea.refresh_from_db()
    assert (idea.state, states()) == ("visible", {"dismissed"})


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_upholding_asks_for_a_reason_and_else_changes_nothing(participant, idea, reason):
    make_flag(participant, idea=idea)

    with pytest.raises(DomainError, match="Say why"):
        flags_uphold(item=idea, reason=reason)

    idea.refresh_from_db()
    assert (idea.state, states()) == ("visible", {"open"})


def test_what_somebody_decided_is_not_decided_again(participant, idea):
    make_flag(participant, idea=idea)
    flags_dismiss(item=idea)

    for again in (lambda: flags_dismiss(item=idea), lambda: flags_uphold(item=idea, reason="No")):
        with pytest.raises(DomainError, match="already"):
            again()

    idea.refresh_from_db()
    assert idea.is_visible


def test_hiding_by_another_way_settles_the_reports_too(participant, idea, comment):
    make_flag(participant, idea=idea)
    make_flag(participant, comment=comment)

    comment_hide(comment=comment, reason="It names a colleague.")
    idea_hide(idea=idea, reason="It names a colleague.")

    assert states() == {"upheld"}


def test_showing_it_again_takes_the_side_of_the_author(participant, idea, comment):
    make_flag(participant, idea=idea)
    make_flag(participant, comment=comment)
    for item in (idea, comment):
        flags_uphold(item=item, reason="It names a colleague.")

    idea_restore(idea=idea)
    comment_restore(comment=comment)

    assert states() == {"dismissed"}
    assert wrong_counters() == []


def test_a_withdrawal_leaves_nothing_to_decide(participant, other, comment):
    make_flag(participant, comment=comment)

    comment_withdraw(participant=other, comment=comment)

    assert states() == {"dismissed"}


def test_what_was_quoted_goes_with_the_text(participant, other, comment):
    make_flag(participant, comment=comment, words="It says: ask Jane.")

    contribution_erase(participant=other, post=comment, with_text=True)

    assert Flag.objects.get().words == ""
    assert Comment.objects.get().body == ""


def test_a_comment_below_a_hidden_idea_can_still_be_decided_on(participant, idea):
    comment = make_comment(idea, handle=2)
    make_flag(participant, comment=comment)
    type(idea).objects.update(state="hidden", comment_count=1)

    flags_uphold(item=comment, reason="It names a colleague.")

    assert states() == {"upheld"}
