"""What a post said before: its author reads it, others read that it was edited."""

import pytest

from ideas.services import comment_add, comment_edit, contribution_erase, idea_edit, idea_submit
from tests.ideas.helpers import close, url


@pytest.fixture
def idea(group, other):
    """An idea that was changed twice."""
    idea = idea_submit(author=other, group=group, title="First title", body="First words")
    for word in ("Second", "Third"):
        idea_edit(participant=other, idea=idea, title=f"{word} title", body=f"{word} words")
    return idea


@pytest.fixture
def comment(idea, other):
    comment = comment_add(author=other, idea=idea, body="First remark")
    return comment_edit(participant=other, comment=comment, body="Second remark")


def paths(idea, comment) -> list[str]:
    return [url("idea_history", idea), url("comment_history", comment)]


def test_the_author_reads_every_earlier_text(other_client, idea, comment):
    first, second = (other_client.get(path).content.decode() for path in paths(idea, comment))

    order = ["Third title", "Third words", "Second title", "Second words", "First title"]
    places = [first.index(words) for words in order]
    assert places == sorted(places)
    assert first.count("Until today") == 2
    assert second.index("Second remark") < second.index("First remark")


def test_others_read_that_it_was_edited_and_no_more(participant_client, idea, comment):
    page = participant_client.get(url("thread", idea)).content.decode()

    assert page.count("<span>Edited</span>") == 2
    assert "/history/" not in page
    assert "First" not in page
    for path in paths(idea, comment):
        assert participant_client.get(path).status_code == 404


def test_the_authors_edited_leads_to_it_after_the_close_too(other_client, workshop, idea, comment):
    close(workshop)
    page = other_client.get(url("thread", idea)).content.decode()

    for path in paths(idea, comment):
        assert f'href="{path}">Edited' in page
        assert other_client.get(path).status_code == 200


def test_what_was_erased_is_gone_there_too(other_client, idea, comment, other):
    contribution_erase(participant=other, post=comment, with_text=True)
    contribution_erase(participant=other, post=idea, with_text=True)

    for path in paths(idea, comment):
        assert other_client.get(path).status_code == 404
    assert not idea.revisions.exists()
    assert not comment.revisions.exists()


def test_a_link_that_was_changed_is_kept_for_author_and_staff(
    other_client, staff_client, group, other
):
    words = {"title": "Two hours a month", "body": "In the rota."}
    first, second = "https://one.example.org/", "https://two.example.org/"
    idea = idea_submit(author=other, group=group, evidence_link=first, **words)
    idea_edit(participant=other, idea=idea, evidence_link=second, **words)

    page = other_client.get(url("idea_history", idea)).content.decode()
    admin = staff_client("facilitator").get(f"/admin/ideas/idea/{idea.pk}/change/")

    assert page.index(second) < page.index("At first") < page.index(first)
    assert first in admin.content.decode()
    assert other_client.get(url("thread", idea)).content.decode().count(first) == 0


def test_a_post_that_was_never_changed_says_so(participant_client, own_idea):
    page = participant_client.get(url("idea_history", own_idea)).content.decode()

    assert "It has not been changed" in page
