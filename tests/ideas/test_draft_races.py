"""A saving and a post at once, in a forced order: what is posted never comes back as a draft."""

import pytest

from ideas.models import Comment, Idea, PostDraft
from ideas.services import StaleDraftError, comment_add, draft_save, idea_submit
from tests.factories import make_group, make_idea, make_participant, make_workshop
from tests.ideas.test_races import in_forced_order

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
ONE, TWO = "1" * 32, "2" * 32
WORDS = {"title": "Two hours a month", "body": "In the rota."}


@pytest.fixture
def scene():
    group = make_group(make_workshop())
    return group, make_participant(group.workshop)


def told(action) -> object:
    """What an action returns, or that it was told of another tab."""
    try:
        return action()
    except StaleDraftError as stale:
        return stale


def test_a_saving_on_its_way_while_its_form_posts_an_idea_is_refused(scene):
    group, author = scene
    save = {"participant": author, "place": group, "body": "In the", "key": ONE}

    _, late = in_forced_order(
        lambda: idea_submit(author=author, group=group, key=ONE, draft_version=0, **WORDS),
        lambda: told(lambda: draft_save(**save)),
    )

    assert (late.other, PostDraft.objects.count(), Idea.objects.count()) == (None, 0, 1)


def test_a_saving_on_its_way_while_its_form_posts_a_comment_is_refused(scene):
    group, author = scene
    idea = make_idea(group)
    save = {"participant": author, "place": idea, "body": "Ye", "key": ONE}

    _, late = in_forced_order(
        lambda: comment_add(author=author, idea=idea, body="Yes", key=ONE, draft_version=0),
        lambda: told(lambda: draft_save(**save)),
    )

    assert (late.other, PostDraft.objects.count(), Comment.objects.count()) == (None, 0, 1)


def test_a_post_takes_along_a_saving_that_was_on_its_way(scene):
    group, author = scene
    save = {"participant": author, "place": group, "body": "In the", "key": ONE}

    in_forced_order(
        lambda: draft_save(**save),
        lambda: idea_submit(author=author, group=group, key=ONE, draft_version=0, **WORDS),
    )

    assert (PostDraft.objects.count(), Idea.objects.count()) == (0, 1)


def test_of_two_first_savings_at_once_one_is_told(scene):
    group, author = scene
    place = {"participant": author, "place": group}

    _, second = in_forced_order(
        lambda: draft_save(body="One", key=ONE, **place),
        lambda: told(lambda: draft_save(body="Two", key=TWO, **place)),
    )

    assert (second.other.body, PostDraft.objects.get().body) == ("One", "One")


def test_of_two_tabs_that_post_one_draft_at_once_one_is_told(scene):
    group, author = scene
    loaded = draft_save(participant=author, place=group, key="0" * 32, **WORDS).version
    post = {"author": author, "group": group, "draft_version": loaded, **WORDS}

    _, second = in_forced_order(
        lambda: idea_submit(key=ONE, **post), lambda: told(lambda: idea_submit(key=TWO, **post))
    )

    assert (type(second), Idea.objects.count()) == (StaleDraftError, 1)


def test_a_draft_sent_twice_at_once_is_posted_once(scene):
    group, author = scene
    loaded = draft_save(participant=author, place=group, key=ONE, **WORDS).version
    post = {"author": author, "group": group, "draft_version": loaded, "key": ONE, **WORDS}

    ideas = in_forced_order(*[lambda: idea_submit(**post)] * 2)

    assert ideas[0] == ideas[1] == Idea.objects.get()
