"""The order "for you", and which orders are offered."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.fairness import order_number
from ideas.models import FairOrder, Idea
from ideas.services import fair_orders_prepare, showings_add, vote_cast
from tests.factories import make_idea, make_participant
from tests.ideas.helpers import close, group_url
from tests.ideas.views.test_list import titles

OPTION = re.compile(r'<option value="([^"]*)"( selected)?>([^<]*)</option>')


@pytest.fixture
def many(group, other):
    return [make_idea(group, other, title=f"Idea {number}") for number in range(45)]


def options(response, name: str) -> dict[str, str]:
    """The choices of one of the two fields, by value; the chosen one has a star."""
    page = response.content.decode()
    field = page.split(f'name="{name}"')[1].split("</select>")[0]
    return {
        value: words + ("*" if chosen else "") for value, chosen, words in OPTION.findall(field)
    }


def whole_list(client, group, query: str = "") -> list[str]:
    path = group_url("list", group)
    pages = [client.get(f"{path}?page={number}{query}") for number in (1, 2, 3)]
    return [title for page in pages for title in titles(page)]


def test_a_list_follows_the_order_that_the_person_holds(
    participant_client, participant, group, many
):
    fair_orders_prepare()
    today = timezone.now().astimezone(group.workshop.zone).date()
    number = order_number(participant.pk, today)
    names = {idea.pk: idea.title for idea in many}

    held = FairOrder.objects.get(group=group, day=today, number=number)

    assert whole_list(participant_client, group) == [names[pk] for pk in held.ideas]
    assert titles(participant_client.get(group_url("list", group) + "?sort=for-you")) == [
        names[pk] for pk in held.ideas[:20]
    ]


def test_it_stays_whatever_is_shown_and_voted_meanwhile(
    participant_client, participant, group, many
):
    fair_orders_prepare()
    before = whole_list(participant_client, group)

    for place, idea in enumerate(many[:20]):
        vote_cast(participant=participant, item=idea, value=1 if place % 3 else -1)
    showings_add(participant=participant, public_ids=[idea.public_id for idea in many])

    assert whole_list(participant_client, group) == before


def test_people_hold_different_orders(participant_client, other_client, group, many):
    fair_orders_prepare()

    assert whole_list(participant_client, group) != whole_list(other_client, group)


def test_what_came_or_went_since_moves_nothing_else(participant_client, group, many, other):
    fair_orders_prepare()
    before = whole_list(participant_client, group)
    Idea.objects.filter(title=before[2]).update(state="hidden")
    make_idea(group, other, title="Late")

    now = whole_list(participant_client, group)

    assert now.index("Late") == 4
    assert [title for title in now if title != "Late"] == before[:2] + before[3:]


def test_until_the_day_has_orders_the_last_ones_hold(participant_client, group, many):
    fair_orders_prepare(now=timezone.now() - timedelta(days=1))
    FairOrder.objects.update(ideas=[idea.pk for idea in many])

    assert titles(participant_client.get(group_url("list", group)))[:3] == [
        "Idea 0", "Idea 1", "Idea 2"
    ]  # fmt: skip


def test_without_any_orders_one_is_drawn_by_the_showings(participant_client, group, many):
    Idea.objects.exclude(pk=many[7].pk).update(showings=300)

    first = whole_list(participant_client, group)

    assert sorted(first) == sorted(idea.title for idea in many)
    assert "Idea 7" in first[:5]
    assert whole_list(participant_client, group) == first
    assert not FairOrder.objects.exists()


@pytest.mark.parametrize("query", ["?sort=nonsense", "?sort=", "?sort=%F0%9F%8C%9F", ""])
def test_an_unknown_order_is_the_usual_one(participant_client, group, many, query):
    page = participant_client.get(group_url("list", group) + query)

    assert options(page, "sort")["for-you"] == "For you*"


@pytest.mark.parametrize(
    ("scores", "offered"),
    [
        ("always", ["for-you", "newest", "top", "supported", "discussed", "divided"]),
        ("after-vote", ["for-you", "newest", "discussed"]),
        ("after-close", ["for-you", "newest", "discussed"]),
    ],
)
def test_hidden_scores_give_no_order_away(participant_client, workshop, group, scores, offered):
    make_idea(group)
    type(workshop).objects.update(scores=scores)
    path = group_url("list", group)

    assert list(options(participant_client.get(path), "sort")) == offered
    for order in {"top", "supported", "divided"} - set(offered):
        asked = participant_client.get(f"{path}?sort={order}")
        assert options(asked, "sort")["for-you"] == "For you*"
        assert titles(asked) == titles(participant_client.get(path))


def test_at_the_close_every_order_is_offered(participant_client, workshop, group):
    make_idea(group)
    type(workshop).objects.update(scores="after-close")
    close(workshop)

    page = participant_client.get(group_url("list", group) + "?sort=top")

    assert options(page, "sort")["top"] == "Most net votes*"


def test_each_order_says_in_one_line_what_it_does(participant_client, group):
    make_idea(group)
    path = group_url("list", group)
    lines = set()
    for order in options(participant_client.get(path), "sort"):
        page = participant_client.get(f"{path}?sort={order}").content.decode()
        lines.add(page.split('id="sort-why">')[1].split("</p>")[0])

    assert len(lines) == 6
    assert all(line.startswith("“") and len(line) < 130 for line in lines)


def test_a_second_person_changes_nothing_in_the_page_of_the_first(participant_client, group, many):
    fair_orders_prepare()
    before = whole_list(participant_client, group)
    reader = make_participant(group.workshop)
    showings_add(participant=reader, public_ids=[idea.public_id for idea in many[:30]])

    assert whole_list(participant_client, group) == before
