"""Files of evidence leave the disk with the person's wish, and never before it is certain."""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from ideas.evidence import evidence_made
from ideas.models import Evidence, Idea, PostDraft
from ideas.services import (
    contribution_erase,
    draft_discard,
    draft_save,
    idea_submit,
    idea_withdraw,
    strays_sweep,
)
from tests.ideas.files import drawing, sent
from workshop.models import Workshop
from workshop.privacy.services import ERASE, HIDE, LEAVE, own_erase
from workshop.privacy.services.retention import retention_run

pytestmark = pytest.mark.django_db
KEY = "1" * 32


@pytest.fixture
def attached(participant, group, private_folder):
    """An idea with a file, and a draft with one."""
    made = evidence_made(sent(drawing()))
    place = {"participant": participant, "place": group, "key": KEY}
    draft_save(file=made, **place)
    idea = idea_submit(author=participant, group=group, title="T", body="B", key=KEY)
    draft_save(file=made, participant=participant, place=group, key="2" * 32)
    assert (Evidence.objects.count(), len(on_disk(private_folder))) == (2, 2)
    return idea


def on_disk(folder) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def names(**where) -> set[str]:
    return {row.file.name.split("/")[-1] for row in Evidence.objects.filter(**where)}


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_withdrawing_keeps_the_file_and_erasing_takes_it(
    participant, attached, private_folder, committed
):
    idea_withdraw(participant=participant, idea=attached)
    assert Evidence.objects.filter(idea=attached).exists()

    with committed():
        contribution_erase(participant=participant, post=attached, with_text=True)

    attached.refresh_from_db()
    assert attached.evidence_link == ""
    assert on_disk(private_folder) == names(draft__isnull=False)


@pytest.mark.parametrize(("choice", "left"), [(ERASE, 0), (HIDE, 1), (LEAVE, 1)])
def test_erasing_the_account_takes_drafts_and_with_the_text_the_file(
    participant, attached, private_folder, committed, choice, left
):
    with committed():
        own_erase(participant=participant, answers=False, contributions=choice, account=True)

    assert not PostDraft.objects.exists()
    assert len(on_disk(private_folder)) == Evidence.objects.count() == left


def test_discarding_a_draft_takes_its_file(participant, group, attached, private_folder, committed):
    with committed():
        draft_discard(participant=participant, place=group, version=PostDraft.objects.get().version)

    assert on_disk(private_folder) == names(idea=attached)


def test_a_file_stays_where_the_wish_comes_to_nothing(
    participant, group, attached, private_folder, committed
):
    with committed(), transaction.atomic():
        draft_discard(participant=participant, place=group, version=PostDraft.objects.get().version)
        transaction.set_rollback(True)

    assert len(on_disk(private_folder)) == Evidence.objects.count() == 2


def test_drafts_and_their_files_go_when_the_days_of_a_workshop_are_over(
    workshop, attached, private_folder, committed
):
    past = timezone.now() - timedelta(days=500)
    Workshop.objects.update(opens_at=past - timedelta(days=9), closes_at=past)

    with committed():
        retention_run()

    assert (PostDraft.objects.count(), Idea.objects.count()) == (0, 1)
    assert on_disk(private_folder) == names(idea=attached)


def test_a_file_without_a_row_goes_once_it_is_old(attached, private_folder):
    stray = private_folder / "evidence" / "stray.png"
    stray.write_bytes(b"x")
    assert strays_sweep() == 0

    an_hour_ago = timezone.now().timestamp() - 3700
    os.utime(stray, (an_hour_ago, an_hour_ago))

    assert strays_sweep() == 1
    assert on_disk(private_folder) == names()


def test_without_any_file_there_is_nothing_to_sweep(db):
    assert strays_sweep() == 0
