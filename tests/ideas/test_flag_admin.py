"""The facilitators' queue of reports."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from ideas.models import Flag
from ideas.services import comment_add, comment_edit, comment_hide, flags_uphold, idea_edit
from tests.factories import make_flag, make_idea, make_participant, make_user, make_workshop
from tests.queries import query_budget
from workshop.models import Workshop

LIST = "/admin/ideas/flag/"


@pytest.fixture
def comment(idea, other):
    return comment_add(author=other, idea=idea, body="Ask Jane at the desk.")


@pytest.fixture
def flag(workshop, participant, comment) -> Flag:
    """The first of two reports of a comment."""
    flag = make_flag(participant, comment=comment, words="Jane is a colleague.")
    make_flag(make_participant(workshop), comment=comment, reason="abuse")
    return flag


def change(client, flag, decision: str, why: str = "") -> str:
    path = f"{LIST}{flag.pk}/change/"
    answer = client.post(path, {"decision": decision, "why": why}, follow=True)
    return answer.content.decode()


def test_a_reported_post_is_one_row_with_how_many_and_why(facilitator_client, flag):
    page = facilitator_client.get(LIST).content.decode()

    assert page.count("Ask Jane at the desk.") == 1
    assert '<td class="field-reports">2</td>' in page
    assert "It is rude, or attacks somebody, It points to a person or place" in page
    assert page.count("/change/") == page.count(f"{LIST}{flag.pk}/change/") == 1


def test_what_waits_stands_first(facilitator_client, group, flag, participant):
    newer = make_idea(group, title="A newer idea")
    make_flag(participant, idea=newer, state="dismissed")
    older = make_idea(group, title="An older idea")
    make_flag(participant, idea=older, reported_at=timezone.now() - timedelta(days=3))

    page = facilitator_client.get(LIST).content.decode()

    places = [page.index(words) for words in ("Ask Jane", "An older idea", "A newer idea")]
    assert places == sorted(places)
    waiting = facilitator_client.get(f"{LIST}?standing=waiting").content.decode()
    settled = facilitator_client.get(f"{LIST}?standing=settled").content.decode()
    assert ("A newer idea" in waiting, "A newer idea" in settled) == (False, True)
    assert ("Ask Jane" in waiting, "Ask Jane" in settled) == (True, False)


def test_the_screen_shows_the_post_and_what_was_said(facilitator_client, flag):
    page = facilitator_client.get(f"{LIST}{flag.pk}/change/").content.decode()

    for words in ("Ask Jane at the desk.", "Jane is a colleague.", "It is rude", "Hide it from"):
        assert words in page
    assert f"/admin/ideas/comment/{flag.comment_id}/change/" in page


def test_neither_who_nor_when_is_shown(facilitator_client, workshop, idea):
    person = make_participant(workshop, make_user("canary@example.org", pk=9_000_000_001))
    moment = timezone.now() - timedelta(days=2)
    flag = make_flag(person, idea=idea, reported_at=moment)
    type(idea).objects.update(author=make_participant(workshop, pk=9_000_000_002))

    for path in (LIST, f"{LIST}{flag.pk}/change/", f"{LIST}{flag.pk}/history/"):
        page = facilitator_client.get(path).content.decode()
        for trace in ("canary", "9000000", f"{moment:%H:%M}", moment.isoformat()):
            assert trace not in page
        assert "history" in path or moment.astimezone(workshop.zone).strftime("%-d %B %Y") in page


def test_hiding_asks_why_and_settles_all_reports(facilitator_client, flag, participant):
    assert "Say why: the author will read it." in change(facilitator_client, flag, "hide")
    assert Flag.objects.filter(state="open").count() == 2

    change(facilitator_client, flag, "hide", "It names a colleague.")

    flag.comment.refresh_from_db()
    assert (flag.comment.state, flag.comment.moderation_reason) == (
        "hidden",
        "It names a colleague.",
    )
    assert Flag.objects.filter(state="upheld").count() == 2


def test_it_is_left_as_it_is(facilitator_client, flag):
    page = change(facilitator_client, flag, "dismiss")

    flag.comment.refresh_from_db()
    assert flag.comment.is_visible
    assert Flag.objects.filter(state="dismissed").count() == 2
    assert "Left as it is" in page
    assert "The reports are dismissed; the comment stays as it is." in page
    assert "changed successfully" not in page


@pytest.mark.parametrize("kind", ["idea", "comment"])
def test_what_was_hidden_is_shown_again(facilitator_client, participant, idea, comment, kind):
    item = {"idea": idea, "comment": comment}[kind]
    flag = make_flag(participant, **{kind: item})
    flags_uphold(item=item, reason="It names a colleague.")

    page = change(facilitator_client, flag, "restore")

    assert f"The {kind} is shown again." in page
    item.refresh_from_db()
    assert (item.is_visible, Flag.objects.get().state) == (True, "dismissed")


def test_what_somebody_else_decided_meanwhile_is_said(facilitator_client, flag):
    comment_hide(comment=flag.comment, reason="It names a colleague.")

    page = change(facilitator_client, flag, "dismiss")

    assert "Select a valid choice." in page
    assert "Show it again" in page


def test_the_log_names_neither_text_nor_person(facilitator_client, flag):
    change(facilitator_client, flag, "hide", "It names a colleague, Jane.")

    entry = LogEntry.objects.get()
    kept = f"{entry.object_repr} {entry.change_message}"
    assert entry.object_repr == "It points to a person or place"
    assert "Jane" not in kept


@pytest.mark.parametrize("role", ["analyst", "steering group", "operator"])
def test_nobody_else_sees_the_queue(staff_client, flag, role):
    client = staff_client(role)

    for path in (LIST, f"{LIST}{flag.pk}/change/"):
        assert client.get(path).status_code == 403
    assert "reported post" not in client.get("/admin/").content.decode()


def test_reports_are_neither_added_nor_deleted(facilitator_client, superuser_client, flag):
    for client in (facilitator_client, superuser_client):
        assert client.get(f"{LIST}add/").status_code == 403
        assert client.post(f"{LIST}{flag.pk}/delete/", {"post": "yes"}).status_code == 403


def test_how_many_wait_stands_where_facilitators_begin(facilitator_client, workshop, flag, idea):
    elsewhere = make_workshop()
    words = "2 reported posts wait for a decision"
    make_flag(flag.reporter, idea=idea)

    assert words in facilitator_client.get("/admin/").content.decode()
    for where, count in ((workshop, 2), (elsewhere, 0)):
        page = facilitator_client.get(f"/admin/workshop/workshop/{where.pk}/change/")
        assert f"Reports: {count} waiting" in page.content.decode()
    Flag.objects.update(state="dismissed")
    assert "No reported post waits" in facilitator_client.get("/admin/").content.decode()


@pytest.mark.parametrize("posts", [1, 6])
def test_the_queue_asks_no_more_of_a_longer_list(facilitator_client, group, participant, posts):
    for _ in range(posts):
        make_flag(participant, idea=make_idea(group))

    with query_budget(10):
        facilitator_client.get(LIST)


def test_earlier_texts_are_read_on_the_posts_screens(facilitator_client, idea, other, comment):
    idea_edit(participant=other, idea=idea, title="Other title", body="Other words")
    comment_edit(participant=other, comment=comment, body="Ask at the desk.")

    for path, words in (
        (f"/admin/ideas/idea/{idea.pk}/change/", idea.body),
        (f"/admin/ideas/comment/{comment.pk}/change/", "Ask Jane at the desk."),
    ):
        page = facilitator_client.get(path).content.decode()
        assert words in page
        assert "Until today" in page
        assert Workshop.objects.count() == 1
