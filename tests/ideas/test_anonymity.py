"""Nobody sees who wrote or voted what: not in pages, fragments, headers or ids."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ideas.models import Idea
from ideas.services import comment_add, idea_submit, vote_cast
from tests.factories import make_idea, make_participant, make_user
from tests.ideas.helpers import HTMX, group_url, url

KEYS = 9_000_000_000  # participants and users get keys that would show on any page


@pytest.fixture
def writer(workshop):
    user = make_user("very.recognisable@example.org", pk=KEYS + 1)
    return make_participant(workshop, user, pk=KEYS + 2)


@pytest.fixture
def reader_client(workshop):
    client = Client()
    client.force_login(make_participant(workshop).user)
    return client


@pytest.fixture
def conversation(group, writer, participant):
    """The writer wrote, answered and voted, here and there."""
    here = make_idea(group, writer, title="Here")
    there = make_idea(group, participant, title="There")
    comment_add(author=writer, idea=here, body="More of it")
    comment_add(author=participant, idea=there, body="My own view")
    comment_add(author=writer, idea=there, body="Your view")
    vote_cast(participant=writer, item=there, value=1)
    return here, there


def everything(response) -> str:
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    return headers + str(response.cookies) + response.content.decode()


def test_no_page_or_header_carries_an_author(reader_client, group, conversation):
    here, there = conversation
    paths = ["/w/spring/groups/", group_url("list", group), url("thread", here)]

    answers = [reader_client.get(path) for path in [*paths, url("thread", there)]]
    answers.append(reader_client.post(url("idea_vote", here), {"value": "up"}, headers=HTMX))
    comment = {"body": "Hello"}
    answers.append(reader_client.post(url("comment_add", here), comment, headers=HTMX))

    for answer in answers:
        assert answer.status_code == 200
        for trace in ("recognisable", str(KEYS + 1), str(KEYS + 2)):
            assert trace not in everything(answer)


def test_no_report_history_or_news_carries_a_person(reader_client, conversation, writer):
    here, there = conversation
    comment = there.comments.get(author=writer)
    paths = [url("idea_report", here), url("comment_report", comment), url("news", here)]
    paths += [url("comment_list", there) + "?after=", url("idea_history", here)]

    answers = [reader_client.get(path) for path in paths]
    said = {"reason": "abuse", "words": "Rude"}
    answers += [reader_client.post(path, said, follow=True) for path in paths[:2]]
    answers.append(reader_client.post(url("follow", here), {"following": "on"}, headers=HTMX))

    assert [answer.status_code for answer in answers] == [200] * 4 + [404] + [200] * 3
    for answer in answers:
        for trace in ("recognisable", str(KEYS + 1), str(KEYS + 2)):
            assert trace not in everything(answer)


def test_two_readers_see_the_same_page_of_others_words(workshop, conversation):
    pages = []
    for _ in range(2):
        client = Client()
        client.force_login(make_participant(workshop).user)
        page = client.get(url("thread", conversation[0])).content.decode()
        pages.append(re.sub(r'value="\w+"|Token": "\w+"', "", page))

    assert pages[0] == pages[1]


def test_a_person_cannot_be_followed_from_thread_to_thread(reader_client, conversation):
    here, there = (reader_client.get(url("thread", idea)).content.decode() for idea in conversation)

    assert "<b>The author</b> <span>Today</span>" in here
    assert there.count("<b>Participant B</b>") == 1
    assert "<b>Participant B</b>" not in here


def test_anothers_vote_is_never_shown(reader_client, conversation):
    page = reader_client.get(url("thread", conversation[1])).content.decode()

    assert "<b>+1</b> net votes" in page
    assert "You voted" not in page
    assert 'aria-pressed="true"' not in page


def test_public_ids_of_one_person_have_nothing_in_common(group, writer):
    key = "0123456789abcdef0123456789abcdef"
    for number in range(20):
        words = {"title": f"Idea {number}", "body": "Yes", "key": key}
        then = timezone.now() - timedelta(hours=20 - number)
        idea_submit(author=writer, group=group, now=then, **words)

    ids = set(Idea.objects.values_list("public_id", flat=True))
    assert len(ids) == 20
    assert all(re.fullmatch(r"[a-z2-9]{13}", public_id) for public_id in ids)
    assert len({public_id[:2] for public_id in ids}) > 10


def test_pages_are_not_kept_by_caches(reader_client, group, conversation):
    for path in (group_url("list", group), url("thread", conversation[0])):
        assert reader_client.get(path)["Cache-Control"] == "no-store"


def test_a_session_remembers_nothing_of_what_was_done(reader_client, group, conversation):
    here, there = conversation
    reader_client.get("/w/spring/groups/")
    before = dict(reader_client.session)

    reader_client.post(url("idea_vote", here), {"value": "up"}, follow=True)
    reader_client.post(url("comment_add", there), {"body": "Hello"}, follow=True)
    idea = {"title": "A title of mine", "body": "What I think"}
    reader_client.post(group_url("new", group), idea, follow=True)

    assert Idea.objects.filter(title="A title of mine").exists()
    assert dict(reader_client.session) == before
