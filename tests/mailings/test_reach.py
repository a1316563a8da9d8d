import re

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ideas.models import Follow
from tests.factories import (
    make_comment,
    make_group,
    make_idea,
    make_mailing,
    make_participant,
    make_preregistration,
    make_user,
)
from tests.queries import query_budget
from workshop.mailings.models import Mailing
from workshop.mailings.selectors import mailing_plan
from workshop.mailings.selectors.kinds import kinds_of
from workshop.mailings.selectors.reach import count_words, told_count
from workshop.mailings.selectors.reaching import reach_of
from workshop.models import Channel

NOW = timezone.now()
DEEDS = ["contributors", "channel:library", "followers:abc", "unmailed:7"]


@pytest.fixture
def library(workshop):
    return Channel.objects.create(workshop=workshop, key="library", title="The library")


@pytest.fixture
def mailing(workshop):
    return make_mailing(workshop, "news", state="draft", audience=["everyone"])


@pytest.fixture
def planner(staff_client):
    return staff_client("facilitator")


def page(mailing, name: str) -> str:
    return f"/w/{mailing.workshop.slug}/mailings/{mailing.key}/{name}/"


def kept(mailing) -> list[str]:
    return Mailing.objects.get(pk=mailing.pk).audience


@pytest.mark.parametrize("word", DEEDS)
@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "fewer than 10"), (1, "fewer than 10"), (9, "fewer than 10"), (1239, "about 1,230")],
)
def test_what_tells_on_people_is_told_in_tens(word, count, words):
    assert count_words(["everyone", word], count) == words


@given(st.integers(0, 5000), st.integers(0, 9))
def test_two_sizes_never_give_a_small_number_away(whole, part):
    told = {told_count(["contributors"], whole + n) for n in range(part + 1)}
    assert len(told) <= 2
    assert all(number % 10 == 0 or number == 1 for number in told)


@pytest.mark.parametrize("word", ["contributors", "followers:abc", "unmailed:7"])
def test_a_channel_beside_deeds_or_messages_is_not_counted(word):
    assert count_words(["channel:library", word], 500) == "uncounted"


def test_sizes_of_who_has_not_come_yet_are_exact():
    assert count_words(["preregistered", "unfinished", "everyone"], 1239) == "1,239"


def test_who_shows_each_audience_with_sentence_and_size(planner, mailing, library):
    for _ in range(12):
        make_participant(mailing.workshop, first_contributed_at=NOW, channel=library)
    make_preregistration(mailing.workshop)

    text = planner.get(page(mailing, "who")).content.decode()

    assert "They left their address before the opening and have not joined." in text
    assert "Came through The library" in text
    assert text.count("About 10") == 3  # Voters, contributors, and the channel.
    assert "would break the promise" in text


def test_who_keeps_a_choice_of_all_forms(planner, mailing):
    idea = make_idea(make_group(mailing.workshop), title="Quiet rooms")
    data = {
        "audience": ["spectators", "preregistered"],
        "thread": f"https://workshop.example/w/{mailing.workshop.slug}/ideas/{idea.public_id}/",
        "unmailed": "7",
    }

    answer = planner.post(page(mailing, "who"), data, follow=True)

    assert kept(mailing) == [
        "spectators",
        "preregistered",
        f"followers:{idea.public_id}",
        "unmailed:7",
    ]
    text = answer.content.decode()
    assert "Follow “Quiet rooms”" in text
    assert "in the last 7 days" in text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose whom this mailing goes to."),
        ({"unmailed": "7"}, "Choose whom this mailing goes to."),
        ({"audience": ["everyone"], "unmailed": "0"}, "from 1 to 365"),
        ({"audience": ["everyone"], "unmailed": "soon"}, "from 1 to 365"),
        ({"audience": ["everyone"], "thread": "https://elsewhere.example/"}, "Paste the address"),
        ({"audience": ["answer:age"]}, "not in it"),
        ({"audience": ["channel:library", "voters"]}, "A channel cannot go together"),
    ],
)
def test_who_refuses_what_cannot_be_and_keeps_what_was_typed(
    planner, mailing, library, data, words
):
    answer = planner.post(page(mailing, "who"), data)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert kept(mailing) == ["everyone"]
    for value in data.get("thread", ""), data.get("unmailed", ""):
        assert not value or f'value="{value}"' in text
    for word in set(data.get("audience", [])) & {"everyone", "voters", "channel:library"}:
        assert f'id="id_audience_{word}" aria-describedby="id_audience_{word}_hint" checked' in text


