from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from tests.factories import make_mailing, make_workshop
from workshop.mailings.models import Mailing


@pytest.fixture
def mailing(db):
    workshop = make_workshop(approves_mailings=True)
    at = timezone.now() + timedelta(minutes=30)
    return make_mailing(workshop, "news", state="draft", send_at=at)


@pytest.fixture
def asker(staff_client):
    return staff_client("facilitator")


@pytest.fixture
def second(staff_client):
    return staff_client("facilitator")


def decide(client, mailing, decision: str):
    path = f"/w/{mailing.workshop.slug}/mailings/news/decide/"
    return client.post(path, {"decision": decision}, follow=True).content.decode()


def before(client, mailing, **data):
    path = f"/w/{mailing.workshop.slug}/mailings/news/before/"
    return client.post(path, data, follow=True) if data else client.get(path)


def state(mailing) -> str:
    return Mailing.objects.get(pk=mailing.pk).state


def test_a_second_person_lets_it_go(asker, second, mailing):
    decide(asker, mailing, "schedule")
    assert state(mailing) == "draft"

    decide(asker, mailing, "ask")
    assert state(mailing) == "asked"
    decide(second, mailing, "approve")

    assert state(mailing) == "scheduled"
    row = Mailing.objects.get()
    assert row.asked_by_id != row.approved_by_id
    words = LogEntry.objects.order_by("pk").values_list("change_message", "user_id")
    assert list(words) == [
        ("Asked for approval.", row.asked_by_id),
        ("Approved.", row.approved_by_id),
    ]


def test_who_asked_can_neither_approve_nor_send_back(asker, mailing):
    decide(asker, mailing, "ask")

    assert "somebody else has to give it" in decide(asker, mailing, "approve")
    answer = before(asker, mailing, words="No")
    assert answer.status_code == 422
    assert "somebody else has to give it" in answer.content.decode()
    assert state(mailing) == "asked"


def test_it_is_sent_back_with_words(asker, second, mailing):
    decide(asker, mailing, "ask")
    assert "Or send it back" in before(second, mailing).content.decode()

    assert "Say what should be changed." in before(second, mailing, words=" ").content.decode()
    assert state(mailing) == "asked"
    text = before(second, mailing, words="The second link\nis wrong.").content.decode()

    assert state(mailing) == "draft"
    assert "Sent back: The second link is wrong." in text
    assert Mailing.objects.get().asked_by_id is None


def test_sending_back_from_the_page_asks_for_the_words_first(asker, second, mailing):
    decide(asker, mailing, "ask")

    assert "What should be changed" in decide(second, mailing, "send-back")
    assert state(mailing) == "asked"


def test_a_change_ends_an_approval(asker, second, mailing):
    decide(asker, mailing, "ask")
    decide(second, mailing, "approve")
    decide(asker, mailing, "pause")
    who = f"/w/{mailing.workshop.slug}/mailings/news/who/"

    assert asker.post(who, {"audience": ["voters"]}).status_code == 302

    assert Mailing.objects.get().approved_by_id is None
    assert "second person has not approved" in decide(asker, mailing, "resume")
    assert state(mailing) == "paused"


def test_what_could_not_be_sent_is_not_asked_about(asker, mailing):
    Mailing.objects.update(audience=[])

    assert "Choose whom this mailing goes to." in decide(asker, mailing, "ask")
    assert state(mailing) == "draft"


def test_without_the_rule_nobody_is_asked(asker, mailing):
    mailing.workshop.approves_mailings = False
    mailing.workshop.save()

    assert "no second person has to approve" in decide(asker, mailing, "ask")
    assert state(mailing) == "draft"


def test_who_asked_and_is_gone_leaves_nothing_to_approve(asker, second, mailing):
    decide(asker, mailing, "ask")
    Mailing.objects.update(asked_by=None)

    assert "Take it back and ask again" in decide(second, mailing, "approve")
    assert "Take it back and ask again" in before(second, mailing).content.decode()
    assert state(mailing) == "asked"
