"""A provider tells what came back: once or often, in order or not, and rubbish too."""

import json
from datetime import timedelta
from itertools import permutations

import pytest
from django.utils import timezone

from tests.factories import make_mailing, make_workshop
from tests.mailings.returns import SECRET, event, make_delivery, tell
from workshop.config.settings import MAIL_PROVIDERS
from workshop.mailings.models import Delivery, MailEvent, Suppression
from workshop.mailings.services import deliveries_forget, suppression_lift
from workshop.mailings.suppressions import suppressed_keys
from workshop.models import Participant, Preregistration

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture(autouse=True)
def provider(settings):
    settings.MAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    return settings


def at(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def fate() -> str:
    return Delivery.objects.get().fate


def test_a_hard_bounce_ends_our_mail_to_the_address(client):
    delivery = make_delivery()

    assert tell(client, event(delivery, BouncedAt=at(0))).status_code == 200

    assert fate() == "bounced"
    assert Suppression.objects.get().cause == "hard"
    assert suppressed_keys([ADA]) == {ADA}


def test_a_complaint_ends_our_mail_to_the_address(client):
    delivery = make_delivery()

    tell(client, event(delivery, RecordType="SpamComplaint", Type="SpamComplaint", BouncedAt=at(0)))

    assert fate() == "complained"
    assert Suppression.objects.get().cause == "complaint"


def test_an_event_that_is_told_twice_counts_once(client):
    delivery = make_delivery()
    soft = event(delivery, Type="SoftBounce", BouncedAt=at(0))

    for _ in range(3):
        assert tell(client, soft).status_code == 200

    assert MailEvent.objects.count() == 1
    assert not Suppression.objects.exists()


def test_events_without_a_number_are_told_apart_by_what_they_say(client, provider):
    delivery = make_delivery()
    for days in (1, 1, 2):
        body = event(delivery, Type="SoftBounce", BouncedAt=at(days))
        del body["ID"]
        tell(client, body)

    assert MailEvent.objects.count() == 2


@pytest.mark.parametrize(("days", "suppressed"), [((29, 10, 0), True), ((31, 10, 0), False)])
def test_three_messages_that_came_back_within_thirty_days_are_enough(client, days, suppressed):
    workshop = make_workshop()
    first = make_delivery(mailing=make_mailing(workshop, "first"))
    for number, ago in enumerate(days):
        delivery = first
        if number:
            delivery = Delivery.objects.create(
                mailing=make_mailing(workshop, f"mailing-{number}"),
                participant=first.participant,
                address=ADA,
                address_key=ADA,
                state="sent",
            )
        tell(client, event(delivery, Type="SoftBounce", ID=number, BouncedAt=at(ago)))

    assert Suppression.objects.filter(cause="soft").exists() == suppressed


def test_one_message_that_came_back_three_times_is_one(client):
    delivery = make_delivery()
    for number in range(3):
        tell(client, event(delivery, Type="SoftBounce", ID=number, BouncedAt=at(number)))

    assert MailEvent.objects.count() == 3
    assert not Suppression.objects.exists()


STORY = {
    "delivered": {"RecordType": "Delivery", "DeliveredAt": at(0)},
    "bounced": {"RecordType": "Bounce", "Type": "SoftBounce", "BouncedAt": at(0)},
    "complained": {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "BouncedAt": at(0)},
}


@pytest.mark.parametrize("order", list(permutations(STORY)))
def test_a_fate_only_moves_forward_in_whatever_order_it_is_told(client, order):
    delivery = make_delivery()

    for name in order:
        tell(client, event(delivery, **STORY[name]))

    assert fate() == "complained"


def test_what_came_back_had_been_sent_after_all(client):
    delivery = make_delivery(state="unknown", sent_at=None, reason="No answer came.")

    tell(client, event(delivery, **STORY["delivered"]))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("sent", "")
    assert delivery.sent_at
    assert not MailEvent.objects.exists()


def test_a_message_id_of_ours_will_do(client):
    delivery = make_delivery()

    tell(client, event(MessageID=delivery.message_id, Email="", BouncedAt=at(0)))

    assert fate() == "bounced"
    assert suppressed_keys([ADA]) == {ADA}


def test_a_bounce_of_another_message_counts_for_its_address(client):
    tell(client, event(Email="Someone+new@Example.org", BouncedAt=at(0)))

    assert suppressed_keys(["someone@example.org"]) == {"someone@example.org"}
    assert MailEvent.objects.get().delivery is None


def test_who_leaves_by_the_providers_button_gets_nothing_more(client):
    delivery = make_delivery()

    tell(client, event(delivery, RecordType="SubscriptionChange", SuppressSending=True,
                       SuppressionReason="ManualSuppression", BouncedAt=at(0)))  # fmt: skip

    delivery.refresh_from_db()
    assert delivery.stopped_here
    assert Participant.objects.get().mailings_stopped_at
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("name", ["Open", "Click"])
def test_what_people_do_with_our_mail_is_not_kept(client, name):
    delivery = make_delivery()

    assert tell(client, event(delivery, RecordType=name)).status_code == 200

    assert not MailEvent.objects.exists()
    assert fate() == ""


def test_what_is_told_months_later_is_not_looked_at(client):
    delivery = make_delivery()

    assert tell(client, event(delivery, BouncedAt=at(91))).status_code == 200

    assert not MailEvent.objects.exists()
    assert not Suppression.objects.exists()


def test_a_moment_in_the_future_is_now(client):
    delivery = make_delivery()

    tell(client, event(delivery, BouncedAt=at(-400)))

    assert MailEvent.objects.get().at <= timezone.now()


def test_of_an_erased_person_nothing_is_noted(client):
    delivery = make_delivery()
    tell(client, event(delivery, Type="SoftBounce", BouncedAt=at(0)))
    deliveries_forget(
        participants=Participant.objects.all(), preregistrations=Preregistration.objects.none()
    )

    assert MailEvent.objects.get().address_hash == ""
    tell(client, event(delivery, ID=2, BouncedAt=at(0)))

    assert not Suppression.objects.exists()
    assert set(MailEvent.objects.values_list("address_hash", flat=True)) == {""}


def test_an_old_event_does_not_undo_what_an_operator_lifted(client):
    delivery = make_delivery()
    tell(client, event(delivery, BouncedAt=at(0)))
    suppression_lift(address_key=ADA)

    tell(client, event(delivery, BouncedAt=at(0)))

    assert suppressed_keys([ADA]) == set()


@pytest.mark.parametrize("secret", ["", "provider:wrong", "nobody"])
def test_who_does_not_know_the_secret_is_refused(client, secret):
    delivery = make_delivery()

    assert tell(client, event(delivery), secret=secret).status_code == 403

    assert not MailEvent.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"7", b"[]", b'"word"', b"\xff\xfe", b"[" * 9000,
        b'{"RecordType": []}', b'{"RecordType": "Bounce", "Metadata": 3}',
        b'{"RecordType": "Inbound"}', b'{"RecordType": "Bounce", "BouncedAt": 5}',
    ],
)  # fmt: skip
def test_rubbish_is_refused_and_nothing_is_kept(client, body):
    assert tell(client, body).status_code == 400
    assert not MailEvent.objects.exists()