@pytest.mark.parametrize("state", ["scheduled", "asked", "sending", "done", "cancelled"])
def test_who_refuses_a_mailing_that_is_not_open_to_changes(planner, mailing, state):
    Mailing.objects.update(state=state)

    answer = planner.post(page(mailing, "who"), {"audience": ["voters"]})

    assert answer.status_code == 422
    assert kept(mailing) == ["everyone"]


def test_counting_keeps_nothing_with_and_without_scripts(planner, mailing):
    make_participant(mailing.workshop)
    asked = {"audience": ["everyone", "preregistered"], "count": "1"}

    whole = planner.get(page(mailing, "who"), asked).content.decode()
    fragment = planner.get(page(mailing, "who/size"), asked).content.decode()

    assert 'This goes to <b class="ws-figure">1</b> person' in whole
    assert 'This goes to <b class="ws-figure">1</b> person' in fragment
    assert "<main" not in fragment
    assert kept(mailing) == ["everyone"]


def test_counting_says_why_a_choice_cannot_be(planner, mailing, library):
    mixed = planner.get(page(mailing, "who/size"), {"audience": ["channel:library", "voters"]})
    empty = planner.get(page(mailing, "who/size"), {"audience": ["unfinished"]})
    wrong = planner.get(page(mailing, "who/size"), {"audience": ["voters"], "unmailed": "x"})

    assert "A channel cannot go together" in mixed.content.decode()
    assert "<b>Nobody</b> is in it" in empty.content.decode()
    assert "whole number of days" in wrong.content.decode()


@pytest.mark.parametrize("name", ["who", "who/size", "before"])
def test_only_who_plans_gets_in(client, staff_client, mailing, name):
    assert client.get(page(mailing, name)).status_code == 302
    assert staff_client("analyst").get(page(mailing, name)).status_code == 403
    assert staff_client("facilitator").get(page(mailing, name)).status_code == 200


def test_before_tells_numbers_kinds_and_the_peak(planner, mailing):
    for number in range(120):
        contributed = NOW if number < 30 else None
        make_participant(mailing.workshop, first_contributed_at=contributed)

    text = planner.get(page(mailing, "before")).content.decode()

    assert '<b class="ws-figure">120</b> people' in text
    assert "<dd>about 25 %</dd>" in text
    assert "<dd>about 75 %</dd>" in text
    assert "How many come at once" in text
    assert "@example" not in text


def test_before_warns_of_a_peak_past_what_the_site_can_take(planner, mailing, monkeypatch):
    counted = "workshop.mailings.selectors.reaching.audience_count"
    monkeypatch.setattr(counted, lambda *args, **kwargs: 100_000)
    Mailing.objects.update(rate=1000)

    text = planner.get(page(mailing, "before")).content.decode()

    assert "More than the site can take" in text
    assert "Send 87 messages a second at most." in text


def test_before_says_that_nobody_would_get_it(planner, mailing):
    text = planner.get(page(mailing, "before")).content.decode()

    assert "<b>Nobody</b> is in its audience" in text


@pytest.mark.parametrize("name", ["who", "who/size", "before"])
def test_a_summary_has_none_of_these_pages(planner, workshop, name):
    summary = make_mailing(workshop, kind="digest", state="scheduled", audience=["summary:daily"])

    assert planner.get(page(summary, name)).status_code == 404
    whole = planner.get(f"/w/{workshop.slug}/mailings/{summary.key}/").content.decode()
    assert page(summary, name) not in whole


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_no_more_for_more_people_and_channels(planner, mailing, number):
    group = make_group(mailing.workshop)
    for n in range(number):
        channel = Channel.objects.create(workshop=mailing.workshop, key=f"c{n}", title=f"C{n}")
        person = make_participant(mailing.workshop, channel=channel)
        Follow.objects.create(participant=person, idea=make_idea(group))
    make_comment(idea := make_idea(group, comment_count=1))
    assert idea

    with query_budget(30):
        planner.get(page(mailing, "who"))
    with query_budget(34):
        planner.get(page(mailing, "before"))
    with query_budget(16):
        planner.get(page(mailing, "who/size"), {"audience": ["everyone", "preregistered"]})


