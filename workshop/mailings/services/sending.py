"""The sender: claims a few rows, carries them at the mailing's pace, records each answer."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection

from workshop.mailings.carrier import Carrier, Message, Outcome, Reply
from workshop.mailings.content import Letter, letter_of, message_for
from workshop.mailings.enums import DeliveryState, MailingState
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.services.claiming import Claim, mailing_claim
from workshop.mailings.services.ledger import (
    deliveries_release,
    delivery_hand_over,
    delivery_record,
    delivery_skip,
)
from workshop.mailings.stamps import Stamp, stamp_for

logger = logging.getLogger(__name__)
# How long an answer of the mail server is kept while the database is away (seconds).
RECORD_FOR = 120
# A letter's figures may be as old as this.
KEPT_FOR = timedelta(seconds=10)
# The rest of a claim is given back before others may take it.
SPARE = timedelta(seconds=30)
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Words:
    """A letter, with the stamp that writes it for many where there is one."""

    letter: Letter
    stamp: Stamp | None
    made_at: datetime

    def message(self, delivery: Delivery, now: datetime) -> Message | None:
        """Return the message of a delivery, None where it has nothing to say."""
        written = self.stamp.message(delivery, now) if self.stamp else None
        return written or message_for(delivery, self.letter, now)


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
        self.carrier = Carrier()
        self.unreached: set[int] = set()
        self.words: dict[int, Words] = {}

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
        words = self._words_for(claim)
        for position, delivery in enumerate(claim.deliveries):
            self._sleep_until(claim.starts_at + timedelta(seconds=position / mailing.rate))
            may = not self._is_over() and self.clock() < claim.ends_at - SPARE
            if not (may and self._send_one(delivery, words)):
                deliveries_release(deliveries=claim.deliveries[position:])
                return

    def _words_for(self, claim: Claim) -> "Words":
        """Return the letter of a claim's mailing, made anew after some seconds."""
        mailing, now = claim.deliveries[0].mailing, self.clock()
        words = self.words.get(mailing.pk)
        if words is None or now - words.made_at > KEPT_FOR:
            letter = letter_of(mailing, now)
            writes = self.carrier.takes_written
            stamp = stamp_for(claim.deliveries, letter, now) if writes else None
            words = self.words[mailing.pk] = Words(letter, stamp, now)
        return words

    def _send_one(self, delivery: Delivery, words: "Words") -> bool:
        """Send one message and record the answer; False if the rest of the claim should wait."""
        now = self.clock()
        reply = self._carry(delivery, words, now)
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

    def _carry(self, delivery: Delivery, words: "Words", now: datetime) -> Reply | None:
        try:
            message = words.message(delivery, now)
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