@pytest.mark.parametrize("email", ["", "@", "a@", "\x00", "\ud800@example.org", "x" * 300 + "@a.b"])
def test_an_address_that_is_none_harms_nobody(client, email):
    assert tell(client, event(Email=email, BouncedAt=at(0))).status_code == 200


def test_too_long_a_body_is_refused(client):
    assert tell(client, b'"' + b"x" * (1024 * 1024 + 1) + b'"').status_code == 413


def test_without_a_provider_there_is_no_such_page(client, provider):
    provider.MAIL_PROVIDER = ""

    assert tell(client, event()).status_code == 404


def test_the_page_takes_posts_alone_and_says_that_it_is_there(client):
    assert client.get("/mail/events/").status_code == 405
    assert client.head("/mail/events/").status_code == 200


def test_a_batch_is_read_event_by_event(client, provider):
    provider.MAIL_PROVIDER = "mailjet"
    mailing = make_mailing(make_workshop())
    rows = [make_delivery(f"p{n}@example.org", mailing) for n in range(4)]
    words = [
        {"event": "bounce", "hard_bounce": True, "error": "user unknown"},
        {"event": "open"},
        {"event": "spam"},
        {"event": "bounce", "hard_bounce": False, "error": "user unknown"},
    ]
    body = [
        {"email": row.address, "time": int(NOW.timestamp()), "MessageID": n,
         "Payload": json.dumps({"delivery": str(row.message_uuid)})} | word
        for n, (row, word) in enumerate(zip(rows, words, strict=True))
    ]  # fmt: skip

    assert tell(client, json.dumps(body).encode()).status_code == 200

    fates = Delivery.objects.order_by("pk").values_list("fate", flat=True)
    assert list(fates) == ["bounced", "", "complained", "bounced"]
    keys = [f"p{n}@example.org" for n in range(4)]
    assert suppressed_keys(keys) == {keys[0], keys[2]}


@pytest.mark.parametrize("name", MAIL_PROVIDERS)
def test_every_provider_that_may_be_chosen_is_heard(client, provider, name):
    provider.MAIL_PROVIDER = name
    provider.ANYMAIL |= {"MAILGUN_WEBHOOK_SIGNING_KEY": "key", "MANDRILL_WEBHOOK_KEY": "key"}
    provider.ANYMAIL |= {"MAILERSEND_SIGNING_SECRET": "key", "MAILTRAP_API_TOKEN": "key"}
    provider.ANYMAIL |= {"UNISENDER_GO_API_KEY": "key"}

    assert tell(client, b"{}", secret="").status_code in (400, 403)
    assert tell(client, b"rubbish").status_code in (400, 403)
