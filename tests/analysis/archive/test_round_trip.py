"""Import, export and import again: nothing is lost, and the bytes are the same."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis.archive.exporter import archive_export
from analysis.archive.importer import archive_import
from analysis.archive.reader import archive_read
from analysis.integrity import integrity_check
from analysis.models import Coding, Placement
from gateway.models import Answer, Response
from ideas.models import Comment, Idea, Showing, Vote
from ideas.services import idea_submit, vote_cast
from tests.analysis.archive.samples import ROWS, put_folder, put_zip, sample_files
from tests.analysis.report.asking import figures, report
from tests.factories import (
    make_comment,
    make_group,
    make_idea,
    make_participant,
    make_vote,
    make_workshop,
)
from workshop.mailings.models import Mailing
from workshop.models import Participant, Workshop
from workshop.privacy.services import account_erase

pytestmark = pytest.mark.django_db


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def imported(tmp_path) -> Workshop:
    return archive_import(put_folder(tmp_path / "in", sample_files()))


def test_export_of_an_import_is_the_archive(imported, tmp_path):
    archive_export(slug="spring", path=tmp_path / "out")

    written = contents(tmp_path / "out")
    written.pop("datapackage.json")
    assert written == sample_files()


def test_import_of_an_export_exported_again_is_byte_identical_as_a_zip_too(imported, tmp_path):
    archive_export(slug="spring", path=tmp_path / "one.zip")
    archive_import(tmp_path / "one.zip", replace=True)
    archive_export(slug="spring", path=tmp_path / "two.zip")
    archive_export(slug="spring", path=tmp_path / "two")
    archive_import(tmp_path / "two", replace=True)
    archive_export(slug="spring", path=tmp_path / "three.zip")

    one = (tmp_path / "one.zip").read_bytes()
    assert one == (tmp_path / "two.zip").read_bytes() == (tmp_path / "three.zip").read_bytes()


def test_whoever_voted_on_an_idea_counts_as_shown_it(imported):
    voted = Vote.objects.exclude(idea=None).values_list("participant", "idea")

    assert sorted(Showing.objects.values_list("participant", "idea")) == sorted(voted)
    for idea in Idea.objects.all():
        assert idea.showings == idea.shown_to.count() == idea.up + idea.down


@pytest.mark.parametrize("folder", ["", "my archive/"])
def test_a_zip_may_hold_its_files_in_one_folder(tmp_path, folder):
    files = {folder + name: content for name, content in sample_files().items()}
    workshop = archive_import(put_zip(tmp_path / "in.zip", files))

    assert workshop.participants.count() == 4


def test_order_of_columns_and_rows_and_optional_columns_are_free(tmp_path):
    files = sample_files()
    files["votes.csv"] = (
        b"\xef\xbb\xbfvalue,cast_at,voter,idea,comment\r\n"
        b"1,2026-03-05T12:00:00Z,p2,i1,\r\n"
        b"1,2026-03-05T13:00:00.5+01:00,P-1,,c1\r\n"
    )
    del files["codings.csv"]
    files["participants.csv"] = b'\xef\xbb\xbf"participant","joined_at","visits"\n' + b"".join(
        ",".join(row).encode() + b"\n" for row in reversed(ROWS["participants"])
    )
    archive_import(put_folder(tmp_path / "in", files))

    found = Vote.objects.order_by("cast_at").values_list("participant__archive_id", "cast_at")
    assert list(found) == [
        ("p2", datetime(2026, 3, 5, 12, tzinfo=UTC)),
        ("P-1", datetime(2026, 3, 5, 12, 0, 0, 500000, tzinfo=UTC)),
    ]
    assert Coding.objects.count() == 0


def test_optional_columns_may_be_missing_and_blank_states_are_visible(tmp_path):
    files = sample_files()
    files["ideas.csv"] = (
        b"idea,group,seed,created_at,title,body\ni1,time,0,2026-03-03T10:00:00Z,A,B\n"
    )
    files["comments.csv"] = b"comment,idea,created_at,body,state\nc1,i1,2026-03-03T10:00:00Z,x,\n"
    files["votes.csv"] = b"voter,comment,value,cast_at\np1,c1,-1,2026-03-03T10:00:00Z\n"
    files["codings.csv"] = b"idea,frame,code\ni1,literacy,learn\n"
    archive_import(put_folder(tmp_path / "in", files))

    assert (Idea.objects.get().state, Idea.objects.get().author) == ("visible", None)
    assert (Comment.objects.get().state, Comment.objects.get().down) == ("visible", 1)
    assert Coding.objects.get().coder == ""


def test_counters_handles_and_stamps_are_worked_out(imported):
    ideas = Idea.objects.order_by("public_id")
    assert [(i.up, i.down, i.net, i.comment_count) for i in ideas] == [
        (1, 1, 0, 2),
        (1, 0, 1, 1),
        (0, 0, 0, 0),
    ]
    comments = Comment.objects.order_by("public_id")
    assert [(c.up, c.handle) for c in comments] == [(1, 2), (0, 1), (0, 3), (0, None)]
    people = Participant.objects.order_by("archive_id").filter(workshop=imported)
    found = {
        p.archive_id: (p.first_posted_at, p.first_contributed_at, p.contribution_counted)
        for p in people
    }
    march = [datetime(2026, 3, day, 10, tzinfo=UTC) for day in (3, 4)]
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert found == {
        "P-1": (noon, noon, True),
        "p1": (march[0], march[0], True),
        "p2": (march[1], march[1], True),
        "p_9": (None, None, False),
    }


def test_responses_have_random_keys_no_token_and_their_answers(imported):
    response = Response.objects.get(archive_id="r2")

    assert (response.contributed, response.token) == (True, "")
    answers = Answer.objects.filter(response=response).order_by("question__position", "option_id")
    assert [(a.question.key, a.option and a.option.key, a.text) for a in answers] == [
        ("role", "other", ""),
        ("which", None, 'Porter, "days"\nand nights'),
        ("uses", "phone", ""),
        ("uses", "desk", ""),
        ("ease", "hard", ""),
    ]


def test_placements_mailings_and_settings_are_stored(imported):
    placed = Placement.objects.order_by("idea__public_id").values_list("group__key", "excluded")
    assert list(placed) == [("tools", ""), (None, "Not about skills")]
    assert Mailing.objects.get().state == "draft"
    assert (imported.strapline, imported.accent, imported.contact) == ("Tell us", "#0f5a62", "")
    assert imported.channels.get().joined_before == 7
    assert imported.scores == "after-vote"
    groups = imported.groups.values_list("key", "tips", "asks_evidence")
    assert list(groups) == [
        ("time", "Say how long", False),
        ("tools", "", True),
        ("other", "", False),
    ]


def test_text_is_counted_and_kept_in_nfc_with_plain_line_ends(tmp_path):
    files = sample_files()
    title = "é" * 200
    files["ideas.csv"] = files["ideas.csv"].replace(b'"Two hours, a month"', title.encode())
    files["ideas.csv"] = files["ideas.csv"].replace(b"rota.\n", b"rota.\r\n")
    archive_import(put_folder(tmp_path / "in", files))

    idea = Idea.objects.get(public_id="i1")
    assert (idea.title, idea.body) == ("é" * 200, "In the rota.\nFor all.")


def test_what_was_made_live_gets_fresh_ids_each_time_and_keeps_public_ones(imported, tmp_path):
    person = make_participant(imported, joined_at=datetime(2026, 3, 10, 15, 30, tzinfo=UTC))
    group = imported.groups.get(key="time")
    idea = make_idea(group, person, created_at=datetime(2026, 3, 10, 16, tzinfo=UTC))
    comment = make_comment(idea, created_at=datetime(2026, 3, 10, 17, tzinfo=UTC))
    voted_at = datetime(2026, 3, 10, 18, tzinfo=UTC)
    Vote.objects.filter(pk=make_vote(person, comment=comment).pk).update(cast_at=voted_at)
    live_response = Response.objects.create(questionnaire=imported.questionnaire)
    Answer.objects.create(
        response=live_response,
        question=imported.questionnaire.questions.get(key="role"),
        option=imported.questionnaire.questions.get(key="role").options.get(key="nurse"),
    )
    for name in ("one", "two"):
        archive_export(slug="spring", path=tmp_path / name)

    one, two = archive_read(tmp_path / "one"), archive_read(tmp_path / "two")
    fresh = [
        {row["participant"] for row in archive.rows["participants"]} - {"P-1", "p1", "p2", "p_9"}
        for archive in (one, two)
    ]
    assert fresh[0] != fresh[1]
    (mine,) = fresh[0]
    assert [r["author"] for r in one.rows["ideas"] if r["idea"] == idea.public_id] == [mine]
    assert [r["voter"] for r in one.rows["votes"] if r["comment"] == comment.public_id] == [mine]
    joined = {row["participant"]: row["joined_at"] for row in one.rows["participants"]}
    assert joined[mine] == datetime(2026, 3, 10, 0, tzinfo=UTC)
    responses = [
        {r["response"] for r in a.rows["gateway"]} - {"r1", "r2", "r3"} for a in (one, two)
    ]
    assert responses[0] != responses[1]
    assert not responses[0] & (fresh[0] | {str(live_response.pk), live_response.pk.hex})


def test_no_address_and_nobody_unfinished_is_in_an_export(imported, tmp_path):
    imported.contact = "desk@example.org"
    imported.save()
    make_participant(imported)
    make_participant(imported, joined_at=None)
    code = Coding.objects.first().code
    Coding.objects.create(code=code, idea=Idea.objects.first(), coder="anna@example.org")
    archive_export(slug="spring", path=tmp_path / "out")

    assert not any(b"@" in content for content in contents(tmp_path / "out").values())
    assert len((tmp_path / "out/participants.csv").read_text().splitlines()) == 1 + 5
    archive_import(tmp_path / "out", slug="again")


def test_votes_of_the_erased_have_no_place_and_the_rest_imports(imported, tmp_path):
    Participant.objects.filter(archive_id="p2").delete()
    archive_export(slug="spring", path=tmp_path / "out")

    archive = archive_read(tmp_path / "out")
    assert len(archive.rows["votes"]) == 3
    assert [row["author"] for row in archive.rows["comments"]] == [None, "p1", "P-1", None]


def test_a_channel_counts_who_came_before_and_since(imported, tmp_path):
    make_participant(imported, channel=imported.channels.get())
    make_participant(imported, channel=imported.channels.get(), joined_at=None)
    archive_export(slug="spring", path=tmp_path / "out")

    assert archive_import(tmp_path / "out", slug="again").channels.get().joined_before == 8


@pytest.mark.parametrize("times", [1, 20])
def test_export_asks_the_same_number_of_queries_at_any_size(
    imported, tmp_path, django_assert_max_num_queries, times
):
    for _ in range(times):
        person = make_participant(imported)
        make_vote(person, idea=make_idea(imported.groups.first(), person))
        Response.objects.create(questionnaire=imported.questionnaire)
    with django_assert_max_num_queries(26):
        archive_export(slug="spring", path=tmp_path / "out")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_outside_of_any_transaction_too(tmp_path):
    archive_import(put_folder(tmp_path / "in", sample_files()))
    archive_export(slug="spring", path=tmp_path / "one.zip")
    archive_import(tmp_path / "one.zip", replace=True)
    archive_export(slug="spring", path=tmp_path / "two.zip")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert list(integrity_check()) == []


def test_votes_of_erased_accounts_still_count_after_a_round_trip(tmp_path):
    workshop = make_workshop("spring")
    group = make_group(workshop)
    people = [make_participant(workshop) for _ in range(4)]
    words = {"author": people[3], "group": group, "body": "Words"}
    ideas = [idea_submit(title=f"Idea {n}", **words) for n in range(3)]
    for person in people[:3]:
        for idea in ideas:
            vote_cast(participant=person, item=idea, value=1)
    before = figures(workshop)
    for person in people[:2]:
        account_erase(user=person.user)

    archive_export(slug="spring", path=tmp_path / "out")
    copy = archive_import(tmp_path / "out", slug="again")

    assert figures(copy) == before
    assert report(copy)["counts"]["contributors"] == 4
    assert Vote.objects.filter(idea__workshop=copy).count() == 9


def test_the_days_of_retention_are_kept_where_they_are_not_the_usual(imported, tmp_path):
    assert imported.retention_days == 30
    Workshop.objects.update(retention_days=90)

    archive_export(slug="spring", path=tmp_path / "out")

    assert archive_import(tmp_path / "out", slug="again").retention_days == 90
