"""The sender: claims a few rows, carries them at the mailing's pace, records each answer."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection

from workshop.mailings.carrier import Carrier, Outcome, Reply
from workshop.mailings.content import Letter, Letters, message_for
from workshop.mailings.enums import DeliveryState, MailingState
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.services.claiming import Claim, mailing_claim
from workshop.mailings.services.ledger import (
    deliveries_release,
    delivery_hand_over,
    delivery_record,
    delivery_skip,
)

logger = logging.getLogger(__name__)
# How long an answer of the mail server is kept while the database is away (seconds).
RECORD_FOR = 120
# The rest of a claim is given back before others may take it.
SPARE = timedelta(seconds=30)
Clock = Callable[[], datetime]


class Sender:
    """Sends what is due until nothing is, or until the deadline; counts what came of it."""

    def __init__(
        self,
        *,
        clock: Clock,
        deadline: datetime | None,
        counts: Counter,
        progress: Callable[[], None] | None = None,
    ) -> None:
        self.clock, self.deadline, self.counts, self.progress = clock, deadline, counts, progress
        self.carrier, self.letters = Carrier(), Letters()
        self.unreached: set[int] = set()

    def run(self) -> bool:
        """Send; return True if the deadline came first and work is left."""
        try:
            while not self._is_over():
                waits = [self._send_some_of(mailing) for mailing in self._running()]
                if not any(wait is not None for wait in waits):
                    return False
                self._sleep_until(min(wait for wait in waits if wait is not None))
            return True
        finally:
            self.carrier.close()

    def _running(self) -> list[Mailing]:
        running = Mailing.objects.filter(state=MailingState.SENDING).order_by("send_at", "pk")
        return list(running.exclude(pk__in=self.unreached))

    def _send_some_of(self, mailing: Mailing) -> datetime | None:
        """Send one claim of a mailing; return when to look again, None if nothing is due."""
        claim = mailing_claim(mailing=mailing, now=self.clock())
        if claim is None:
            return None
        if claim.skipped:
            self.counts[DeliveryState.SKIPPED] += claim.skipped
        if claim.deliveries:
            self._send_claim(claim)
            return self.clock()
        return claim.starts_at

    def _send_claim(self, claim: Claim) -> None:
        mailing = claim.deliveries[0].mailing
        letter = self.letters.of(mailing, self.clock())
        for position, delivery in enumerate(claim.deliveries):
            self._sleep_until(claim.starts_at + timedelta(seconds=position / mailing.rate))
            may = not self._is_over() and self.clock() < claim.ends_at - SPARE
            if not (may and self._send_one(delivery, letter)):
                deliveries_release(deliveries=claim.deliveries[position:])
                return

    def _send_one(self, delivery: Delivery, letter: Letter) -> bool:
        """Send one message and record the answer; False if the rest of the claim should wait."""
        now = self.clock()
        reply = self._carry(delivery, letter, now)
        if reply is None:
            self.counts[DeliveryState.SKIPPED] += delivery_skip(delivery=delivery)
            return True
        if reply.outcome is Outcome.WITHDRAWN:
            return False
        state = self._record(delivery, reply)
        if state:
            self.counts[state] += 1
        if self.progress:
            self.progress()
        if reply.outcome is Outcome.UNREACHED:
            # The server is away: trying the next address at once would help nobody.
            self.unreached.add(delivery.mailing_id)
            return False
        return delivery.mailing.state == MailingState.SENDING

    def _carry(self, delivery: Delivery, letter: Letter, now: datetime) -> Reply | None:
        try:
            message = message_for(delivery, letter, now)
        except ValueError as error:
            return Reply(Outcome.REFUSED, 0, str(error))
        if message is None:
            return None
        return self.carrier.carry(
            message, lambda: delivery_hand_over(delivery=delivery, now=self.clock())
        )

    def _record(self, delivery: Delivery, reply: Reply) -> DeliveryState | None:
        """Record an answer; while the database is away, wait for it: a 250 must not be lost."""
        give_up = time.monotonic() + RECORD_FOR
        while True:
            try:
                return delivery_record(delivery=delivery, reply=reply, now=self.clock())
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block or time.monotonic() > give_up:
                    raise
                logger.warning("The database is away; an answer of the mail server waits for it.")
                connection.close()
                time.sleep(0.5)

    def _sleep_until(self, moment: datetime) -> None:
        if self.deadline:
            moment = min(moment, self.deadline)
        seconds = (moment - self.clock()).total_seconds()
        # Even a sleep of nothing would let others go first.
        if seconds > 0:
            time.sleep(seconds)

    def _is_over(self) -> bool:
        return self.deadline is not None and self.clock() >= self.deadline
