"""What is found follows what is written: the triggers of both databases at work."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Comment, Idea
from ideas.search.engine import engine
from ideas.search.results import Scope
from ideas.search.tables import search_tables_drop, search_tables_make
from ideas.search.words import read_words
from ideas.services import (
    comment_add,
    comment_edit,
    comment_hide,
    comment_restore,
    comment_withdraw,
    contribution_erase,
    idea_edit,
    idea_hide,
    idea_restore,
    idea_submit,
    idea_withdraw,
    vote_cast,
)
from tests.factories import make_comment, make_idea

pytestmark = pytest.mark.django_db


def found(group, typed: str, *, everywhere: bool = False) -> list[tuple[str, bool, int]]:
    """The ideas that are found: title, whether by its own words, by how many comments."""
    scope = Scope(group.workshop_id, None if everywhere else group.pk)
    rows, total = engine().find(read_words(typed), scope, limit=20, offset=0)
    titles = dict(Idea.objects.values_list("pk", "title"))
    assert total == len(rows)
    return [(titles[row.idea], row.own, row.comments) for row in rows]


class Editor:
    """What migrations hand over, within the transaction of a test."""

    connection = connection

    def execute(self, statement: str, params=None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, params)


@pytest.fixture
def own(group, participant):
    words = {"title": "Two hours a month", "body": "Put learning time in the rota."}
    return idea_submit(author=participant, group=group, **words)


@pytest.fixture
def remark(own, other):
    return comment_add(author=other, idea=own, body="Our pharmacist tried this.")


def test_an_idea_is_found_by_its_title_and_its_text(group, own):
    assert found(group, "month") == found(group, "rota") == [("Two hours a month", True, 0)]
    assert found(group, "hour learn") == [("Two hours a month", True, 0)]
    assert found(group, "pharmacist") == []


def test_an_idea_is_found_by_comments_and_replies(group, own, other, remark):
    comment_add(author=other, idea=own, parent=remark, body="The pharmacists did too.")

    assert found(group, "pharmacist") == [("Two hours a month", False, 2)]


def test_an_edited_text_is_found_by_what_it_says_now(group, participant, other, own, remark):
    idea_edit(participant=participant, idea=own, title="One hour a week", body="In the diary.")
    comment_edit(participant=other, comment=remark, body="Our porter tried this.")

    for gone in ("month", "rota", "pharmacist"):
        assert found(group, gone) == []
    assert found(group, "week") == found(group, "diary") == [("One hour a week", True, 0)]
    assert found(group, "porter") == [("One hour a week", False, 1)]


def test_what_is_hidden_is_not_found_until_it_is_restored(group, own, remark):
    comment_hide(comment=remark, reason="It names a colleague.")
    assert found(group, "pharmacist") == []
    comment_restore(comment=remark)
    assert found(group, "pharmacist") == [("Two hours a month", False, 1)]

    idea_hide(idea=own, reason="It names a colleague.")
    assert found(group, "rota") == found(group, "pharmacist") == []
    idea_restore(idea=own)
    assert len(found(group, "rota")) == len(found(group, "pharmacist")) == 1


def test_what_is_withdrawn_is_found_no_more(group, participant, other, own, remark):
    comment_withdraw(participant=other, comment=remark)
    assert found(group, "pharmacist") == []

    idea_withdraw(participant=participant, idea=own)
    assert found(group, "rota") == []


def test_the_comments_of_a_withdrawn_idea_are_not_found(group, participant, own, remark):
    idea_withdraw(participant=participant, idea=own)

    assert found(group, "pharmacist") == []


def test_an_erased_text_is_kept_nowhere(group, participant, own):
    contribution_erase(participant=participant, post=own, with_text=True)

    with connection.cursor() as cursor:
        for table in ("ideas_idea_search", "ideas_idea_letters"):
            if table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {table}")
                assert "rota" not in str(cursor.fetchall())


def test_a_deleted_row_leaves_nothing_behind(group, own, remark):
    Idea.objects.all().delete()

    with connection.cursor() as cursor:
        for table in ("ideas_idea_search", "ideas_comment_search"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,)


def test_rows_written_many_at_once_are_found(group, participant):
    made = make_idea(group, participant, title="Wifi")
    Comment.objects.bulk_create(
        [Comment(workshop=group.workshop, idea=made, body=f"Corridor {n}") for n in range(3)]
    )

    assert found(group, "corridor") == [("Wifi", False, 3)]


def test_a_vote_writes_nothing_for_search(group, other, own):
    with CaptureQueriesContext(connection) as captured:
        vote_cast(participant=other, item=own, value=1)

    updates = [query["sql"] for query in captured if query["sql"].startswith("UPDATE")]
    assert not [sql for sql in updates if '"title" =' in sql or '"body" =' in sql]


@pytest.mark.parametrize("times", [1, 2])
def test_made_again_the_tables_hold_what_is_there(group, own, remark, times):
    search_tables_drop(None, Editor())
    for _ in range(times):
        search_tables_make(None, Editor())

    assert found(group, "rota") == [("Two hours a month", True, 0)]
    assert found(group, "pharmacist") == [("Two hours a month", False, 1)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite makes tables anew")
def test_a_table_made_anew_wants_its_triggers_back(group, own, other):
    with connection.schema_editor() as editor:
        editor._remake_table(Idea)
    make_idea(group, other, title="While the triggers are gone")
    assert found(group, "triggers") == []
    with connection.schema_editor() as editor:
        search_tables_make(None, editor)

    make_idea(group, other, title="The triggers are back", body="As they were.")
    assert len(found(group, "triggers")) == 2
    assert "Two hours a month" in [title for title, _, _ in found(group, "rota")]


def test_a_title_counts_more_than_a_text_and_that_more_than_a_comment(group, other):
    plain = {"body": "Nothing of it here."}
    said = make_idea(group, other, title="Third", **plain)
    make_comment(said, other, body="The rota is all we need.")
    make_idea(group, other, title="Second", body="The rota is all we need.")
    make_idea(group, other, title="The first rota", **plain)

    assert [title for title, _, _ in found(group, "rota")] == ["The first rota", "Second", "Third"]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ('"learning time"', ["One"]),
        ("learning time", ["One", "Two"]),
        ("learning -rota", ["Two"]),
        ("rota or pager", ["One", "Three"]),
        ("pager -learning", ["Three"]),
        ("A&E", ["Three"]),
        ("self-service", ["Two"]),
        ("pager/bleep", ["Three"]),
        ("RÓTA", []),
        ("2.5", ["Two"]),
        ("script", ["Three"]),
        ("lear", []),
    ],
)
def test_both_databases_find_the_same(group, other, typed, titles):
    make_idea(group, other, title="One", body="Learning time in the rota.")
    make_idea(
        group, other, title="Two", body="Time for learning: 2.5 hours of self-service.Then tea"
    )
    make_idea(
        group, other, title="Three", body="In A&E we use the pager/bleep <script>alert</script>"
    )

    assert sorted(title for title, _, _ in found(group, typed)) == sorted(titles)
