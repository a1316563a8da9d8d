import pytest
from django.utils import timezone

from tests.factories import (
    make_mailing,
    make_participant,
    make_preregistration,
    make_user,
    make_workshop,
)
from workshop.common.errors import DomainError
from workshop.mailings.audiences import (
    audience_check,
    participants_reached,
    preregistrations_reached,
)
from workshop.mailings.selectors import mailing_recipient_count
from workshop.models import Channel

NOW = timezone.now()


@pytest.fixture
def people(workshop):
    """One person of each sort, under an address that says which."""
    channel = Channel.objects.create(workshop=workshop, key="library", title="Library")
    sorts = {
        "unfinished": {"joined_at": None},
        "spectator": {},
        "voter": {"first_contributed_at": NOW},
        "author": {"first_contributed_at": NOW, "first_posted_at": NOW},
        "guest": {"channel": channel, "joined_at": None},
    }
    for name, stamps in sorts.items():
        make_participant(workshop, make_user(f"{name}@example.org"), **stamps)
    make_preregistration(workshop, "waiting@example.org")
    make_preregistration(workshop, "Spectator+early@example.org")
    make_preregistration(workshop, "unfinished@example.org")
    make_participant(make_workshop(), make_user("elsewhere@example.org"))


def reached(workshop, *words: str) -> set[str]:
    people = participants_reached(workshop, list(words)).values_list("user__email", flat=True)
    waiting = preregistrations_reached(workshop, list(words)).values_list("email", flat=True)
    return {address.split("@")[0] for address in [*people, *waiting]}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["preregistered"], {"waiting", "unfinished"}),
        (["unfinished"], {"unfinished", "guest"}),
        (["spectators"], {"spectator"}),
        (["voters"], {"voter"}),
        (["contributors"], {"voter", "author"}),
        (["everyone"], {"spectator", "voter", "author"}),
        (["channel:library"], {"guest"}),
        (["spectators", "voters"], {"spectator", "voter"}),
        (["preregistered", "contributors"], {"waiting", "unfinished", "voter", "author"}),
        (["channel:other"], set()),
        ([], set()),
    ],
)
def test_audience_reaches_exactly_its_people(workshop, people, words, expected):
    assert reached(workshop, *words) == expected


def test_whoever_stopped_is_in_no_audience(workshop):
    make_participant(workshop, mailings_stopped_at=NOW)
    make_preregistration(workshop, mailings_stopped_at=NOW)

    assert reached(workshop, "everyone", "preregistered", "unfinished") == set()


def test_a_stop_as_preregistered_holds_for_the_participant_and_the_other_way_round(workshop):
    make_preregistration(workshop, "ann@example.org", mailings_stopped_at=NOW)
    make_participant(workshop, make_user("Ann+w@example.org"))
    make_preregistration(workshop, "bob@example.org")
    make_participant(
        workshop, make_user("bob@example.org"), joined_at=None, mailings_stopped_at=NOW
    )

    assert reached(workshop, "everyone", "preregistered", "unfinished") == set()


def test_closed_accounts_and_imported_people_are_in_no_audience(workshop):
    make_participant(workshop, make_user(is_active=False))
    make_user("gone@example.org", is_active=False)
    make_preregistration(workshop, "gone@example.org")
    workshop.participants.create(archive_id="p1", joined_at=workshop.opens_at)

    assert reached(workshop, "everyone", "preregistered") == set()


def test_recipients_are_counted_once_a_person(workshop, people):
    mailing = make_mailing(workshop, audience=["preregistered", "unfinished", "everyone"])

    assert mailing_recipient_count(mailing) == 6


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "Choose whom this mailing goes to."),
        ("everyone", "Choose whom this mailing goes to."),
        (["all"], "There is no audience called “all”."),
        ([7], "There is no audience called “7”."),
        (["everyone", "channel:x"], "This workshop has no channel called “x”."),
    ],
)
def test_an_audience_that_is_none_is_refused(workshop, words, message):
    with pytest.raises(DomainError, match=message):
        audience_check(workshop=workshop, words=words)


@pytest.mark.parametrize("deed", ["spectators", "voters", "contributors"])
def test_a_channel_together_with_what_people_did_is_refused(workshop, people, deed):
    with pytest.raises(DomainError, match="A channel cannot go together with what people did"):
        audience_check(workshop=workshop, words=["channel:library", "preregistered", deed])


@pytest.mark.parametrize(
    "words",
    [
        "preregistered unfinished spectators voters contributors everyone",
        "preregistered unfinished everyone channel:library",
    ],
)
def test_every_known_word_is_an_audience(workshop, people, words):
    audience_check(workshop=workshop, words=words.split())
