"""Reporting a post on its page."""

import pytest

from ideas.models import Flag
from ideas.services import comment_add, comment_withdraw, flags_dismiss, flags_uphold
from tests.factories import make_flag, make_group, make_idea, make_participant, make_workshop
from tests.ideas.helpers import close, url

SAID = {"reason": "person", "words": "It names  my ward."}


@pytest.fixture
def comment(idea, other):
    return comment_add(author=other, idea=idea, body="Ask Jane at the desk.")


@pytest.fixture(params=["idea", "comment"])
def item(request, idea, comment):
    return {"idea": idea, "comment": comment}[request.param]


def path_of(item) -> str:
    return url(f"{item._meta.model_name}_report", item)


def test_what_others_wrote_can_be_reported_from_the_thread(participant_client, idea, comment):
    page = participant_client.get(url("thread", idea)).content.decode()

    assert f'href="{path_of(idea)}"' in page
    assert f'href="{path_of(comment)}"' in page


def test_ones_own_cannot_be_reported(other_client, idea, comment):
    page = other_client.get(url("thread", idea)).content.decode()

    assert "/report/" not in page
    for item in (idea, comment):
        for answer in (other_client.get(path_of(item)), other_client.post(path_of(item), SAID)):
            assert answer.status_code == 409
            assert "This is yours." in answer.content.decode()
    assert not Flag.objects.exists()


def test_a_report_is_sent_and_its_page_says_what_happens_next(participant_client, item):
    page = participant_client.get(path_of(item)).content.decode()
    assert item.body in page
    assert "It points to a person or place" in page

    answer = participant_client.post(path_of(item), SAID)

    assert answer.url == path_of(item)
    flag = Flag.objects.get()
    assert (flag.item, flag.reason, flag.words) == (item, "person", "It names  my ward.")
    thanks = participant_client.get(path_of(item)).content.decode()
    assert "Thank you. A facilitator will read it and decide." in thanks


def test_a_second_time_it_says_that_it_is_reported(participant_client, participant, item):
    make_flag(participant, **{item._meta.model_name: item})

    answer = participant_client.post(path_of(item), SAID | {"reason": "abuse"}, follow=True)

    assert f"You have reported this {item._meta.model_name}" in answer.content.decode()
    assert Flag.objects.get().words == ""


@pytest.mark.parametrize(
    ("decide", "words"),
    [
        (lambda item: flags_dismiss(item=item), "nothing is left to decide"),
        (lambda item: flags_uphold(item=item, reason="No"), "read it and hidden it"),
    ],
)
def test_who_reported_it_reads_what_became_of_it(
    participant_client, participant, item, decide, words
):
    make_flag(participant, **{item._meta.model_name: item})
    decide(item)

    assert words in participant_client.get(path_of(item)).content.decode()


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, "Choose what is wrong with it."),
        ({"reason": "silly"}, "Choose what is wrong with it."),
        ({"reason": "abuse", "words": "x" * 501}, "Use at most 500 characters. You have 501."),
        ({"reason": "abuse", "words": "a\x00b"}, "a character that cannot be shown"),
    ],
)
def test_bad_input_is_refused_beside_the_field(participant_client, item, given, problem):
    answer = participant_client.post(path_of(item), given)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert page.count(problem) == 2
    assert given.get("words", "").replace("\x00", "") in page.replace("\x00", "")
    assert not Flag.objects.exists()


def test_too_many_reports_keep_what_was_typed(participant_client, participant, group, item):
    for _ in range(20):
        make_flag(participant, idea=make_idea(group, make_participant(group.workshop)))

    answer = participant_client.post(path_of(item), SAID)

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert "It names  my ward." in answer.content.decode()
    assert "You have reported 20 posts within an hour" in answer.content.decode()


def test_what_was_withdrawn_meanwhile_is_not_reported(participant_client, comment, other):
    comment_withdraw(participant=other, comment=comment)

    for answer in (
        participant_client.get(path_of(comment)),
        participant_client.post(path_of(comment), SAID),
    ):
        assert answer.status_code == 409
        assert "nothing to report" in answer.content.decode()


def test_after_the_close_it_can_still_be_reported(participant_client, workshop, item):
    close(workshop)

    assert participant_client.post(path_of(item), SAID).url == path_of(item)


def test_a_post_of_another_workshop_is_not_there(participant_client):
    elsewhere = make_workshop()
    item = make_idea(make_group(elsewhere), make_participant(elsewhere))
    path = f"/w/spring/ideas/{item.public_id}/report/"

    assert participant_client.get(path).status_code == 404
    assert participant_client.post(path, SAID).status_code == 404


def test_nothing_of_the_reporter_is_in_the_session_or_the_thread(
    participant_client, other_client, idea
):
    participant_client.get(url("thread", idea))
    before = dict(participant_client.session)
    plain = other_client.get(url("thread", idea)).content

    participant_client.post(path_of(idea), SAID, follow=True)

    assert dict(participant_client.session) == before
    after = other_client.get(url("thread", idea)).content
    assert len(after) == len(plain)
    assert b"my ward" not in after
