"""Whatever senders, staff and recipients do, in any order: at most one message a person.

The mail server of this model is the worst there is: it takes every text that passes the fence,
and answers or does not, as hypothesis likes.
"""

import contextlib
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.factories import make_mailing, make_participant, make_workshop
from workshop.common.errors import DomainError
from workshop.mailings.carrier import Outcome, Reply
from workshop.mailings.models import Delivery
from workshop.mailings.services import (
    deliveries_sweep,
    delivery_hand_over,
    delivery_record,
    delivery_resend_unknown,
    mailing_build,
    mailing_cancel,
    mailing_claim,
    mailing_pause,
    mailing_resume,
    mailings_start,
    mailings_stop,
)
from workshop.mailings.services.ledger import deliveries_release, mailings_finish
from workshop.models import Participant

PEOPLE = 3
BEFORE_THE_TEXT = [Reply(Outcome.DEFERRED, 451), Reply(Outcome.REFUSED, 550)]
BEFORE_THE_TEXT += [Reply(Outcome.UNREACHED)]
REPLIES = [Reply(Outcome.ACCEPTED, 250), Reply(Outcome.UNCERTAIN)]
REPLIES += [Reply(Outcome.DEFERRED, 452), Reply(Outcome.REFUSED, 552)]
SETTLED = {"sent", "failed", "skipped", "unknown"}


class Mailings(RuleBasedStateMachine):
    """Any number of senders hold claims; each may go on, answer, or vanish."""

    claimed = Bundle("claimed")
    behind_the_fence = Bundle("behind_the_fence")

    @initialize()
    def begin(self):
        Delivery.objects.all().delete()
        self.now = timezone.now()
        self.workshop = make_workshop(days=3000)
        self.people = [make_participant(self.workshop) for _ in range(PEOPLE)]
        self.mailing = make_mailing(self.workshop)
        mailing_build(mailing=self.mailing, now=self.now)
        self.taken, self.allowed = Counter(), Counter()

    @rule(seconds=st.sampled_from([1, 100, 130, 4000]))
    def time_passes_and_beat_ticks(self, seconds):
        self.now += timedelta(seconds=seconds)
        deliveries_sweep(now=self.now)
        mailings_finish()

    @rule(target=claimed)
    def claim_and_linger(self):
        return multiple(*self.claim())

    @rule(target=behind_the_fence)
    def hand_over_and_linger(self):
        return multiple(*(row for row in self.claim() if self.passes_the_fence(row)))

    @rule(reply=st.sampled_from(REPLIES))
    def send_and_record(self, reply):
        for delivery in self.claim():
            if self.passes_the_fence(delivery):
                self.answer(delivery, reply)

    @rule(delivery=consumes(claimed), target=behind_the_fence)
    def hand_over_late(self, delivery):
        return multiple(*([delivery] if self.passes_the_fence(delivery) else []))

    @rule(delivery=consumes(claimed), reply=st.sampled_from(BEFORE_THE_TEXT))
    def refuse_before_the_text(self, delivery, reply):
        delivery_record(delivery=delivery, reply=reply, now=self.now)

    @rule(delivery=consumes(claimed))
    def give_back(self, delivery):
        deliveries_release(deliveries=[delivery])

    @rule(delivery=consumes(behind_the_fence), reply=st.sampled_from(REPLIES))
    def answer_late(self, delivery, reply):
        self.answer(delivery, reply)

    @rule()
    def stop_in_the_last_moment(self):
        for delivery in self.claim():
            mailings_stop(person=delivery.participant)
            assert not self.passes_the_fence(delivery)

    @rule(person=st.integers(0, PEOPLE - 1), stop=st.booleans())
    def stop_or_start(self, person, stop):
        (mailings_stop if stop else mailings_start)(person=self.people[person])

    @rule(cancel=st.integers(0, 9), resume=st.booleans())
    def staff_decide(self, cancel, resume):
        """A pause is mostly short; a cancellation, after which nothing happens, is rare."""
        decisions = [mailing_cancel] if cancel == 9 else [mailing_pause]
        decisions += [mailing_resume] if resume else []
        for decide in decisions:
            with contextlib.suppress(DomainError):
                decide(mailing=self.mailing)

    @rule()
    def resend_what_is_unknown(self):
        unknown = list(Delivery.objects.filter(state="unknown").values_list("pk", flat=True))
        try:
            delivery_resend_unknown(mailing=self.mailing, now=self.now)
        except DomainError:
            return
        self.allowed.update(unknown)

    @invariant()
    def nobody_got_two_unless_a_person_said_so(self):
        for pk, count in getattr(self, "taken", {}).items():
            assert count <= 1 + self.allowed[pk]

    @invariant()
    def what_was_sent_was_taken(self):
        for row in Delivery.objects.filter(state="sent"):
            assert self.taken[row.pk] >= 1

    def teardown(self):
        """Left alone, everything comes to an end, and the end is true to what happened."""
        if not hasattr(self, "mailing"):
            return
        self.mailing.refresh_from_db()
        if self.mailing.state == "paused":
            mailing_resume(mailing=self.mailing, now=self.now)
        for _ in range(8):
            self.time_passes_and_beat_ticks(4000)
            self.send_and_record(REPLIES[0])
        self.time_passes_and_beat_ticks(4000)
        self.nobody_got_two_unless_a_person_said_so()
        assert set(Delivery.objects.values_list("state", flat=True)) <= SETTLED
        self.mailing.refresh_from_db()
        assert self.mailing.state in ("done", "cancelled")

    def claim(self) -> list[Delivery]:
        found = mailing_claim(mailing=self.mailing, now=self.now)
        return found.deliveries if found else []

    def passes_the_fence(self, delivery: Delivery) -> bool:
        passed = delivery_hand_over(delivery=delivery, now=self.now)
        if passed:
            assert not Participant.objects.get(pk=delivery.participant_id).mailings_stopped_at
            self.taken[delivery.pk] += 1
        return passed

    def answer(self, delivery: Delivery, reply: Reply) -> None:
        """Record an answer; a refusal after the text means that the server does not keep it."""
        self.taken[delivery.pk] -= reply.outcome in (Outcome.DEFERRED, Outcome.REFUSED)
        delivery_record(delivery=delivery, reply=reply, now=self.now)


@pytest.mark.django_db
@pytest.mark.slow
def test_at_most_one_message_a_person_whatever_happens():
    run_state_machine_as_test(
        Mailings,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
