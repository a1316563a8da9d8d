"""The ledger: who gets a mailing, who sends it, and what came of it.

Truth lives here. Each step is a conditional UPDATE that says which state it expects, so that any
number of senders may try and one succeeds. A message leaves only after its row says `handed`;
from then on doubt ends as `unknown` and is never sent again by itself.
"""

import random
import re
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from workshop.common.errors import DomainError
from workshop.mailings.carrier import Outcome, Reply
from workshop.mailings.durability import WITHOUT_WAITING, commit_without_waiting
from workshop.mailings.enums import DeliveryState, MailingState, SuppressionCause
from workshop.mailings.models import Delivery, Mailing, Suppression
from workshop.mailings.services.breaker import mailing_watch
from workshop.mailings.services.plan import CANCELLED_REASON
from workshop.mailings.services.suppress import suppression_add
from workshop.mailings.statements import UpdateStatement
from workshop.mailings.suppressions import suppression_hash

# Longer than the text (30 s) and the answer (30 s) may take together.
HAND_OVER_LEASE = timedelta(seconds=90)
BACKOFF = [timedelta(seconds=s) for s in (30, 120, 600, 1800, 3600)]
ATTEMPTS = len(BACKOFF) + 1
# The mail server's own word (RFC 3463) that nobody has this address.
NO_SUCH_ADDRESS = re.compile(r"\b5\.1\.1\b")
# Servers that limit us say so to many at once: come back scattered, not together.
SCATTERED = (421, 432)
NOTHING_NEW = "Nothing was new."
# An answer that comes late is still true, so a row given up as unknown takes it too.
ANSWERED_FROM = (DeliveryState.SENDING, DeliveryState.HANDED, DeliveryState.UNKNOWN)


def delivery_hand_over(*, delivery: Delivery, now: datetime) -> bool:
    """Commit that the text is about to leave; False if this row may no longer be sent by us.

    The last thing before the first byte. It looks once more whether the person stopped our mail
    and whether the mailing was paused or cancelled.
    """
    handed = _HAND_OVER.run(
        pk=delivery.pk,
        lease_token=delivery.lease_token,
        kind=delivery.mailing.kind,
        address_hash=suppression_hash(delivery.address_key or ""),
        lease_until=now + HAND_OVER_LEASE,
    )
    return handed == 1


def delivery_record(*, delivery: Delivery, reply: Reply, now: datetime) -> DeliveryState | None:
    """Record what came of a message; return the new state, None if the row is no longer ours."""
    if reply.outcome is Outcome.ACCEPTED and not delivery.mailing.trouble:
        mine = {"pk": delivery.pk, "lease_token": delivery.lease_token}
        return DeliveryState.SENT if _SENT.run(**mine, now=now, code=reply.code) else None
    return _record(delivery, reply, now)


@transaction.atomic
def _record(delivery: Delivery, reply: Reply, now: datetime) -> DeliveryState | None:
    # Lost in a crash of the database, this ends as unknown: no need to wait for its disk.
    commit_without_waiting()
    state, changes = _consequence(delivery, reply, now)
    mine = Delivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token)
    changes |= {"state": state, "lease_until": None, "code": reply.code}
    if not mine.filter(state__in=ANSWERED_FROM).update(**changes):
        return None
    if state == DeliveryState.PENDING:
        mailing = Mailing.objects.filter(pk=delivery.mailing_id, state=MailingState.DONE)
        mailing.update(state=MailingState.SENDING)
    if NO_SUCH_ADDRESS.search(reply.words) and state == DeliveryState.FAILED:
        key = delivery.address_key or ""
        suppression_add(address_key=key, cause=SuppressionCause.HARD, now=now)
    mailing_watch(mailing=delivery.mailing, reply=reply)
    return state


def delivery_skip(*, delivery: Delivery) -> int:
    """Leave out a row for which there is nothing to say; return 1 if it was still ours."""
    return Delivery.objects.filter(
        pk=delivery.pk, lease_token=delivery.lease_token, state=DeliveryState.SENDING
    ).update(state=DeliveryState.SKIPPED, reason=NOTHING_NEW, lease_token=None, lease_until=None)


def deliveries_release(*, deliveries: list[Delivery]) -> None:
    """Give back rows of one claim that were not tried; they lose no attempt by it."""
    tokens = {delivery.lease_token for delivery in deliveries}
    Delivery.objects.filter(
        pk__in=[delivery.pk for delivery in deliveries],
        lease_token__in=tokens,
        state=DeliveryState.SENDING,
    ).update(
        state=DeliveryState.PENDING,
        attempts=F("attempts") - 1,
        lease_token=None,
        lease_until=None,
    )


