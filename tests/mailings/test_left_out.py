"""Who is left out at the last moment: when a row is claimed, and when its text is to leave."""

import pytest
from django.utils import timezone

from tests.factories import make_mailing, make_participant, make_user
from workshop.mailings.enums import SuppressionCause
from workshop.mailings.models import StoppedKind
from workshop.mailings.services import delivery_hand_over, mailing_build, mailing_claim
from workshop.mailings.services.suppress import suppression_add

pytestmark = pytest.mark.django_db
NOW = timezone.now()


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
