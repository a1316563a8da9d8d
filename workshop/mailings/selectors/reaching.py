"""What staff see before a mailing goes: whom it reaches, how fast, and how many come at once."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from workshop.common.errors import DomainError
from workshop.common.numbers import SMALLEST_SHOWN
from workshop.mailings.audiences import audience_check, names_channel, unmailed_days
from workshop.mailings.enums import MailingState
from workshop.mailings.forecast import Forecast, forecast, slower_rate
from workshop.mailings.models import Mailing
from workshop.mailings.selectors.kinds import kinds_of
from workshop.mailings.selectors.plan import (
    mailing_page,
    mailing_title,
    may_be_edited,
)
from workshop.mailings.selectors.reach import (
    Choice,
    Emptiness,
    audience_count,
    choices_of,
    count_words,
    counted_apart,
    emptiness_of,
    narrowing_words,
    tells_on_people,
    told_count,
)

# Beside the chosen rate the forecast shows these.
OTHER_RATES = (1, 5, 10, 50)


@dataclass(frozen=True)
class Reach:
    """An audience with its size now, or why it cannot be written to."""

    words: str = ""
    emptiness: Emptiness = Emptiness.SOMEBODY
    refusal: str = ""
    narrowing: str = ""


def reach_of(mailing: Mailing, words: list[str], now: datetime) -> Reach:
    """Return how many people an audience reaches, or why it cannot be written to."""
    try:
        audience_check(workshop=mailing.workshop, words=words)
    except DomainError as refusal:
        return Reach(refusal=refusal.message)
    count = audience_count(mailing.workshop, words, kind=mailing.kind, now=now)
    apart = counted_apart(mailing, words, now)
    told = count_words(words, count, apart=apart)
    empty = emptiness_of(words, count, apart=apart)
    return Reach(told, empty, narrowing=narrowing_words(words))


def who_page(mailing: Mailing, *, chosen: list[str], now: datetime) -> dict:
    """Return what an audience is chosen from, with sizes, and how many are chosen now."""
    choices: dict[str, list[Choice]] = choices_of(
        mailing.workshop, kind=mailing.kind, chosen=chosen, now=now
    )
    return {
        "workshop": mailing.workshop,
        "mailing": mailing,
        "title": mailing_title(mailing),
        "choices": choices,
        "may_edit": may_be_edited(mailing),
        "reach": reach_of(mailing, chosen, now),
    }


def before_page(*, slug: str, key: str, now: datetime, user) -> dict:
    """Return who gets a mailing, how it reads, how many come at once, and who lets it go."""
    page = mailing_page(slug=slug, key=key, now=now, user=user)
    mailing = page["mailing"]
    workshop, words, kind = mailing.workshop, mailing.audience, mailing.kind
    waits = mailing.started_at is None
    # Sending back takes words, for which this page has a form.
    decisions = [decision for decision in page["decisions"] if decision.value != "send-back"]
    return page | {
        "decisions": decisions,
        "waits": waits,
        "kinds": kinds_of(workshop, words, kind=kind, now=now) if waits and words else [],
        "is_second": mailing.asked_by_id not in (None, user.pk),
        "is_asker": mailing.asked_by_id == user.pk,
        "is_asked": mailing.state == MailingState.ASKED,
        **_peak(mailing, now),
    }


def _peak(mailing: Mailing, now: datetime) -> dict:
    """Return the forecast at the chosen rate and at others, from numbers that may be told."""
    words = mailing.audience
    # Whom it was written to is left out of a channel's number, so its forecast is of all of it.
    if names_channel(words) and unmailed_days(words):
        words = [word for word in words if not unmailed_days([word])]
    count = audience_count(mailing.workshop, words, kind=mailing.kind, now=now)
    apart = counted_apart(mailing, words, now)
    people, capacity = told_count(words, count, apart=apart), settings.MAIL_CAPACITY
    if not people or (people < SMALLEST_SHOWN and tells_on_people(words)):
        return {"forecast": None, "is_untold": tells_on_people(words)}
    rates = sorted({mailing.rate, *OTHER_RATES})
    rows: list[Forecast] = [
        forecast(recipients=people, rate=rate, capacity=capacity) for rate in rates
    ]
    chosen = next(row for row in rows if row.rate == mailing.rate)
    return {
        "forecast": chosen,
        "rates": rows,
        "capacity": capacity,
        "slower": slower_rate(recipients=people, rate=mailing.rate, capacity=capacity)
        if chosen.is_too_much
        else 0,
    }
