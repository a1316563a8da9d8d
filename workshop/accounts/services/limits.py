"""How many codes may be asked for: few for one address, so that guessing leads nowhere.

An address and a network together have their own numbers, so that whoever asks in somebody's name
from elsewhere uses up nothing of theirs. The number of an address over all networks does not bind a
person on a network from which they have signed in before. The numbers of a whole network bind
everybody on it: an exception would tell who has signed in there. Everything is looked up for
everybody, so that no address costs more than another.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.crypto import salted_hmac

from workshop.accounts.addresses import address_key
from workshop.accounts.models import CodeRequest, KnownNetwork, User
from workshop.accounts.networks import known_network_hash, network_hash
from workshop.common.errors import DomainError
from workshop.common.locks import wait_in_line

GUESSES = 3
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# How many codes one address may ask for from one network, in how long.
PAIR_LIMITS = [(3, MINUTE), (10, HOUR), (20, DAY)]
# … from all networks together, and how many one network may ask for, whatever the address.
ADDRESS_LIMIT = (60, DAY)
NETWORK_LIMIT = (300, MINUTE)
# A hospital behind one address mistypes now and then; a thousand guesses are something else.
WRONG_GUESSES, WRONG_GUESSES_SPAN = 300, HOUR
# A person's network is forgotten when they have not used it for so long.
NETWORK_KNOWN_FOR = timedelta(days=90)

SEVERAL = "You have asked for several codes. Use the newest, or wait {wait}."
CROWDED = (
    "Too many codes were asked for, or mistyped, from where you are. "
    "Wait {wait}, or use another network, such as your phone’s."
)


class TooManyCodesError(DomainError):
    """No more codes for now; `retry_after` in seconds."""

    def __init__(self, retry_after: int, words: str = SEVERAL) -> None:
        super().__init__(words.format(wait=wait_words(retry_after)))
        self.retry_after = retry_after


def wait_words(seconds: int) -> str:
    """Return a wait in words, rounded up: a minute, 5 minutes, 3 hours."""
    minutes = math.ceil(seconds / 60)
    if minutes > 90:
        return f"{math.ceil(minutes / 60)} hours"
    return "a minute" if minutes == 1 else f"{minutes} minutes"


@dataclass(frozen=True)
class _Asker:
    """Who asks, by hashes alone."""

    address: str
    network: str
    known: bool


@transaction.atomic
def code_request_create(*, email: str, network: str, now: datetime) -> CodeRequest:
    """Count a request for a code; raises TooManyCodesError. Rows of yesterday go."""
    asker = _asker(email, network)
    # Two requests at the same moment must not both be the twentieth.
    for line in (asker.address, asker.network):
        wait_in_line(f"codes {line}")
    CodeRequest.objects.filter(asked_at__lt=now - DAY).delete()
    refusals = [
        _pair_refusal(asker, now),
        _address_refusal(asker, now),
        *_network_refusals(asker, now),
    ]
    for refusal in filter(None, refusals):
        raise refusal
    return CodeRequest.objects.create(
        address_hash=asker.address, network_hash=asker.network, asked_at=now
    )


def network_remember(*, user: User, network: str, now: datetime) -> None:
    """Remember where a person has signed in; networks that were long unused are forgotten."""
    digest = known_network_hash(email_key=user.email_key, network=network)
    user.known_networks.filter(seen_on__lt=now.date() - NETWORK_KNOWN_FOR).delete()
    KnownNetwork.objects.update_or_create(
        user=user, network_hash=digest, defaults={"seen_on": now.date()}
    )


def _asker(email: str, network: str) -> _Asker:
    key = address_key(email)
    digest = known_network_hash(email_key=key, network=network)
    return _Asker(
        address=salted_hmac("code request", key, algorithm="sha256").hexdigest(),
        network=network_hash(network),
        known=KnownNetwork.objects.filter(user__email_key=key, network_hash=digest).exists(),
    )


Refusal = TooManyCodesError | None


def _pair_refusal(asker: _Asker, now: datetime) -> Refusal:
    rows = CodeRequest.objects.filter(address_hash=asker.address, network_hash=asker.network)
    return _refusal(rows, PAIR_LIMITS, now, SEVERAL)


def _address_refusal(asker: _Asker, now: datetime) -> Refusal:
    rows = CodeRequest.objects.filter(address_hash=asker.address)
    refusal = _refusal(rows, [ADDRESS_LIMIT], now, SEVERAL)
    return None if asker.known else refusal


def _network_refusals(asker: _Asker, now: datetime) -> list[Refusal]:
    rows = CodeRequest.objects.filter(network_hash=asker.network)
    recent = rows.filter(asked_at__gt=now - WRONG_GUESSES_SPAN, spent=False)
    wrong = recent.aggregate(wrong=Sum("guesses"))["wrong"] or 0
    span = int(WRONG_GUESSES_SPAN.total_seconds())
    return [
        _refusal(rows, [NETWORK_LIMIT], now, CROWDED),
        TooManyCodesError(span, CROWDED) if wrong >= WRONG_GUESSES else None,
    ]


def _refusal(
    rows: QuerySet, limits: list[tuple[int, timedelta]], now: datetime, words: str
) -> Refusal:
    """Return why one request more is too many, or None if it is not, in one query."""
    most, longest = limits[-1]
    recent = rows.filter(asked_at__gt=now - longest).order_by("-asked_at")
    asked = list(recent.values_list("asked_at", flat=True)[:most])
    waits = [asked[number - 1] + span - now for number, span in limits if len(asked) >= number]
    longest_wait = max(waits, default=timedelta(0))
    if longest_wait <= timedelta(0):
        return None
    return TooManyCodesError(math.ceil(longest_wait.total_seconds()), words)
