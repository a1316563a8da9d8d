"""Drafts: kept whatever they say, never over another tab's text, never after the post."""

import pytest
from django.db import IntegrityError, transaction

from ideas.models import Idea, PostDraft
from ideas.selectors import drafts_of, own_draft
from ideas.services import (
    StaleDraftError,
    comment_add,
    draft_discard,
    draft_save,
    idea_hide,
    idea_submit,
)
from ideas.services.drafts import MOST_DRAFTS
from tests.factories import make_comment, make_group
from tests.ideas.helpers import close
from workshop.common.errors import DomainError

ONE, TWO = "1" * 32, "2" * 32
WORDS = {"title": "Two hours a month", "body": "In the rota."}


def stale(**values) -> PostDraft | None:
    with pytest.raises(StaleDraftError) as caught:
        draft_save(**values)
    return caught.value.other


@pytest.fixture
def places(group, idea, other):
    return group, idea, make_comment(idea, other, handle=1)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_draft_is_kept_at_its_place(participant, places, number):
    place = places[number]

    draft = draft_save(participant=participant, place=place, body="Half", key=ONE).draft

    assert (draft.body, draft.participant) == ("Half", participant)
    assert place in (draft.group, draft.idea, draft.parent)


def test_a_form_saves_again_and_again(participant, group):
    first = draft_save(participant=participant, place=group, body="H", key=ONE)
    again = draft_save(participant=participant, place=group, body="Ha", key=ONE)

    assert first.version == again.version
    assert PostDraft.objects.get().body == "Ha"


def test_a_form_goes_on_from_what_it_loaded(participant, group):
    loaded = draft_save(participant=participant, place=group, body="Half", key=ONE).version

    draft_save(participant=participant, place=group, body="Whole", key=TWO, version=loaded)

    assert PostDraft.objects.get().body == "Whole"


def test_a_form_that_does_not_know_the_draft_is_told(participant, group):
    loaded = draft_save(participant=participant, place=group, body="One", key=ONE).version
    draft_save(participant=participant, place=group, body="Two", key=TWO, version=loaded)

    other = stale(participant=participant, place=group, body="Three", key=ONE, version=loaded)

    assert (other.body, PostDraft.objects.get().body) == ("Two", "Two")
    draft_save(participant=participant, place=group, body="Three", key=ONE, version=other.version)
    assert PostDraft.objects.get().body == "Three"


def test_two_first_savings_leave_one_and_tell_the_other(participant, group):
    draft_save(participant=participant, place=group, body="One", key=ONE)

    assert stale(participant=participant, place=group, body="Two", key=TWO).body == "One"


def test_the_same_text_from_another_tab_is_no_conflict(participant, group):
    first = draft_save(participant=participant, place=group, body="One", key=ONE)

    assert draft_save(participant=participant, place=group, body="One", key=TWO) == first


@pytest.mark.parametrize("column", ["group", "idea", "parent"])
def test_the_database_keeps_one_draft_a_place(participant, places, column):
    place = dict(zip(("group", "idea", "parent"), places, strict=True))[column]
    PostDraft.objects.create(participant=participant, **{column: place})

    with pytest.raises(IntegrityError), transaction.atomic():
        PostDraft.objects.create(participant=participant, **{column: place})


def test_nothing_typed_keeps_nothing(participant, group):
    draft_save(participant=participant, place=group, body="Half", key=ONE)
    saved = draft_save(participant=participant, place=group, body="  ", key=ONE)

    assert (saved.draft, saved.version, PostDraft.objects.count()) == (None, 0, 0)


def test_what_is_too_long_to_keep_is_cut_and_said(participant, group):
    saved = draft_save(
        participant=participant, place=group, title="t" * 300, body="b\x00" * 11_000, key=ONE
    )

    assert (len(saved.draft.title), saved.draft.body, saved.is_cut) == (200, "b" * 10_000, True)


def test_there_is_an_end_to_the_number_of_drafts(participant, workshop, group):
    for _ in range(MOST_DRAFTS):
        PostDraft.objects.create(participant=participant, group=make_group(workshop))

    with pytest.raises(DomainError, match="You have 50 drafts"):
        draft_save(participant=participant, place=group, body="One more", key=ONE)


def test_a_post_takes_its_draft_along(participant, group, idea):
    for place in (group, idea):
        draft_save(participant=participant, place=place, body="Half", key=ONE)

    idea_submit(author=participant, group=group, key=ONE, **WORDS)
    comment_add(author=participant, idea=idea, body="Whole", key=ONE)

    assert not PostDraft.objects.exists()


