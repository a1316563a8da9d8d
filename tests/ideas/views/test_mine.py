"""A person's own page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Idea, PostDraft, Vote
from ideas.services import comment_add, comment_hide, idea_hide, vote_cast
from tests.factories import make_comment, make_group, make_idea, make_participant, make_vote
from tests.ideas.helpers import close
from tests.queries import query_budget
from workshop.enums import EmailChoice, ScoresShown
from workshop.models import Participant, Workshop

MINE = "/w/spring/mine/"
DAY = timedelta(days=1)


def words(client, path: str = MINE) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def section(page: str, key: str) -> str:
    """The part of the page under one heading."""
    return page.split(f'id="{key}"')[1].split("</section>")[0]


def test_what_one_wrote_stands_there_with_its_state(participant_client, participant, group, other):
    make_idea(group, participant, title="Shown to all", comment_count=3, up=5, down=1)
    hidden = make_idea(group, participant, title="Not for all")
    idea_hide(idea=hidden, reason="It names a colleague.")
    make_idea(group, participant, title="Taken out", state="withdrawn")
    make_idea(group, other, title="Of somebody else")

    ideas = section(words(participant_client), "ideas")

    assert "Shown to all" in ideas
    assert "<span>3 comments</span><span>+4 net votes</span>" in ideas
    assert "hidden by a facilitator" in ideas
    assert "It names a colleague." in ideas
    assert "withdrawn" in ideas
    assert "Of somebody else" not in ideas


def test_comments_stand_there_with_the_reason_why_one_is_hidden(
    participant_client, participant, idea
):
    comment_add(author=participant, idea=idea, body="A remark of mine")
    comment = comment_add(author=participant, idea=idea, body="A rude one")
    comment_hide(comment=comment, reason="It is rude.")

    comments = section(words(participant_client), "comments")

    assert "A remark of mine" in comments
    assert "A rude one" in comments
    assert "It is rude." in comments
    assert f"/w/spring/comments/{comment.public_id}/" in comments


def test_votes_stand_there_with_their_direction(participant_client, participant, idea, other):
    comment = make_comment(idea, other, handle=2, body="Said by somebody")
    vote_cast(participant=participant, item=idea, value=1)
    vote_cast(participant=participant, item=comment, value=-1)

    votes = section(words(participant_client), "votes")

    assert "You voted down on a comment of participant B" in votes
    assert votes.index("Said by somebody") < votes.index("You voted up</span>")


def test_a_vote_tells_nothing_of_what_is_no_longer_shown(
    participant_client, participant, idea, other
):
    comment = make_comment(idea, other, handle=2, body="Said by somebody")
    make_vote(participant, comment=comment)
    make_vote(participant, idea=idea)
    Idea.objects.filter(pk=idea.pk).update(state="withdrawn")

    votes = section(words(participant_client), "votes")

    assert votes.count("An idea that is not shown") == 2
    assert "Said by somebody" not in votes
    assert idea.title not in votes


def test_replies_are_what_others_wrote_on_ones_ideas_and_to_ones_comments(
    participant_client, participant, idea, own_idea, other
):
    mine = comment_add(author=participant, idea=idea, body="My remark")
    comment_add(author=other, idea=own_idea, body="On your idea")
    comment_add(author=other, idea=idea, parent=mine, body="To your remark")
    comment_add(author=make_participant(idea.workshop), idea=idea, body="To nobody")
    comment_hide(comment=comment_add(author=other, idea=own_idea, body="Rude"), reason="Rude.")

    replies = section(words(participant_client), "replies")

    assert "2</span></h2>" in replies
    assert replies.index("To your remark") < replies.index("On your idea")
    assert "Participant B, on your idea" in replies
    assert "The author, to your comment" in replies
    for absent in ("To nobody", "Rude", "My remark"):
        assert absent not in replies


def test_a_reply_to_ones_comment_on_ones_own_idea_counts_once(
    participant_client, participant, own_idea, other
):
    mine = comment_add(author=participant, idea=own_idea, body="My remark")
    comment_add(author=other, idea=own_idea, parent=mine, body="Yes")

    assert "1</span></h2>" in section(words(participant_client), "replies")


def test_replies_since_the_last_visit_are_marked(participant_client, participant, own_idea, other):
    now = timezone.now()
    Participant.objects.filter(pk=participant.pk).update(last_seen_at=now - DAY)
    make_comment(own_idea, other, handle=2, body="Long ago", created_at=now - 2 * DAY)
    make_comment(own_idea, other, handle=2, body="Just now", created_at=now)

    replies = section(words(participant_client), "replies")

    assert replies.count(">New</b>") == 1
    assert replies.index(">New</b>") < replies.index("Just now") < replies.index("Long ago")


def test_drafts_can_be_gone_on_with(participant_client, participant, group, idea, other):
    comment = make_comment(idea, other, handle=2)
    for place in ({"group": group, "title": "Half a title"}, {"idea": idea}, {"parent": comment}):
        PostDraft.objects.create(participant=participant, body="Begun", **place)

    drafts = section(words(participant_client), "drafts")

    assert "Half a title" in drafts
    assert drafts.count("Begun") == 3
    for path in ("groups/at-work/new/", f"ideas/{idea.public_id}/#write"):
        assert f'href="/w/spring/{path}"' in drafts
    assert f'href="/w/spring/comments/{comment.public_id}/reply/"' in drafts


def test_followed_threads_say_what_is_new(participant_client, participant, idea, other):
    now = timezone.now()
    Participant.objects.filter(pk=participant.pk).update(last_seen_at=now - DAY)
    for author, age in ((other, 0), (other, 2), (participant, 0)):
        make_comment(idea, author, handle=2, created_at=now - age * DAY)
    participant.follows.create(idea=idea)

    following = section(words(participant_client), "following")

    assert idea.title in following
    assert "<span>1 new comment</span>" in following


def test_on_a_first_visit_nothing_is_new(participant_client, participant, group, other):
    idea = make_idea(group, participant)
    make_comment(idea, other, handle=2, body="An answer")
    participant.follows.create(idea=idea)

    page = words(participant_client)

    assert "An answer" in section(page, "replies")
    assert "Nothing new" in section(page, "following")
    assert "ws-mark--new" not in page


@pytest.fixture
def moved(group, participant, other):
    """Three own ideas: one much voted on, one commented, one left alone for long."""
    ideas = [make_idea(group, participant, title=title) for title in ("Voted", "Said", "Quiet")]
    for person in (other, make_participant(group.workshop), make_participant(group.workshop)):
        make_vote(person, idea=ideas[0], value=-1)
    make_comment(ideas[1], other, handle=2)
    make_vote(other, idea=ideas[2])
    Vote.objects.filter(idea=ideas[2]).update(cast_at=timezone.now() - 8 * DAY)


def test_the_ideas_that_moved_most_come_first(participant_client, moved):
    part = section(words(participant_client), "moved")

    assert part.index("Voted") < part.index("Said")
    assert "−3 net votes" in part
    assert "1 new comment" in part
    assert "Quiet" not in part


@pytest.mark.parametrize("scores", [ScoresShown.AFTER_VOTE, ScoresShown.AFTER_CLOSE])
def test_where_scores_are_hidden_only_comments_move_an_idea(participant_client, moved, scores):
    Workshop.objects.update(scores=scores)

    part = section(words(participant_client), "moved")

    assert "Said" in part
    assert "Voted" not in part
    assert "net votes" not in part


@pytest.mark.parametrize("key", ["replies", "ideas", "comments", "votes", "drafts", "following"])
def test_an_empty_section_says_what_is_so(participant_client, key):
    assert 'class="ws-own__empty"' in section(words(participant_client), key)
    assert 'class="ws-own__empty"' in words(participant_client, f"{MINE}{key}/")


def test_a_long_section_has_pages_of_its_own(participant_client, participant, group):
    for number in range(23):
        make_idea(group, participant, title=f"Idea {number:02}")

    assert "Show all 23" in words(participant_client)
    first, last = (words(participant_client, f"{MINE}ideas/?page={n}") for n in (1, 99))
    assert "1 to 20 of 23" in first
    assert "21 to 23 of 23" in last
    assert "Idea 22" in first
    assert "Idea 00" in last


def test_no_other_section_is_there(participant_client):
    assert participant_client.get(f"{MINE}nothing/").status_code == 404


def test_the_choice_of_keys_is_kept(participant_client, participant):
    response = participant_client.post(MINE, {"uses_keys": "on"})

    assert response.url == f"{MINE}#choices"
    participant.refresh_from_db()
    assert participant.uses_keys
    page = words(participant_client)
    assert page.index("E-mail and keyboard</h2>") < page.index("Your choice is kept.")
    participant_client.post(MINE, {})
    participant.refresh_from_db()
    assert not participant.uses_keys


def test_what_comes_by_mail_is_said_with_the_way_to_change_it(participant_client, participant):
    Participant.objects.filter(pk=participant.pk).update(email_choice=EmailChoice.REPLIES)

    page = words(participant_client)

    assert "<strong>Replies to what I wrote</strong>" in page
    assert 'href="/w/spring/mail/">Choose what we send you</a>' in page


def test_who_stopped_all_messages_is_told(participant_client, participant):
    Participant.objects.filter(pk=participant.pk).update(mailings_stopped_at=timezone.now())

    assert "You have stopped all messages" in words(participant_client)


def test_after_the_close_it_is_all_there_to_read(participant_client, participant, idea, workshop):
    make_vote(participant, idea=idea)
    close(workshop)

    page = words(participant_client)

    assert idea.title in section(page, "votes")
    assert "The workshop has closed." in page
    assert "Choose a question" not in page


def test_strangers_and_other_methods(client, participant_client):
    assert client.get(MINE).url == "/w/spring/join/?next=%2Fw%2Fspring%2Fmine%2F"
    assert participant_client.put(MINE).status_code == 405
    assert participant_client.post(f"{MINE}ideas/").status_code == 405


@pytest.mark.parametrize("posts", [0, 1, 8])
def test_the_page_asks_as_often_for_one_post_as_for_many(
    participant_client, participant, group, other, posts
):
    Participant.objects.filter(pk=participant.pk).update(last_seen_at=timezone.now())
    for _ in range(posts):
        mine, theirs = make_idea(group, participant), make_idea(group, other)
        make_vote(participant, idea=theirs)
        make_vote(other, idea=mine)
        remark = make_comment(theirs, participant, handle=2)
        make_vote(participant, comment=make_comment(mine, other, parent=None, handle=2))
        make_comment(theirs, other, parent=remark, handle=1)
        participant.follows.create(idea=theirs)
        PostDraft.objects.create(participant=participant, group=make_group(group.workshop))

    with query_budget(11) as asked:
        participant_client.get(MINE)
    assert len(asked) == 11
    with query_budget(5):
        participant_client.get(f"{MINE}replies/")


@pytest.mark.parametrize("reason", ["closed", "withdrawn"])
def test_a_draft_that_cannot_be_posted_can_still_be_read(
    participant_client, participant, idea, workshop, reason
):
    PostDraft.objects.create(participant=participant, idea=idea, body="Begun in vain")
    if reason == "closed":
        close(workshop)
    else:
        Idea.objects.filter(pk=idea.pk).update(state="withdrawn")

    drafts = section(words(participant_client), "drafts")

    assert "Begun in vain" in drafts
    assert "#write" not in drafts


def test_a_facilitators_answer_is_called_so(participant_client, own_idea):
    make_comment(own_idea, None, by_facilitator=True)

    assert "Facilitator, on your idea" in section(words(participant_client), "replies")
