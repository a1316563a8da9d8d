import pytest

from ideas.models import Idea, Vote
from ideas.selectors import similar_ideas
from ideas.services.rates import SIMILAR, rate_require
from tests.factories import make_group, make_idea, make_participant, make_vote, make_workshop
from tests.ideas.helpers import close, group_url
from tests.queries import query_budget

TITLE = "One password for all our systems"


@pytest.fixture
def near(group, other):
    """An idea that says the same in other words, with votes."""
    body = "I type eleven passwords before I see my first patient of the day."
    return make_idea(group, other, title="A single password for all systems", body=body, up=37)


def ask(client, group, title: str = TITLE, body: str = "", **extra):
    return client.post(group_url("similar", group), {"title": title, "body": body} | extra)


def is_nothing(response) -> bool:
    return response.content.decode().strip() == '<div class="ws-similar" id="similar">\n  \n</div>'


def test_a_like_idea_is_shown_with_a_vote_in_place_of_a_copy(participant_client, group, near):
    page = ask(participant_client, group).content.decode()

    assert "<main" not in page
    assert page.count('id="similar" data-said="1 similar idea"') == 1
    assert f'href="/w/spring/ideas/{near.public_id}/">A single password for all systems</a>' in page
    assert "I type eleven passwords" in page
    assert f'form="similar-vote" formaction="/w/spring/ideas/{near.public_id}/vote/"' in page
    assert "37" not in page


def test_the_vote_leads_to_the_idea(participant_client, participant, group, near):
    response = participant_client.post(
        f"/w/spring/ideas/{near.public_id}/vote/",
        {"value": "up"},
        headers={"Referer": f"http://testserver{group_url('new', group)}"},
    )

    assert response.url == f"/w/spring/ideas/{near.public_id}/"
    assert Vote.objects.get().participant == participant
    assert Idea.objects.count() == 1


def test_an_idea_with_ones_vote_says_so(participant_client, participant, group, near):
    make_vote(participant, idea=near)

    page = ask(participant_client, group).content.decode()

    assert "You have voted for this one." in page
    assert "formaction" not in page


@pytest.mark.parametrize("title", ["", "One password", "x" * 19, "Robots for all the boring bits"])
def test_what_is_short_or_like_nothing_gets_nothing(participant_client, group, near, title):
    assert is_nothing(ask(participant_client, group, title))


def test_the_text_is_compared_as_well(participant_client, group, near):
    body = "I type eleven passwords before I have seen my first patient."

    assert "A single password" in ask(participant_client, group, "Time", body).content.decode()


def test_only_others_visible_ideas_of_the_group_are_like(
    participant_client, participant, group, near
):
    elsewhere = make_group(group.workshop)
    for changed in (
        {"author": participant},
        {"state": "hidden"},
        {"state": "withdrawn"},
        {"group": elsewhere},
    ):
        values = {"author": near.author, "state": "visible", "group": group} | changed
        Idea.objects.filter(pk=near.pk).update(**values)
        assert is_nothing(ask(participant_client, group))


def test_a_seed_may_be_like(participant_client, group, near):
    Idea.objects.update(author=None, seed=True)

    assert "A single password" in ask(participant_client, group).content.decode()


def test_the_three_most_alike_come_best_first(participant, group, other):
    titles = [
        "One password for all our systems at home and at work",
        "One password for all of us, whatever the system is and wherever we are",
        "One password for all our systems",
        "One password for all our systems, please",
    ]
    for title in titles:
        make_idea(group, other, title=title, body="Words.")

    found = similar_ideas(participant, group, TITLE, "")

    assert [item.idea.title for item in found] == [titles[2], titles[3], titles[0]]


@pytest.mark.parametrize(
    "body", ["\x00" * 40, "😀" * 40, "%" * 40, "x" * 60_000, "שלום " * 20, '"' * 40, "\u202e" * 30]
)
def test_hostile_text_is_like_nothing(participant_client, group, near, body):
    response = ask(participant_client, group, "", body)

    assert response.status_code == 200
    assert is_nothing(response)


def test_a_hostile_idea_stays_text(participant_client, group, other):
    title = "<script>alert(1)</script> One password for all our systems"
    make_idea(group, other, title=title, body="<img src=x>")

    page = ask(participant_client, group).content.decode()

    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "<img" not in page


def test_it_costs_the_same_for_one_and_for_three(participant_client, group, near, other):
    for expected in (1, 3):
        with query_budget(7):
            page = ask(participant_client, group).content.decode()
        assert page.count("<li>") == expected
        for number in range(5):
            make_idea(group, other, title=f"A single password for all systems {number}")


def test_after_the_close_nothing_is_offered(participant_client, workshop, group, near):
    close(workshop)

    assert is_nothing(ask(participant_client, group))


def test_it_is_asked_by_post_alone_and_by_people_of_the_workshop(client, group, near):
    assert ask(client, group).status_code == 302
    client.force_login(make_participant(make_workshop()).user)
    assert ask(client, group).status_code == 302
    client.force_login(make_participant(group.workshop).user)
    assert client.get(group_url("similar", group)).status_code == 405
    assert client.post("/w/spring/groups/nowhere/similar/").status_code == 404


def test_too_many_questions_wait_in_words(
    participant_client, participant, group, near, monkeypatch
):
    monkeypatch.setattr("ideas.services.rates.time", lambda: 90.0)
    for _ in range(120):
        rate_require(participant=participant, rate=SIMILAR)

    response = ask(participant_client, group)

    assert (response.status_code, response["Retry-After"]) == (429, "30")
    assert "120 times within a minute. Please wait 30 seconds." in response.content.decode()


def test_without_the_cache_it_answers_nothing(participant_client, group, near, settings):
    away = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1",
    }
    settings.CACHES = {"default": away}

    response = ask(participant_client, group)

    assert response.status_code == 200
    assert is_nothing(response)


def test_the_form_of_an_idea_has_a_place_for_it(participant_client, group):
    page = participant_client.get(group_url("new", group)).content.decode()

    assert f'data-similar="{group_url("similar", group)}"' in page
    assert page.count('id="similar"') == 1
    # Its buttons must not be the first of the idea's own form, which Enter would press.
    assert page.index('<form id="similar-vote"') > page.index("Post idea</button>")