@pytest.mark.parametrize(
    "audience",
    [
        ["voters"],
        ["contributors", "unmailed:7"],
        ["channel:library"],
        ["channel:library", "unmailed:7"],
        ["followers"],
    ],
)
def test_pages_read_the_same_for_none_as_for_one(planner, mailing, library, audience):
    idea = make_idea(make_group(mailing.workshop))
    words = [w.replace("followers", f"followers:{idea.public_id}") for w in audience]
    Mailing.objects.update(audience=words)
    asked = {"audience": [w for w in words if w[:8] != "unmailed"]}
    asked |= {"unmailed": "7"} if len(asked["audience"]) < len(words) else {}

    def told() -> list[str]:
        who = planner.get(page(mailing, "who/size"), asked).content.decode()
        pages = [page(mailing, "before"), page(mailing, "before").replace("before/", "")]
        return [who, *(body(planner.get(path)) for path in pages)]

    none = told()
    person = make_participant(mailing.workshop, channel=library, first_contributed_at=NOW)
    Follow.objects.create(participant=person, idea=idea)

    assert told() == none
    assert all("may be" in text and "obody" in text for text in none)


def body(answer) -> str:
    """Return the main part of a page without what differs from request to request."""
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main)


def test_few_others_beside_those_told_in_tens_are_told_truly(workshop):
    mailing = make_mailing(workshop, audience=["preregistered", "contributors"], state="draft")
    for _ in range(5):
        make_preregistration(workshop)
    for _ in range(9):
        make_participant(workshop, first_contributed_at=NOW)

    assert reach_of(mailing, mailing.audience, NOW).words == "between 5 and 14"


def test_others_in_an_audience_do_not_move_what_is_told_in_tens(workshop):
    mailing = make_mailing(workshop, audience=["preregistered", "contributors"], state="draft")
    for _ in range(17):
        make_participant(workshop, first_contributed_at=NOW)

    def told() -> str:
        return reach_of(mailing, mailing.audience, NOW).words

    seen = [told()]
    for _ in range(12):
        make_preregistration(workshop)
        seen.append(told())

    # Seventeen are told as ten, however many others stand beside them.
    assert seen == [f"about {10 + others}" for others in range(13)]


def test_others_do_not_move_it_in_a_narrowed_audience_or_in_a_dry_run_either(workshop):
    words = ["preregistered", "unfinished", "contributors"]
    mailing = make_mailing(workshop, audience=words, state="scheduled", send_at=NOW)
    for _ in range(17):
        make_participant(workshop, first_contributed_at=NOW)
    for _ in range(4):
        make_participant(workshop, joined_at=None)

    narrowed, planned = [], []
    for _ in range(12):
        make_preregistration(workshop)
        narrowed.append(reach_of(mailing, [*words, "unmailed:7"], NOW).words)
        planned += mailing_plan(NOW)

    assert narrowed == ["about 10"] * 9 + ["about 20"] * 3
    assert [line.split("would go to ")[1] for line in planned] == [
        f"about {14 + others} recipients" for others in range(1, 13)
    ]


def test_who_registered_before_joining_is_counted_once_in_a_narrowed_audience(workshop):
    mailing = make_mailing(workshop, state="draft")
    words = ["preregistered", "unfinished", "everyone", "unmailed:7"]
    for number in range(20):
        user = make_user(f"p{number}@example.org")
        make_preregistration(workshop, user.email)
        make_participant(workshop, user, joined_at=NOW if number < 10 else None)

    assert reach_of(mailing, words, NOW).words == "about 20"


def sorts(workshop, *words: str) -> list[tuple[str, str]]:
    return kinds_of(workshop, list(words), kind="reminder", now=NOW)


def test_of_few_people_no_sorts_are_told(workshop):
    for _ in range(19):
        make_participant(workshop, first_contributed_at=NOW, first_posted_at=NOW)

    assert sorts(workshop, "everyone") == []
    make_participant(workshop, first_contributed_at=NOW, first_posted_at=NOW)
    assert sorts(workshop, "everyone") != []


@pytest.mark.parametrize("waiting", [11, 12, 19, 20, 95, 100])
def test_sorts_read_the_same_for_none_as_for_nine_whoever_stands_beside_them(workshop, waiting):
    for _ in range(waiting):
        make_preregistration(workshop)

    none = sorts(workshop, "preregistered", "contributors")
    for _ in range(9):
        make_participant(workshop, first_contributed_at=NOW)

    assert sorts(workshop, "preregistered", "contributors") == none
    assert [name for name, _ in none] == (
        ["Pre-registered, not joined", "Voted, posted nothing", "Posted an idea or a comment"]
        if waiting >= 20
        else []
    )


@pytest.mark.parametrize("number", [20, 100])
def test_no_sort_is_all_or_none(workshop, number):
    for _ in range(number):
        make_participant(workshop, first_contributed_at=NOW, first_posted_at=NOW)

    assert sorts(workshop, "everyone") == [
        ("Joined, nothing contributed yet", "very few or none"),
        ("Voted, posted nothing", "very few or none"),
        ("Posted an idea or a comment", "some" if number == 20 else "nearly all or all"),
    ]
