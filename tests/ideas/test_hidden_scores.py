"""Where the workshop hides scores, nothing that a participant gets gives one away."""

import re
from itertools import product
from types import SimpleNamespace

import pytest
from django.urls import reverse

from ideas.models import Comment, Idea, PostDraft
from ideas.services import vote_cast
from tests.factories import make_comment, make_idea, make_participant, make_vote
from tests.ideas.helpers import HTMX, close, url
from tests.privacy.routes import routes, values_of
from workshop.enums import EmailChoice, ScoresShown
from workshop.models import Channel, Participant, Workshop

UP, DOWN, NET = 7341, 2268, 5073
COUNTS = {"up": UP, "down": DOWN}
# A number that stands alone; a random id may hold the same digits.
TRACES = {n: re.compile(rf"(?<![\w-])({n}|{n:,})(?![\w-])") for n in (UP, DOWN, NET)}
# Finds every idea, in the order that would tell most.
ASKING = {"q": "learning", "sort": "top"}
HIDDEN = [ScoresShown.AFTER_VOTE, ScoresShown.AFTER_CLOSE]
PLANNING = ("plan", "new", "mailing", "when", "decide", "text", "preview", "who", "before")
INVITING = ("channel", "pack", "sheet")
STAFF = ("admin:", "analysis:", *(f"mailings:{name}" for name in (*PLANNING, *INVITING)))


@pytest.fixture
def world(workshop, group, participant, other):
    """Posts of both in every state, each with a score that would show anywhere."""
    channel = Channel.objects.create(workshop=workshop, key="carers", title="Carers")
    Participant.objects.update(email_choice=EmailChoice.DAILY)
    for author, reader in ((participant, other), (other, participant)):
        for state in ("visible", "hidden", "withdrawn"):
            idea = make_idea(group, author, state=state, comment_count=2, **COUNTS)
            remark = make_comment(idea, reader, handle=2, **COUNTS)
            make_comment(idea, author, handle=1, parent=remark, **COUNTS)
        reader.follows.create(idea=idea)
    PostDraft.objects.create(participant=participant, group=group, body="Not yet")
    people = {"author": participant, "early": participant, "staff": participant}
    return SimpleNamespace(workshop=workshop, group=group, channel=channel, **people)


def show(workshop, scores: str) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(scores=scores)


def traces(response) -> list[int]:
    """Which of the counts an answer holds, headers included."""
    text = f"{dict(response.items())} {response.content.decode(errors='replace')}"
    return [count for count, trace in TRACES.items() if trace.search(text)]


def told(client, world) -> dict[str, list[int]]:
    """Walk every address that is not the staff's; where one told a count, its name and which."""
    found = {}
    for name, parameters in routes():
        if name.startswith(STAFF):
            continue
        for chosen in product(*(values_of(world, name, each) for each in parameters)):
            path = reverse(name, kwargs=dict(zip(parameters, chosen, strict=True)))
            for query in ({}, ASKING) if name.startswith("ideas:") else ({},):
                response = client.get(path, query, headers=HTMX if query else {})
                if response.status_code == 200 and traces(response):
                    found[name] = traces(response)
    return found


@pytest.mark.once
@pytest.mark.parametrize("scores", HIDDEN)
def test_no_page_fragment_or_download_tells_a_hidden_score(participant_client, world, scores):
    show(world.workshop, scores)

    assert told(participant_client, world) == {}


@pytest.mark.once
def test_the_same_walk_finds_scores_that_are_shown(participant_client, world):
    found = told(participant_client, world)

    assert {"ideas:list", "ideas:thread"} <= set(found)
    assert found["ideas:list"] == [NET]


@pytest.mark.parametrize("scores", HIDDEN)
def test_after_the_close_everybody_sees_them(participant_client, world, scores):
    show(world.workshop, scores)
    close(world.workshop)
    idea = Idea.objects.visible().first()

    assert traces(participant_client.get(url("thread", idea))) == [UP, DOWN, NET]


def vote(client, item, value: str):
    name = "idea_vote" if isinstance(item, Idea) else "comment_vote"
    return client.post(url(name, item), {"value": value}, headers=HTMX)


@pytest.mark.parametrize("kind", [Idea, Comment])
def test_after_voting_the_answer_tells_and_taking_it_back_hides(
    participant_client, workshop, idea, other, kind
):
    item = idea if kind is Idea else make_comment(idea, other, handle=1)
    kind.objects.filter(pk=item.pk).update(**COUNTS)
    show(workshop, ScoresShown.AFTER_VOTE)

    assert traces(vote(participant_client, item, "sideways")) == []
    answer = vote(participant_client, item, "up")
    assert f"<b>+{NET + 1}</b>" in answer.content.decode()
    assert f"Net votes +{NET + 1}." in answer.content.decode()
    back = vote(participant_client, item, "none")
    assert traces(back) == []
    assert "Shown once you vote" in back.content.decode()


@pytest.mark.parametrize("value", ["up", "down", "none", "sideways"])
def test_until_the_close_a_vote_tells_nothing(participant_client, workshop, idea, value):
    Idea.objects.filter(pk=idea.pk).update(up=UP - (value == "up"), down=DOWN - (value == "down"))
    show(workshop, ScoresShown.AFTER_CLOSE)

    answer = vote(participant_client, idea, value)

    assert traces(answer) == []
    assert "Shown after the close" in answer.content.decode()
    assert ">net votes" not in answer.content.decode()


def test_who_voted_sees_the_score_in_list_and_thread(participant_client, participant, world):
    idea = Idea.objects.visible().exclude(author=participant).get()
    show(world.workshop, ScoresShown.AFTER_VOTE)
    vote_cast(participant=participant, item=idea, value=-1)

    for path in (world.group.get_absolute_url(), url("thread", idea)):
        page = participant_client.get(path).content.decode()
        assert page.count(f"<b>+{NET - 1}</b> net votes") == 1


def test_ones_own_posts_wait_for_the_close(participant_client, participant, group, workshop):
    idea = make_idea(group, participant, **COUNTS)
    show(workshop, ScoresShown.AFTER_VOTE)

    page = participant_client.get(url("thread", idea)).content.decode()

    assert "Shown after the close" in page
    assert "Shown once you vote" not in page


@pytest.mark.parametrize("scores", HIDDEN)
def test_a_page_is_as_long_whatever_the_score(participant_client, workshop, idea, scores):
    show(workshop, scores)
    lengths = set()
    for counts in ({"up": 0, "down": 0}, COUNTS):
        Idea.objects.filter(pk=idea.pk).update(**counts)
        participant_client.get(url("thread", idea))
        lengths.add(len(participant_client.get(url("thread", idea)).content))

    assert len(lengths) == 1


def test_a_vote_of_another_does_not_open_the_score(participant_client, workshop, idea):
    make_vote(make_participant(workshop), idea=idea)
    Idea.objects.filter(pk=idea.pk).update(**COUNTS)
    show(workshop, ScoresShown.AFTER_VOTE)

    assert traces(participant_client.get(url("thread", idea))) == []
