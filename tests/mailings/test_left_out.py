"""Who is left out at the last moment: when a row is claimed, and when its text is to leave."""

import pytest
from django.utils import timezone

from tests.factories import make_mailing, make_participant, make_preregistration, make_user
from workshop.accounts.models import User
from workshop.mailings.enums import SuppressionCause
from workshop.mailings.models import Delivery, StoppedKind
from workshop.mailings.services import (
    deliveries_readdress,
    deliveries_sweep_erased,
    delivery_hand_over,
    delivery_resend_unknown,
    mailing_build,
    mailing_claim,
)
from workshop.mailings.services.suppress import suppression_add
from workshop.models import Participant

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def move(person) -> None:
    """Give a person another address, as a correction does."""
    people = Participant.objects.filter(pk=person.pk)
    User.objects.filter(pk=person.user_id).update(
        email="an@example.org", email_key="an@example.org"
    )
    deliveries_readdress(participants=people, email="an@example.org")


def suppress(person) -> None:
    key = person.user.email_key
    suppression_add(address_key=key, cause=SuppressionCause.COMPLAINT, now=NOW)


def stop_reminders(person) -> None:
    StoppedKind.objects.create(participant=person, kind="reminder")


def stop_thanks(person) -> None:
    StoppedKind.objects.create(participant=person, kind="thanks")


@pytest.fixture
def ann(workshop):
    return make_participant(workshop, make_user("ann@example.org"))


@pytest.fixture
def mailing(workshop, ann):
    mailing = make_mailing(workshop)
    mailing_build(mailing=mailing, now=NOW)
    return mailing


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (suppress, "Messages to this address came back, or were reported as unwanted."),
        (stop_reminders, "Asked for no more messages of this kind."),
    ],
)
def test_who_is_on_the_ledger_and_wants_nothing_more_is_left_out(mailing, ann, change, reason):
    change(ann)

    claim = mailing_claim(mailing=mailing, now=NOW)

    row = mailing.deliveries.get()
    assert (claim.deliveries, claim.skipped, row.state, row.reason) == ([], 1, "skipped", reason)


@pytest.mark.parametrize("change", [suppress, stop_reminders])
def test_the_text_does_not_leave_for_who_stopped_after_the_claim(mailing, ann, change):
    (delivery,) = mailing_claim(mailing=mailing, now=NOW).deliveries
    change(ann)

    assert not delivery_hand_over(delivery=delivery, now=NOW)


def test_other_kinds_go_on(mailing, ann):
    stop_thanks(ann)
    (delivery,) = mailing_claim(mailing=mailing, now=NOW).deliveries

    assert delivery_hand_over(delivery=delivery, now=NOW)


def mail(person, workshop, *, state: str = "sent") -> None:
    """Let a person have had a message of another mailing just now."""
    Delivery.objects.create(
        mailing=make_mailing(workshop, state="done"), participant=person, state=state,
        address=person.user.email, address_key=person.user.email_key, sent_at=NOW, settled_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("narrowing", ["unmailed:1", "unmailed:365"])
def test_who_was_not_written_to_lately_gets_a_narrowed_mailing(workshop, ann, narrowing):
    early = make_preregistration(workshop)
    audience = ["everyone", "preregistered", narrowing]
    mailing = make_mailing(workshop, audience=audience)
    mailing_build(mailing=mailing, now=NOW)

    claim = mailing_claim(mailing=mailing, now=NOW)

    reached = {(row.participant_id, row.preregistration_id) for row in claim.deliveries}
    assert reached == {(ann.pk, None), (None, early.pk)}


def test_what_is_sent_again_to_the_unknown_is_not_kept_back_by_itself(workshop, ann):
    mailing = make_mailing(workshop, audience=["everyone", "unmailed:7"])
    mailing_build(mailing=mailing, now=NOW)
    mailing.deliveries.update(state="unknown", settled_at=NOW)
    delivery_resend_unknown(mailing=mailing, now=NOW)

    assert len(mailing_claim(mailing=mailing, now=NOW).deliveries) == 1


def test_two_narrowed_mailings_do_not_leave_somebody_out_for_each_other(workshop, ann):
    both = [make_mailing(workshop, audience=["everyone", "unmailed:7"]) for _ in range(2)]
    for mailing in both:
        mailing_build(mailing=mailing, now=NOW)
    for mailing in both:
        Delivery.objects.get_or_create(
            mailing=mailing, participant=ann,
            defaults={"address": ann.user.email, "address_key": ann.user.email_key},
        )  # fmt: skip

    assert len(mailing_claim(mailing=both[0], now=NOW).deliveries) == 1
    both[0].deliveries.update(state="sent", sent_at=NOW)
    assert mailing_claim(mailing=both[1], now=NOW).deliveries == []


def test_a_message_that_arrived_since_the_ledger_was_written_keeps_the_next_back(workshop, ann):
    mailing = make_mailing(workshop, audience=["everyone", "unmailed:7"])
    mailing_build(mailing=mailing, now=NOW)
    mail(ann, workshop)

    assert mailing_claim(mailing=mailing, now=NOW).skipped == 1


def test_a_row_without_an_address_is_left_out_and_never_called_sent(mailing, ann):
    mailing.deliveries.update(address="", address_key=None)

    claim = mailing_claim(mailing=mailing, now=NOW)

    assert (claim.deliveries, claim.skipped) == ([], 1)


def test_what_may_not_have_arrived_follows_a_person_to_the_new_address(mailing, ann):
    mailing.deliveries.update(state="unknown")

    move(ann)
    delivery_resend_unknown(mailing=mailing, now=NOW)

    (row,) = mailing_claim(mailing=mailing, now=NOW).deliveries
    assert row.address == "an@example.org"


def test_what_is_claimed_goes_to_the_new_address_and_not_to_the_old(mailing, ann):
    (old,) = mailing_claim(mailing=mailing, now=NOW).deliveries

    move(ann)

    assert not delivery_hand_over(delivery=old, now=NOW)
    (row,) = mailing_claim(mailing=mailing, now=NOW).deliveries
    assert row.address == "an@example.org"


def test_an_address_that_is_listed_already_gets_one_message(workshop, mailing, ann):
    Delivery.objects.create(
        mailing=mailing, address="an@example.org", address_key="an@example.org", state="sent"
    )

    move(ann)

    assert mailing.deliveries.get(participant=ann).state == "skipped"


def test_no_old_address_stays_with_what_was_handed_over_meanwhile(mailing, ann):
    mailing.deliveries.update(state="handed")
    move(ann)
    mailing.deliveries.update(state="sent")

    deliveries_sweep_erased()

    assert mailing.deliveries.get().address == ""


def test_what_was_put_off_while_a_person_moved_goes_to_the_new_address(mailing, ann):
    mailing.deliveries.update(state="handed")
    move(ann)
    mailing.deliveries.update(state="pending")

    assert mailing_claim(mailing=mailing, now=NOW).deliveries == []
    (row,) = mailing_claim(mailing=mailing, now=NOW).deliveries
    assert row.address == "an@example.org"