def deliveries_sweep(*, now: datetime | None = None) -> int:
    """Settle rows whose sender is gone; return how many became unknown by it."""
    now = now or timezone.now()
    gone = Delivery.objects.lease_over(now)
    gone.filter(state=DeliveryState.SENDING, attempts__gte=ATTEMPTS).update(
        state=DeliveryState.FAILED, reason="Given up after six attempts.", lease_until=None
    )
    gone.filter(state=DeliveryState.SENDING).update(
        state=DeliveryState.PENDING, lease_token=None, lease_until=None
    )
    unknown = gone.filter(state=DeliveryState.HANDED).update(
        state=DeliveryState.UNKNOWN,
        lease_until=None,
        reason="The sender stopped before the mail server's answer was recorded.",
    )
    cancelled = Mailing.objects.filter(state=MailingState.CANCELLED).values("pk")
    Delivery.objects.filter(state=DeliveryState.PENDING, mailing__in=cancelled).update(
        state=DeliveryState.SKIPPED, reason=CANCELLED_REASON
    )
    return unknown


@transaction.atomic
def mailings_finish() -> None:
    """End the mailings of which nothing waits and nothing is on its way."""
    # Locked first, looked into second: whoever adds work to a mailing holds the same lock.
    for mailing in Mailing.objects.select_for_update().filter(state=MailingState.SENDING):
        if not Delivery.objects.filter(mailing=mailing).unfinished().exists():
            Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.DONE)


@transaction.atomic
def delivery_resend_unknown(*, mailing: Mailing, now: datetime | None = None) -> int:
    """Send again, on a person's word, what may not have arrived; return how many.

    Raises DomainError if the mailing was cancelled. Some people may get it twice: that is why
    nobody but a person decides it.
    """
    mailing = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if mailing.state == MailingState.CANCELLED:
        raise DomainError("This mailing was cancelled, so nothing of it can be sent again.")
    count = Delivery.objects.filter(mailing=mailing, state=DeliveryState.UNKNOWN).update(
        state=DeliveryState.PENDING, attempts=0, next_attempt_at=None, lease_token=None, reason=""
    )
    if count and mailing.state != MailingState.PAUSED:
        mailing.state, mailing.paced_until = MailingState.SENDING, now or timezone.now()
        mailing.save(update_fields=["state", "paced_until"])
    return count


def _rows_to_hand_over(*, pk, lease_token, kind, address_hash, lease_until):
    mine = Delivery.objects.filter(pk=pk, lease_token=lease_token, state=DeliveryState.SENDING)
    rows = mine.of_running_mailings().still_wanted(kind=kind, address_hash=address_hash)
    return rows, {"state": DeliveryState.HANDED, "lease_until": lease_until}


def _rows_sent(*, pk, lease_token, now, code):
    mine = Delivery.objects.filter(pk=pk, lease_token=lease_token, state__in=ANSWERED_FROM)
    return mine, {
        "state": DeliveryState.SENT, "lease_until": None, "code": code, "sent_at": now,
        "settled_at": now, "reason": "",
    }  # fmt: skip


# The two that every message costs.
_HAND_OVER = UpdateStatement(
    "delivery_hand_over",
    _rows_to_hand_over,
    {
        "pk": Delivery._meta.pk,
        "lease_token": Delivery._meta.get_field("lease_token"),
        "kind": Mailing._meta.get_field("kind"),
        "address_hash": Suppression._meta.get_field("address_hash"),
        "lease_until": Delivery._meta.get_field("lease_until"),
    },
)
_SENT = UpdateStatement(
    "delivery_sent",
    _rows_sent,
    {
        "pk": Delivery._meta.pk,
        "lease_token": Delivery._meta.get_field("lease_token"),
        "now": Delivery._meta.get_field("sent_at"),
        "code": Delivery._meta.get_field("code"),
    },
    before=f"{WITHOUT_WAITING}; ",
)


def _consequence(delivery: Delivery, reply: Reply, now: datetime) -> tuple[DeliveryState, dict]:
    """Return the state that follows from a reply, and what else changes in the row."""
    if reply.outcome is Outcome.ACCEPTED:
        return DeliveryState.SENT, {"sent_at": now, "settled_at": now, "reason": ""}
    if reply.outcome is Outcome.UNCERTAIN:
        return DeliveryState.UNKNOWN, {"settled_at": now, "reason": reply.summary}
    if reply.outcome is Outcome.REFUSED or delivery.attempts >= ATTEMPTS:
        return DeliveryState.FAILED, {"settled_at": now, "reason": reply.summary}
    wait = BACKOFF[delivery.attempts - 1]
    if reply.code in SCATTERED:
        wait *= random.uniform(1, 1.5)
    return DeliveryState.PENDING, {
        "next_attempt_at": now + wait, "lease_token": None, "reason": reply.summary
    }  # fmt: skip
