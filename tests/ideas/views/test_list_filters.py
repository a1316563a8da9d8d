"""Filters of a list: what is new, without one's vote, one's own, with one's comment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Comment, Idea
from ideas.services import comment_add, comment_withdraw, vote_cast
from tests.factories import make_comment, make_idea, make_vote
from tests.ideas.helpers import close, group_url, url
from tests.ideas.views.test_list import titles
from tests.ideas.views.test_list_orders import options
from workshop.models import Participant

HOUR = timedelta(hours=1)


@pytest.fixture
def back_again(participant):
    """The person was here two hours ago, and has been back for a minute."""
    now = timezone.now()
    stamps = {"seen_before_at": now - 2 * HOUR, "last_seen_at": now}
    Participant.objects.filter(pk=participant.pk).update(**stamps)
    participant.refresh_from_db()


@pytest.fixture
def mixed(group, participant, other, back_again):
    """Ideas of each kind, which their titles name."""
    old, new = ({"created_at": timezone.now() - hours * HOUR} for hours in (3, 1))
    voted = make_idea(group, other, title="voted", **old)
    make_vote(participant, idea=voted)
    make_vote(other, idea=make_idea(group, participant, title="own, new", **new))
    make_idea(group, title="seed, new", seed=True, **new)
    make_idea(group, other, title="hidden, new", state="hidden", **new)
    discussed = make_idea(group, other, title="commented", **old)
    comment_add(author=participant, idea=discussed, body="Yes")
    comment_add(author=other, idea=voted, body="No")
    return discussed


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("all", {"voted", "own, new", "seed, new", "commented"}),
        ("new", {"seed, new"}),
        ("not-voted", {"seed, new", "commented"}),
        ("own", {"own, new"}),
        ("commented", {"commented"}),
        ("nonsense", {"voted", "own, new", "seed, new", "commented"}),
    ],
)
@pytest.mark.parametrize("sort", ["for-you", "newest", "top", "discussed"])
def test_a_filter_leaves_what_it_says(participant_client, group, mixed, show, found, sort):
    page = participant_client.get(group_url("list", group) + f"?sort={sort}&show={show}")

    assert set(titles(page)) == found
    assert len(titles(page)) == len(found)


def test_the_choices_hold_their_numbers(participant_client, group, mixed):
    page = participant_client.get(group_url("list", group) + "?show=not-voted")

    assert options(page, "show") == {
        "all": "All 4 ideas",
        "new": "1 new since your last visit",
        "not-voted": "2 you have not voted on*",
        "own": "1 of your own",
        "commented": "1 with a comment of yours",
    }
    assert "Voted: 1 of 3" in page.content.decode()


def test_a_comment_that_was_withdrawn_is_none(participant_client, participant, group, mixed):
    comment_withdraw(participant=participant, comment=mixed.comments.get())

    page = participant_client.get(group_url("list", group))

    assert options(page, "show")["commented"] == "None with a comment of yours"


def test_on_a_first_visit_nothing_is_new(participant_client, group, idea):
    page = participant_client.get(group_url("list", group) + "?show=new")

    assert "new" not in options(page, "show")
    assert titles(page) == [idea.title]
    assert "ws-mark--new" not in page.content.decode()


def test_new_ideas_of_others_are_marked(participant_client, group, mixed):
    page = participant_client.get(group_url("list", group)).content.decode()

    assert page.count('<span class="ws-mark ws-mark--new">New</span>') == 1


def test_what_is_new_is_of_others_and_later_than_the_last_visit(participant, other, group, mixed):
    early = participant.seen_before_at - HOUR
    make_comment(mixed, other, created_at=early)
    make_comment(mixed, participant)
    fresh = make_comment(mixed, other)

    news = Comment.objects.filter(idea=mixed).new_to(participant)

    assert list(news) == [fresh]
    assert [idea.title for idea in group.ideas.visible().new_to(participant)] == ["seed, new"]
    assert not Comment.objects.new_to(other).exists()


@pytest.mark.parametrize(
    ("show", "heading", "way"),
    [
        ("new", "Nothing new since your last visit", "Read the one idea"),
        ("not-voted", "You have voted on every idea here", "Choose another group"),
        ("own", "You have not added an idea here", "Add your idea"),
        ("commented", "You have not commented here", "Read the one idea"),
    ],
)
def test_an_empty_filter_is_not_an_empty_group(
    participant_client, participant, group, other, back_again, show, heading, way
):
    idea = make_idea(group, other, created_at=timezone.now() - 3 * HOUR)
    vote_cast(participant=participant, item=idea, value=1)

    page = participant_client.get(group_url("list", group) + f"?show={show}").content.decode()

    assert f"<h2>{heading}</h2>" in page
    assert page.split(heading)[1].split("</div>")[0].count("<a ") == 1
    assert f">{way}</a>" in page.split(heading)[1]
    assert page.count('class="nhsuk-button"') == 1
    assert "No ideas here yet" not in page
    assert 'name="show"' in page


def test_after_the_close_votes_are_not_asked_for(participant_client, workshop, group, idea):
    close(workshop)

    page = participant_client.get(group_url("list", group) + "?show=not-voted")

    assert "not-voted" not in options(page, "show")
    assert titles(page) == [idea.title]


@pytest.fixture
def forty_five(group, other):
    return [make_idea(group, other, title=f"Idea {number}") for number in range(45)]


def next_link(response) -> str:
    page = response.content.decode()
    return page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")


def test_the_links_to_pages_keep_order_and_filter(participant_client, group, forty_five):
    path = group_url("list", group) + "?sort=newest&show=commented"
    for idea in forty_five[:30]:
        comment_add(author=idea.author, idea=idea, body="Yes")
    Idea.objects.update(author=None)
    person = forty_five[0].author
    participant_client.force_login(person.user)

    page = participant_client.get(path)

    assert next_link(page) == "?sort=newest&show=commented&page=2"
    assert "Ideas 1 to 20 of 30" in page.content.decode()
    assert len(titles(participant_client.get(group_url("list", group) + next_link(page)))) == 10


@pytest.mark.parametrize("sort", ["for-you", "newest"])
def test_votes_on_a_page_do_not_pull_the_next_one_forward(
    participant_client, participant, group, forty_five, sort
):
    path = group_url("list", group)
    first = participant_client.get(f"{path}?sort={sort}&show=not-voted")
    for idea in Idea.objects.filter(title__in=titles(first)):
        vote_cast(participant=participant, item=idea, value=1)

    second = participant_client.get(path + next_link(first))
    third = participant_client.get(path + next_link(second))

    seen = [*titles(first), *titles(second), *titles(third)]
    assert sorted(seen) == sorted(idea.title for idea in forty_five)
    assert options(second, "show")["not-voted"] == "25 you have not voted on*"
    again = participant_client.get(f"{path}?sort={sort}&show=not-voted")
    assert "Ideas 1 to 20 of 25" in again.content.decode()


@pytest.mark.parametrize("moment", ["", "x", "-1", "9" * 30, "9" * 13, "0", "%C2%B2"])
def test_any_moment_in_the_address_is_answered(participant_client, group, forty_five, moment):
    path = group_url("list", group) + f"?show=not-voted&at={moment}"

    assert len(titles(participant_client.get(path))) == 20


def test_without_scripts_a_vote_leads_back_to_the_same_card(participant_client, group, forty_five):
    path = group_url("list", group) + "?sort=newest&show=not-voted"
    idea = forty_five[40]

    answer = participant_client.post(
        url("idea_vote", idea), {"value": "up"}, headers={"Referer": f"http://testserver{path}"}
    )
    page = participant_client.get(answer.url)

    assert answer.url.startswith(f"{path}&at=")
    assert answer.url.endswith(f"#idea-{idea.public_id}")
    assert idea.title in titles(page)
    assert "You voted up." in page.content.decode()


def test_the_keys_are_on_for_whoever_asked_for_them(participant_client, participant, group, idea):
    path = group_url("list", group)
    assert b"data-keys" not in participant_client.get(path).content
    Participant.objects.update(uses_keys=True)

    page = participant_client.get(path).content.decode()

    assert ' data-keys data-shown-at="/w/spring/shown/"' in page
    assert "<kbd>j</kbd> next idea" in page


def test_a_single_idea_and_a_last_page_of_one_are_counted_in_words(
    participant_client, group, other
):
    make_idea(group, other)
    assert b"<p>1 idea</p>" in participant_client.get(group_url("list", group)).content
    for _ in range(20):
        make_idea(group, other)

    page = participant_client.get(group_url("list", group) + "?page=2").content.decode()

    assert "<p>Idea 21 of 21</p>" in page
    assert 'rel="next"' not in page
