import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_group, make_idea, make_vote
from tests.ideas.helpers import close, group_url, url
from workshop.enums import GroupKind

TITLE = re.compile(r'ws-idea__title" dir="auto"><a href="[^"]*">([^<]*)</a>')


def titles(response) -> list[str]:
    return TITLE.findall(response.content.decode())


@pytest.fixture
def three(group, other):
    now = timezone.now()
    make_idea(group, other, title="old", created_at=now - timedelta(days=3), up=1, comment_count=9)
    make_idea(group, other, title="middle", created_at=now - timedelta(days=2), up=5, down=1)
    make_idea(group, other, title="new", created_at=now, up=9, down=7, comment_count=3)


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("?sort=newest", ["new", "middle", "old"]),
        ("?sort=top", ["middle", "new", "old"]),
        ("?sort=supported", ["middle", "new", "old"]),
        ("?sort=discussed", ["old", "new", "middle"]),
        ("?sort=divided", ["new", "middle", "old"]),
    ],
)
def test_ideas_come_in_the_chosen_order(participant_client, group, three, query, order):
    assert titles(participant_client.get(group_url("list", group) + query)) == order


def test_the_order_says_what_it_does(participant_client, group, three):
    page = participant_client.get(group_url("list", group) + "?sort=top").content.decode()

    assert "“Most net votes” counts up votes minus down votes, most first." in page
    assert '<option value="top" selected>' in page


@pytest.mark.parametrize(
    ("query", "first", "count", "words"),
    [
        ("", "Idea 44", 20, "Ideas 1 to 20 of 45"),
        ("&page=2", "Idea 24", 20, "Ideas 21 to 40 of 45"),
        ("&page=3", "Idea 4", 5, "Ideas 41 to 45 of 45"),
        ("&page=99", "Idea 4", 5, "Ideas 41 to 45 of 45"),
        ("&page=" + "9" * 30, "Idea 4", 5, "Ideas 41 to 45 of 45"),
        ("&page=0", "Idea 44", 20, "Ideas 1 to 20 of 45"),
        ("&page=-1", "Idea 44", 20, "Ideas 1 to 20 of 45"),
        ("&page=x", "Idea 44", 20, "Ideas 1 to 20 of 45"),
        ("&page=123456789x", "Idea 44", 20, "Ideas 1 to 20 of 45"),
        ("&page=1x", "Idea 44", 20, "Ideas 1 to 20 of 45"),
        ("&page=%C2%B2", "Idea 44", 20, "Ideas 1 to 20 of 45"),
    ],
)
def test_a_page_has_twenty_ideas(participant_client, group, other, query, first, count, words):
    start = timezone.now() - timedelta(days=1)
    for number in range(45):
        moment = start + timedelta(minutes=number)
        make_idea(group, other, title=f"Idea {number}", created_at=moment)

    path = group_url("list", group) + "?sort=newest"
    response = participant_client.get(path + query)

    assert (titles(response)[0], len(titles(response))) == (first, count)
    assert words in response.content.decode()


def test_the_links_to_pages_keep_the_order(participant_client, group, other):
    for _ in range(45):
        make_idea(group, other)

    page = participant_client.get(group_url("list", group) + "?sort=top&page=2").content.decode()

    assert '<a href="?sort=top&amp;page=1" rel="prev">Previous 20 ideas</a>' in page
    assert '<a href="?sort=top&amp;page=3" rel="next">Next 5 ideas</a>' in page


def test_marks_tell_starters_and_ones_own(participant_client, group, participant):
    make_idea(group, seed=True)
    make_idea(group, participant)

    page = participant_client.get(group_url("list", group)).content.decode()

    assert page.count(">Conversation starter</span>") == page.count(">Your idea</span>") == 1
    assert page.count("You cannot vote on your own idea.") == 1


def test_ones_own_vote_is_shown_in_words(participant_client, participant, group, idea, other):
    make_vote(participant, idea=idea, value=-1)
    make_vote(other, idea=make_idea(group, participant))

    page = participant_client.get(group_url("list", group)).content.decode()

    assert page.count("You voted down.</b>") == 1
    assert "You voted up" not in page
    assert "Voted: 1 of 1" in page


def test_what_is_not_shown_is_not_listed(participant_client, group, other):
    for state in ("hidden", "withdrawn"):
        make_idea(group, other, state=state, title=f"Secret {state}")

    page = participant_client.get(group_url("list", group)).content.decode()

    assert "Secret" not in page
    assert "No ideas here yet" in page


def test_the_author_of_a_hidden_idea_finds_the_reason(participant_client, group, own_idea):
    type(own_idea).objects.update(state="hidden", moderation_reason="It names a colleague.")

    page = participant_client.get(group_url("list", group)).content.decode()

    assert f'<a href="{url("thread", own_idea)}">Read why</a>' in page


def test_a_long_idea_is_cut_at_a_sentence(participant_client, group, other):
    make_idea(group, other, body="First sentence here. " * 40)

    page = participant_client.get(group_url("list", group)).content.decode()

    assert page.count("First sentence here.") == 13
    assert "Read on<" in page


def test_a_closed_workshop_shows_votes_without_buttons(
    participant_client, participant, workshop, group, other
):
    idea = make_idea(group, other, up=38, down=7)
    make_vote(participant, idea=idea)
    close(workshop)

    page = participant_client.get(group_url("list", group)).content.decode()

    assert "<b>+31</b> net votes" in page
    assert "38 up, 7 down. You voted up." in page
    assert 'name="value"' not in page
    assert "Add your idea" not in page


def test_a_long_question_stands_in_full_under_its_groups_name(participant_client, workshop, group):
    type(group).objects.update(prompt="How " * 40)

    page = participant_client.get(group_url("list", group)).content.decode()

    assert '<h1 class="ws-ask__text">At work</h1>' in page
    assert "How " * 39 in page


def test_a_group_of_another_workshop_is_not_there(participant_client):
    assert participant_client.get("/w/spring/groups/nowhere/").status_code == 404
    assert participant_client.get("/w/spring/groups/%00/").status_code == 400


def test_a_list_only_reads(participant_client, group):
    assert participant_client.post(group_url("list", group)).status_code == 405


def test_a_question_has_the_number_that_the_hall_gives_it(participant_client, group, other):
    make_group(group.workshop, "misc", kind=GroupKind.OPEN, position=group.position + 1)
    later = make_group(group.workshop, "later", title="Later", position=group.position + 2)
    idea = make_idea(later, other)

    for path in ("/w/spring/groups/", group_url("list", later), group_url("new", later)):
        assert "Question 2: Later" in participant_client.get(path).content.decode()
    thread = participant_client.get(idea.get_absolute_url()).content.decode()
    assert "Question 2: Later" in thread
