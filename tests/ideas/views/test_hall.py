import pytest

from tests.factories import make_comment, make_group, make_idea, make_participant, make_vote
from tests.ideas.helpers import close
from workshop.enums import GroupKind

HALL = "/w/spring/groups/"


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_each_group_shows_its_question_and_counts(participant_client, group, other, idea):
    make_idea(group, other, up=3, down=1, comment_count=1)
    make_comment(idea, other)

    page = words(participant_client.get(HALL))

    assert "How can everybody find time to learn?" in page
    counts = "<li><b>2</b> ideas</li> <li><b>1</b> comment</li> <li><b>4</b> votes on ideas</li>"
    assert counts in page


def test_ones_own_place_leaves_ones_own_ideas_out(participant_client, participant, group, other):
    make_idea(group, participant)
    for idea in [make_idea(group, other) for _ in range(3)][:2]:
        make_vote(participant, idea=idea)

    page = words(participant_client.get(HALL))

    assert "You have voted on 2 of 3 ideas here" in page
    assert 'max="3" value="2"' in page


@pytest.mark.parametrize(
    ("votes", "sentence"),
    [
        (0, "You have voted on none of 1 idea yet"),
        (1, "You have voted on every idea here. Thank you."),
    ],
)
def test_none_and_all_are_said_in_words(participant_client, participant, idea, votes, sentence):
    for _ in range(votes):
        make_vote(participant, idea=idea)

    assert sentence in words(participant_client.get(HALL))


def test_hidden_and_withdrawn_ideas_count_nowhere(participant_client, participant, group, other):
    for state in ("hidden", "withdrawn"):
        idea = make_idea(group, other, state=state, up=1, comment_count=1)
        make_vote(participant, idea=idea)

    page = words(participant_client.get(HALL))

    assert "<li><b>0</b> ideas</li> <li><b>0</b> comments</li> <li><b>0</b> votes" in page
    assert "You have voted" not in page


def test_the_one_group_with_the_fewest_votes_an_idea_needs_readers(
    participant_client, workshop, other
):
    for key, votes in (("well-read", 9), ("unread", 2), ("read", 5)):
        make_idea(make_group(workshop, key, title=key), other, up=votes)

    page = words(participant_client.get(HALL))

    assert page.count("Needs more readers") == page.count("Start with this question") == 1
    assert page.index("unread") < page.index("Needs more readers") < page.index("well-read")


def test_a_group_without_an_idea_needs_a_first_one(participant_client, group):
    assert "Needs a first idea" in words(participant_client.get(HALL))


def test_who_voted_on_everything_is_not_sent_on(participant_client, participant, idea):
    make_vote(participant, idea=idea)

    assert "Start with this question" not in words(participant_client.get(HALL))


def test_other_ideas_are_a_link_beneath(participant_client, group, workshop):
    make_group(workshop, "other", title="Other ideas", kind=GroupKind.OPEN, position=9)

    page = words(participant_client.get(HALL))

    assert page.count('class="ws-group ') + page.count('class="ws-group"') == 1
    assert "Something that fits none of these?" in page


def test_a_workshop_without_groups_says_so(participant_client, workshop):
    assert "No groups here yet" in words(participant_client.get(HALL))


def test_a_closed_workshop_shows_counts_and_asks_for_nothing(participant_client, workshop, idea):
    close(workshop)

    page = words(participant_client.get(HALL))

    assert "The workshop has closed" in page
    assert "Read this group" in page
    for gone in ("Start with this question", "<progress", "left, until"):
        assert gone not in page


def test_whoever_has_not_joined_is_sent_to_the_missing_step(client, workshop):
    unfinished = make_participant(workshop, joined_at=None)

    assert client.get(HALL).url == "/w/spring/join/?next=%2Fw%2Fspring%2Fgroups%2F"
    client.force_login(unfinished.user)
    assert client.get(HALL).url == "/w/spring/questions/?next=%2Fw%2Fspring%2Fgroups%2F"


def test_the_hall_only_reads(participant_client):
    response = participant_client.post(HALL)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
