"""Who may do what when, from one literal table (not computed from the code's own)."""

from datetime import timedelta

import pytest

from ideas import services
from tests.factories import make_comment, make_idea, make_participant, make_workshop
from workshop.common.errors import DomainError

WORDS = {"title": "Two hours a month", "body": "Put learning time in the rota."}

# action: who may do it, and in which states of the workshop
TABLE = {
    "idea_submit": ({"author", "other"}, {"open"}),
    "idea_edit": ({"author"}, {"open"}),
    "edit_a_hidden_idea": ({"author"}, {"open"}),
    "idea_withdraw": ({"author"}, {"open", "closed"}),
    "comment_add": ({"author", "other"}, {"open"}),
    "comment_reply": ({"author", "other"}, {"open"}),
    "comment_edit": ({"author"}, {"open"}),
    "edit_a_hidden_comment": ({"author"}, {"open"}),
    "comment_withdraw": ({"author"}, {"open", "closed"}),
    "vote_on_idea": ({"other"}, {"open"}),
    "vote_on_comment": ({"other"}, {"open"}),
    "vote_taken_back": ({"other"}, {"open"}),
    "follow": ({"author", "other"}, {"open"}),
    "stop_following": ({"author", "other"}, {"open", "closed"}),
    "report_an_idea": ({"other"}, {"open", "closed"}),
    "report_a_comment": ({"other"}, {"open", "closed"}),
}
ROLES = ["author", "other", "unfinished", "stranger"]
STATES = ["upcoming", "open", "closed"]
CASES = [(action, role, state) for action in TABLE for role in ROLES for state in STATES]


@pytest.fixture
def people(workshop, other):
    return {
        "author": other,
        "other": make_participant(workshop),
        "unfinished": make_participant(workshop, joined_at=None),
        "stranger": make_participant(make_workshop(opens_in_days=-300, days=600)),
    }


@pytest.fixture
def moments(workshop):
    minute = timedelta(minutes=1)
    return {
        "upcoming": workshop.opens_at - minute,
        "open": workshop.closes_at - minute,
        "closed": workshop.closes_at,
    }


def do(action: str, who, group, idea, comment, now) -> None:
    acts = {
        "idea_submit": lambda: services.idea_submit(author=who, group=group, now=now, **WORDS),
        "idea_edit": lambda: services.idea_edit(participant=who, idea=idea, now=now, **WORDS),
        "idea_withdraw": lambda: services.idea_withdraw(participant=who, idea=idea, now=now),
        "comment_add": lambda: services.comment_add(author=who, idea=idea, body="Yes", now=now),
        "comment_reply": lambda: services.comment_add(
            author=who, idea=idea, parent=comment, body="Yes", now=now
        ),
        "comment_edit": lambda: services.comment_edit(
            participant=who, comment=comment, body="No", now=now
        ),
        "comment_withdraw": lambda: services.comment_withdraw(
            participant=who, comment=comment, now=now
        ),
        "vote_on_idea": lambda: services.vote_cast(participant=who, item=idea, value=1, now=now),
        "vote_on_comment": lambda: services.vote_cast(
            participant=who, item=comment, value=-1, now=now
        ),
        "vote_taken_back": lambda: services.vote_cast(participant=who, item=idea, value=0, now=now),
        "follow": lambda: services.follow_set(participant=who, idea=idea, following=True, now=now),
        "stop_following": lambda: services.follow_set(
            participant=who, idea=idea, following=False, now=now
        ),
        "report_an_idea": lambda: services.flag_raise(
            reporter=who, item=idea, reason="abuse", now=now
        ),
        "report_a_comment": lambda: services.flag_raise(
            reporter=who, item=comment, reason="abuse", now=now
        ),
    }
    acts |= {
        "edit_a_hidden_idea": acts["idea_edit"],
        "edit_a_hidden_comment": acts["comment_edit"],
    }
    acts[action]()


def hide_long_ago(action: str, idea, comment, now) -> None:
    hidden = {"edit_a_hidden_idea": idea, "edit_a_hidden_comment": comment}.get(action)
    if hidden:
        written = now - timedelta(days=2)
        type(hidden).objects.filter(pk=hidden.pk).update(state="hidden", created_at=written)


@pytest.mark.parametrize(("action", "role", "state"), CASES)
def test_who_may_do_what_when(action, role, state, people, moments, group):
    now = moments[state]
    written = now - timedelta(minutes=1)
    idea = make_idea(group, people["author"], title="Before", created_at=written, comment_count=1)
    comment = make_comment(idea, people["author"], handle=1, created_at=written)
    roles, states = TABLE[action]
    hide_long_ago(action, idea, comment, now)

    try:
        do(action, people[role], group, idea, comment, now)
    except (DomainError, type(idea).DoesNotExist, type(comment).DoesNotExist):
        allowed = False
    else:
        allowed = True

    assert allowed == (role in roles and state in states)


@pytest.mark.parametrize(("state", "allowed"), [("upcoming", 1), ("open", 1), ("closed", 0)])
def test_seeds_come_before_and_during(state, allowed, moments, group):
    try:
        services.idea_seed(group=group, now=moments[state], **WORDS)
    except DomainError:
        assert not allowed

    assert group.ideas.count() == allowed


@pytest.mark.parametrize("state", STATES)
def test_facilitators_comment_while_the_workshop_is_open(state, moments, idea):
    try:
        services.comment_add_as_facilitator(idea=idea, body="Yes", now=moments[state])
    except DomainError:
        assert state != "open"

    assert idea.comments.count() == (state == "open")


@pytest.mark.parametrize("state", STATES)
def test_moderation_goes_on_at_any_time(state, moments, idea, other):
    comment = make_comment(idea, other, created_at=moments[state])
    type(idea).objects.filter(pk=idea.pk).update(comment_count=1)

    services.comment_hide(comment=comment, reason="It names a colleague.")
    services.idea_hide(idea=idea, reason="It names a colleague.")

    idea.refresh_from_db()
    assert (idea.state, idea.comment_count) == ("hidden", 0)