def test_a_reply_leaves_the_draft_of_a_comment(participant, idea, places):
    draft_save(participant=participant, place=idea, body="Half", key=ONE)

    comment_add(author=participant, idea=idea, parent=places[2], body="Yes", key=TWO)

    assert PostDraft.objects.get().idea == idea


@pytest.mark.parametrize("version", [0, 77])
def test_a_saving_that_comes_after_the_post_brings_nothing_back(participant, group, version):
    idea_submit(author=participant, group=group, key=ONE, **WORDS)

    late = {"participant": participant, "place": group, "body": "In the", "key": ONE}
    assert stale(version=version, **late) is None
    assert not PostDraft.objects.exists()


def test_a_saving_that_comes_after_the_comment_brings_nothing_back(participant, idea):
    comment_add(author=participant, idea=idea, body="Whole", key=ONE)

    assert stale(participant=participant, place=idea, body="Who", key=ONE) is None


def test_another_form_begins_anew_after_the_post(participant, group):
    idea_submit(author=participant, group=group, key=ONE, **WORDS)

    draft_save(participant=participant, place=group, body="Another thought", key=TWO)

    assert PostDraft.objects.get().body == "Another thought"


def test_a_draft_is_posted_from_one_tab_alone(participant, group):
    loaded = draft_save(participant=participant, place=group, key="0" * 32, **WORDS).version
    post = {"author": participant, "group": group, "draft_version": loaded, **WORDS}
    idea_submit(key=ONE, **post)

    assert idea_submit(key=ONE, **post) == Idea.objects.get()
    with pytest.raises(StaleDraftError, match="You have posted or discarded this"):
        idea_submit(key=TWO, **post)
    assert Idea.objects.count() == 1


def test_a_post_does_not_swallow_what_another_tab_wrote(participant, group):
    loaded = draft_save(participant=participant, place=group, body="One", key=ONE).version
    draft_save(participant=participant, place=group, body="Two", key=TWO, version=loaded)

    with pytest.raises(StaleDraftError) as caught:
        idea_submit(author=participant, group=group, key=ONE, draft_version=loaded, **WORDS)
    assert (caught.value.other.body, Idea.objects.count()) == ("Two", 0)


def test_two_posts_of_one_form_share_nothing_that_others_see(participant, group):
    ideas = [
        idea_submit(author=participant, group=group, title="Another one", body=body, key=ONE)
        for body in ("First", "Second", "Third")
    ]

    assert len({idea.public_id[:4] for idea in ideas}) == 3


def test_a_draft_is_kept_after_the_close(participant, workshop, group):
    close(workshop)

    assert draft_save(participant=participant, place=group, body="Half", key=ONE).draft


def test_own_drafts_say_where_they_belong(participant, places):
    group, idea, comment = places
    for place in places:
        draft_save(participant=participant, place=place, body="Half", key=ONE)

    drafts = [own_draft(participant, row, row.saved_at) for row in drafts_of(participant)]

    assert [(draft.noun, draft.where, draft.saved) for draft in drafts] == [
        ("reply", idea.title, "Today"),
        ("comment", idea.title, "Today"),
        ("idea", group.title, "Today"),
    ]
    assert drafts[2].url == "/w/spring/groups/at-work/new/"
    assert drafts[1].url == f"/w/spring/ideas/{idea.public_id}/#write"
    assert drafts[0].discard_url.endswith("/reply/draft/discard/")


def test_own_drafts_do_not_show_what_was_hidden(participant, idea):
    draft_save(participant=participant, place=idea, body="Half", key=ONE)
    idea_hide(idea=idea, reason="It names a colleague.")

    [draft] = [own_draft(participant, row, row.saved_at) for row in drafts_of(participant)]

    assert (draft.where, draft.url) == ("an idea that is no longer shown", "")


def test_discarding_is_for_good_and_a_second_time_changes_nothing(participant, other, group):
    for person in (participant, other):
        draft_save(participant=person, place=group, body="Half", key=ONE)

    for _ in range(2):
        draft_discard(participant=participant, place=group, key=ONE)

    assert PostDraft.objects.get().participant == other


def test_an_erased_account_saves_nothing(participant, group):
    type(participant).objects.filter(pk=participant.pk).update(user=None)

    with pytest.raises(DomainError, match="erased"):
        draft_save(participant=participant, place=group, body="Half", key=ONE)


def test_a_form_without_a_key_of_ours_saves_too(participant, group):
    loaded = draft_save(participant=participant, place=group, body="Half").version

    draft_save(participant=participant, place=group, body="Whole", version=loaded)

    assert PostDraft.objects.get().body == "Whole"
