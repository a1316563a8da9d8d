import logging
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideas.models import Idea
from tests.factories import make_comment, make_group, make_idea, make_participant, make_workshop
from tests.ideas.helpers import close, group_url
from tests.queries import query_budget
from workshop.common.logs import JsonFormatter
from workshop.models import Participant

PATH = "/w/spring/search/"
HOSTILE = [
    "%", "_", "*", "'", '"', "\\", "`", "--", ";", "()", "((", "a:*", "!", "&", "|", "<->", "NEAR",
    '"" OR 1', "rota' OR 1=1 --", "{title} : rota", "^rota", "AND", "NOT rota", "-", "+rota",
    "\u202erota\u202c", "😀", "\U000e0001", "x" * 5000, "the " * 500, '"' * 99, "<script>",
]  # fmt: skip


def ask(client, typed: str, **extra):
    return client.get(PATH, {"q": typed, **extra})


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def talk(group, participant, other):
    """Two groups, in each an idea; on the first a comment and a reply."""
    elsewhere = make_group(group.workshop, "at-home", title="At home")
    make_idea(elsewhere, other, title="A rota for carers", body="One for each street.")
    idea = make_idea(
        group, participant, title="Two hours", body="Put learning in the rota.", seed=True
    )
    first = make_comment(idea, other, handle=2, body="Our pharmacist keeps the rota.")
    make_comment(idea, other, handle=2, parent=first, body="And the porter too.")
    return idea


def test_ideas_are_found_in_all_groups_and_in_one(participant_client, talk):
    everywhere, here = (
        ask(participant_client, "rota"),
        ask(participant_client, "rota", group="at-work"),
    )

    assert "2 ideas found" in words(everywhere)
    assert "A <mark>rota</mark> for carers" in words(everywhere)
    assert "1 idea found" in words(here)
    assert "carers" not in words(here)
    assert '<option value="at-work" selected>' in words(here)
    assert "Search all groups for “<bdi>rota</bdi>”" in words(here)


def test_a_found_idea_shows_where_the_words_stand(participant_client, talk):
    page = words(ask(participant_client, "rota", group="at-work"))

    assert "Put learning in the <mark>rota</mark>." in page
    assert "Our pharmacist keeps the <mark>rota</mark>." in page
    assert "Conversation starter" in page
    assert "Your idea" in page
    assert page.count('class="ws-idea ws-found"') == 1


def test_an_idea_found_in_a_comment_leads_to_it(participant_client, talk):
    page = ask(participant_client, "porter").content.decode()

    link = re.search(r'href="(/w/spring/comments/\w+/)">Found in a comment', page)
    reply = talk.comments.get(body__contains="porter")
    assert participant_client.get(link[1]).url.endswith(f"#comment-{reply.public_id}")
    assert "And the <mark>porter</mark> too." in page
    assert "Put learning" not in page


def test_several_comments_make_one_result(participant_client, talk, other):
    for number in range(3):
        make_comment(talk, other, handle=2, body=f"Porter number {number}")

    page = words(ask(participant_client, "porter"))

    assert "1 idea found" in page
    assert "Found in 4 comments, best here" in page


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_what_is_not_shown_is_not_found(participant_client, talk, state):
    talk.comments.update(state=state)
    assert "Nothing found" in words(ask(participant_client, "porter"))

    talk.comments.update(state="visible")
    Idea.objects.filter(pk=talk.pk).update(state=state)
    for typed in ("porter", "hours"):
        assert "Nothing found" in words(ask(participant_client, typed))


def test_another_workshop_is_never_searched(participant_client, talk):
    foreign = make_group(make_workshop(), "at-work")
    make_idea(foreign, make_participant(foreign.workshop), title="A rota of theirs")

    assert "theirs" not in words(ask(participant_client, "rota"))


def test_pages_of_twenty_hold_each_idea_once(participant_client, group, other):
    for number in range(41):
        make_idea(group, other, title=f"Rota {number}")

    pages = [ask(participant_client, "rota", page=n).content.decode() for n in ("", 2, 3)]

    ids = [re.findall(r'id="idea-(\w+)"', page) for page in pages]
    assert [len(each) for each in ids] == [20, 20, 1]
    assert len(set(sum(ids, []))) == 41
    assert "Ideas 21 to 40 of 41" in pages[1]
    assert "?q=rota&amp;page=3" in pages[1]


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999999999999999999999", "99"])
def test_a_page_that_is_not_there_is_one_that_is(participant_client, talk, page):
    assert "2 ideas found" in words(ask(participant_client, "rota", page=page))


def test_an_empty_box_looks_for_nothing(participant_client, talk):
    page = words(participant_client.get(PATH))

    assert 'type="search" name="q" value=""' in page
    assert "found" not in page.lower()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("zebra", "Nothing found for “<bdi>zebra</bdi>”"),
        ("the and", "Add a word that says more"),
        ("?! 😀", "Write a word to look for"),
        ("-rota", "Write a word to look for"),
    ],
)
def test_each_empty_answer_says_why(participant_client, talk, typed, said):
    assert said in words(ask(participant_client, typed))


