"""Each promise broken by hand is one line; an archive, the demo and a repair leave none."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from analysis.archive.exporter import archive_export
from analysis.archive.importer import archive_import
from analysis.archive.writer import archive_write
from analysis.demo.generator import demo_tables
from analysis.demo.workshop import demo_workshop
from analysis.integrity import integrity_check
from ideas.models import Comment, Idea
from ideas.services import (
    comment_add,
    comment_add_as_facilitator,
    comment_hide,
    flag_raise,
    flags_uphold,
    idea_edit,
    idea_submit,
    vote_cast,
)
from tests.analysis.archive.samples import put_folder, sample_files
from tests.analysis.integrity.broken_rest import BROKEN_REST
from tests.analysis.integrity.broken_threads import BROKEN_THREADS, midnight
from tests.factories import (
    make_group,
    make_idea,
    make_participant,
    make_vote,
    make_workshop,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    """A workshop, its group, a thread with a comment and a reply, and its people."""
    workshop = make_workshop("spring")
    group = make_group(workshop, "time")
    people = [make_participant(workshop, joined_at=midnight(workshop)) for _ in range(3)]
    idea = idea_submit(author=people[0], group=group, title="Two hours", body="In the rota.")
    comment = comment_add(author=people[1], idea=idea, body="We tried it.")
    reply = comment_add(author=people[0], idea=idea, body="And?", parent=comment)
    vote_cast(participant=people[2], item=idea, value=1)
    vote_cast(participant=people[2], item=comment, value=-1)
    idea_edit(participant=people[0], idea=idea, title="Two hours", body="In every rota.")
    Idea.objects.filter(pk=idea.pk).update(public_id="i1")
    Comment.objects.filter(pk=comment.pk).update(public_id="c1")
    Comment.objects.filter(pk=reply.pk).update(public_id="c2")
    return workshop


@pytest.fixture
def away():
    """Another workshop, from which nothing should be met in the first."""
    workshop = make_workshop("autumn")
    make_idea(make_group(workshop, "tools"), public_id="i9")
    return workshop


def lines() -> list[str]:
    return list(integrity_check())


def test_what_the_services_wrote_keeps_every_promise(home, away):
    idea = Idea.objects.get(public_id="i1")
    asked = comment_add_as_facilitator(idea=idea, body="Has anyone seen it work?")
    flag_raise(reporter=home.participants.last(), item=asked, reason="off-topic")
    flags_uphold(item=asked, reason="Off the point")
    flag_raise(reporter=home.participants.last(), item=idea, reason="other")

    assert lines() == []


@pytest.mark.slow
def test_the_demo_keeps_every_promise_and_comes_out_as_it_went_in(tmp_path):
    archive_write(tmp_path / "in.zip", workshop=demo_workshop(), tables=demo_tables())
    workshop = archive_import(tmp_path / "in.zip")
    archive_export(slug=workshop.slug, path=tmp_path / "out.zip")

    assert (tmp_path / "in.zip").read_bytes() == (tmp_path / "out.zip").read_bytes()
    assert lines() == []


def test_an_imported_archive_keeps_every_promise(tmp_path):
    archive_import(put_folder(tmp_path / "in", sample_files()))

    assert lines() == []


@pytest.mark.parametrize(
    "break_one", [*BROKEN_THREADS, *BROKEN_REST], ids=lambda function: function.__name__
)
def test_a_broken_promise_is_a_line(home, away, break_one):
    expected = break_one(home, away)

    assert sorted(lines()) == sorted(expected)


def test_one_workshop_is_checked_alone(home, away, capsys):
    Idea.objects.update(up=7)
    with pytest.raises(CommandError, match=r"^1 violation$"):
        call_command("check_integrity", "autumn")

    assert capsys.readouterr().out == "autumn: idea i9: up is 7, its rows say 0\n"


def test_repair_mends_the_counters_alone(home, away, capsys):
    Idea.objects.update(up=7)
    comment_hide(comment=Comment.objects.get(public_id="c2"), reason="Off the point")
    Comment.objects.filter(public_id="c1").update(down=9, handle=None)
    with pytest.raises(CommandError, match=r"^1 violation$"):
        call_command("check_integrity", repair=True)

    assert capsys.readouterr().out.splitlines() == [
        "spring: idea i1: up is 7, its rows say 1; mended",
        "autumn: idea i9: up is 7, its rows say 0; mended",
        "spring: comment c1: down is 9, its rows say 1; mended",
        "spring: comment c1: has an author, but no handle",
    ]
    assert list(Idea.objects.order_by("public_id").values_list("up", "comment_count")) == [
        (1, 1),
        (0, 0),
    ]


def test_a_clean_site_is_silence_and_success(home):
    out = StringIO()
    call_command("check_integrity", stdout=out)

    assert out.getvalue() == ""


def test_an_unknown_workshop_is_refused(db):
    with pytest.raises(CommandError, match=r"^There is no workshop nowhere\.$"):
        call_command("check_integrity", "nowhere")


@pytest.mark.parametrize("times", [1, 12])
def test_the_number_of_queries_is_the_same_at_any_size(home, django_assert_max_num_queries, times):
    for number in range(times):
        workshop = make_workshop()
        author = make_participant(workshop)
        make_vote(author, idea=make_idea(make_group(workshop), author, up=number))
    with django_assert_max_num_queries(60):
        assert len(lines()) > times
