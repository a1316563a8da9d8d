import pytest

from ideas.models import Comment, Idea, Vote
from ideas.services import comment_add, idea_hide, vote_cast
from tests.factories import make_comment, make_participant, make_workshop
from tests.ideas.helpers import HTMX, close, group_url, url


@pytest.fixture(params=["idea", "comment"])
def item(request, idea, other):
    return idea if request.param == "idea" else comment_add(author=other, idea=idea, body="Yes")


def vote_url(item) -> str:
    return url("idea_vote" if isinstance(item, Idea) else "comment_vote", item)


def anchor(item) -> str:
    return f"#{'idea' if isinstance(item, Idea) else 'comment'}-{item.public_id}"


@pytest.mark.parametrize(
    ("word", "net", "said", "pressed"),
    [
        ("up", "+1", "You voted up", "up"),
        ("down", "−1", "You voted down", "down"),
        ("none", "0", "", None),
    ],
)
def test_htmx_gets_the_control_alone(participant_client, item, word, net, said, pressed):
    response = participant_client.post(vote_url(item), {"value": word}, headers=HTMX)

    page = response.content.decode()
    kind = "idea" if isinstance(item, Idea) else "comment"
    assert response.status_code == 200
    assert "<main" not in page
    assert page.count("<form") == 1
    assert f'id="vote-{kind}-{item.public_id}"' in page
    assert f"<b>{net}</b>" in page
    assert f'data-announce="{said + ". " if said else ""}Net votes {net}."' in page
    assert page.count('aria-pressed="true"') == (1 if pressed else 0)
    assert page.count('value="none"') == (1 if pressed else 0)


def test_the_control_is_the_one_of_the_page(participant_client, item):
    swapped = participant_client.post(vote_url(item), {"value": "up"}, headers=HTMX)
    idea = item if isinstance(item, Idea) else item.idea
    page = participant_client.get(url("thread", idea))

    def without_token(text: str) -> str:
        return " ".join(word for word in text.split() if not word.startswith('value="'))

    control = without_token(swapped.content.decode())
    assert control in without_token(page.content.decode())


@pytest.mark.parametrize("page", ["list", "thread"])
def test_without_a_script_a_vote_leads_back_to_the_item(participant_client, group, idea, page):
    path = group_url("list", group) + "?sort=top&page=2" if page == "list" else url("thread", idea)

    response = participant_client.post(
        url("idea_vote", idea), {"value": "up"}, headers={"Referer": f"http://testserver{path}"}
    )

    assert (response.status_code, response.url) == (302, f"{path}#idea-{idea.public_id}")
    assert Vote.objects.get().value == 1


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://elsewhere.example/w/spring/groups/at-work/",
        "http://testserver//elsewhere.example/",
        "http://testserver/admin/",
        "javascript:alert(1)",
    ],
)
def test_a_foreign_way_back_is_not_followed(participant_client, item, referer):
    response = participant_client.post(
        vote_url(item), {"value": "up"}, headers={"Referer": referer} if referer else {}
    )

    name = "thread" if isinstance(item, Idea) else "comment"
    assert response.url == url(name, item)


def test_a_vote_is_changed_and_taken_back(participant_client, item):
    for word, rows in (("up", [1]), ("up", [1]), ("down", [-1]), ("none", []), ("none", [])):
        participant_client.post(vote_url(item), {"value": word}, headers=HTMX)
        assert list(Vote.objects.values_list("value", flat=True)) == rows


@pytest.mark.parametrize("data", [{}, {"value": ""}, {"value": "1"}, {"value": "sideways"}])
@pytest.mark.parametrize(("headers", "status"), [(HTMX, 422), ({}, 409)])
def test_nonsense_is_refused_in_words(participant_client, item, data, headers, status):
    response = participant_client.post(vote_url(item), data, headers=headers)

    assert response.status_code == status
    assert "Choose up, down, or take your vote back." in response.content.decode()
    assert not Vote.objects.exists()


@pytest.mark.parametrize(("headers", "status"), [(HTMX, 422), ({}, 409)])
def test_nobody_votes_on_their_own(participant_client, participant, own_idea, headers, status):
    comment = comment_add(author=participant, idea=own_idea, body="Yes")

    for item, noun in ((own_idea, "idea"), (comment, "comment")):
        response = participant_client.post(vote_url(item), {"value": "up"}, headers=headers)
        assert response.status_code == status
        assert f"You cannot vote on your own {noun}." in response.content.decode()
    assert not Vote.objects.exists()


@pytest.mark.parametrize(("headers", "status"), [(HTMX, 422), ({}, 409)])
def test_after_the_close_the_vote_stays_as_it_was(
    participant_client, participant, workshop, item, headers, status
):
    vote_cast(participant=participant, item=item, value=1)
    close(workshop)

    response = participant_client.post(vote_url(item), {"value": "down"}, headers=headers)

    page = response.content.decode()
    assert response.status_code == status
    assert "The workshop has closed" in page
    assert 'name="value"' not in page
    assert Vote.objects.get().value == 1


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_nothing_of_a_hidden_idea_is_told(participant_client, item, headers):
    idea = item if isinstance(item, Idea) else item.idea
    idea_hide(idea=idea, reason="It names a colleague.")

    page = participant_client.post(
        vote_url(item), {"value": "up"}, headers=headers
    ).content.decode()

    assert "no longer shown" in page
    assert idea.title not in page
    assert "It names a colleague." not in page
    assert not Vote.objects.exists()


def test_who_votes_cannot_be_posted(participant_client, participant, other, item):
    participant_client.post(vote_url(item), {"value": "up", "participant": other.pk})

    assert Vote.objects.get().participant == participant


def test_strangers_do_not_vote(client, item):
    assert client.post(vote_url(item), {"value": "up"}).url == "/w/spring/join/"
    client.force_login(make_participant(make_workshop()).user)
    response = client.post(vote_url(item), {"value": "up"}, headers=HTMX)

    assert response["HX-Redirect"] == "/w/spring/join/"
    assert not Vote.objects.exists()


def test_wrong_methods_and_bad_addresses(participant_client, item):
    assert participant_client.get(vote_url(item)).status_code == 405
    for path in ("ideas/nothing/vote/", "comments/nothing/vote/", "comments/%00/vote/"):
        status = 400 if "%00" in path else 404
        assert participant_client.post(f"/w/spring/{path}", {"value": "up"}).status_code == status


def test_an_item_of_another_kind_is_not_there(participant_client, idea, other):
    comment = make_comment(idea, other)
    path = url("idea_vote", idea).replace(idea.public_id, comment.public_id)

    assert participant_client.post(path, {"value": "up"}).status_code == 404
    assert Comment.objects.get().up == 0