def test_nothing_found_in_a_group_leads_to_all_groups(participant_client, talk):
    page = ask(participant_client, "carers", group="at-work").content.decode()

    assert '<a class="ws-target" href="?q=carers">Search all groups</a>' in page


def test_a_long_question_is_cut_and_says_so(participant_client, talk):
    page = words(ask(participant_client, "rota " * 100))

    assert "We looked for the first 200 characters" in page
    assert "2 ideas found" in page


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words_are_only_words(participant_client, talk, typed):
    response = ask(participant_client, typed)

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_a_nul_is_refused_as_everywhere(participant_client, talk):
    assert ask(participant_client, "rota\x00").status_code == 400


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80)
)
def test_no_words_break_the_page(participant_client, talk, typed):
    from django.core.cache import cache

    cache.clear()
    assert ask(participant_client, typed).status_code == 200


def test_hostile_ideas_stay_text(participant_client, group, other):
    title = "<img src=x onerror=alert(1)> rota \x02\x03"
    make_idea(
        group, other, title=title, body="</mark><script>alert('rota')</script> & \x03\x02 rota"
    )

    page = ask(participant_client, "rota").content.decode()

    assert "<img" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#x27;<mark>rota</mark>&#x27;)&lt;/script&gt; &amp;" in page


def test_neither_votes_nor_authors_show_or_order(workshop, group, participant_client, other):
    for number, votes in enumerate((0, 9, 4)):
        make_idea(group, other, title=f"Rota {number}", up=votes, down=0)

    before = ask(participant_client, "rota").content.decode()
    Idea.objects.update(up=5, down=2)
    after = ask(participant_client, "rota").content.decode()

    ids = [re.findall(r'id="idea-(\w+)"', page) for page in (before, after)]
    assert ids[0] == ids[1]
    assert "net votes" not in before
    assert other.user.email not in before


def test_the_address_of_an_author_finds_nothing(participant_client, talk, other):
    page = words(ask(participant_client, other.user.email))

    assert "Nothing found" in page


def test_after_the_close_people_search_on(participant_client, workshop, talk):
    close(workshop)

    assert "2 ideas found" in words(ask(participant_client, "rota"))


def test_strangers_do_not_search(client, workshop, talk):
    assert ask(client, "rota").url.startswith("/w/spring/join/")
    client.force_login(make_participant(make_workshop()).user)
    assert ask(client, "rota").status_code == 302


def test_the_page_is_kept_by_nobody(participant_client, talk):
    assert ask(participant_client, "rota")["Cache-Control"] == "no-store"
    assert participant_client.post(PATH).status_code == 405


def test_no_log_line_tells_what_was_looked_for(participant_client, talk, caplog):
    with caplog.at_level(logging.INFO):
        ask(participant_client, "canaryword")

    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert [line for line in lines if "ideas:search" in line]
    assert "canaryword" not in "".join(lines)


@pytest.mark.parametrize("ideas", [0, 1, 25])
def test_a_search_asks_no_more_for_more(participant, participant_client, group, other, ideas):
    Participant.objects.update(last_seen_at=timezone.now())
    for number in range(ideas):
        idea = make_idea(group, other, title=f"Rota {number}")
        make_comment(idea, other, body="The rota again")

    with query_budget(7):
        page = ask(participant_client, "rota").content.decode()

    assert page.count('class="ws-idea ws-found"') == min(ideas, 20)


def test_the_boxes_of_the_hall_and_a_group_lead_here(participant_client, group, talk):
    hall = words(participant_client.get(reverse("ideas:hall", args=["spring"])))
    here = words(participant_client.get(group_url("list", group)))

    assert 'action="/w/spring/search/"' in hall
    assert 'name="group"' not in hall
    assert '<option value="at-work">In this group</option> <option value="">In all groups' in here


def test_too_many_searches_wait(participant_client, talk, monkeypatch):
    monkeypatch.setattr("ideas.services.rates.time", lambda: 90.0)
    for _ in range(30):
        assert ask(participant_client, "rota").status_code == 200

    response = ask(participant_client, "rota")

    assert response.status_code == 429
    assert response["Retry-After"] == "30"
    assert "You have searched 30 times within a minute. Please wait 30 seconds." in words(response)
    assert 'value="rota"' in words(response)
    assert participant_client.get(PATH).status_code == 200


def test_without_the_cache_search_is_away_and_the_rest_goes_on(
    participant_client, group, idea, talk, settings
):
    away = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1",
    }
    settings.CACHES = {"default": away}

    response = ask(participant_client, "rota")

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "Search is away for a moment." in words(response)
    assert 'value="rota"' in words(response)
    assert participant_client.get(group_url("list", group)).status_code == 200
    vote = reverse("ideas:idea_vote", args=["spring", idea.public_id])
    assert participant_client.post(vote, {"value": "up"}).status_code == 302
    new = {"title": "A title of mine", "body": "What I think"}
    assert participant_client.post(group_url("new", group), new).status_code == 302
