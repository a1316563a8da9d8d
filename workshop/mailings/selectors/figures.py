"""What came of a mailing, in numbers: never an address, nor a server's words that may hold one."""

from collections import Counter

from django.db.models import Count, Q

from workshop.common.numbers import SMALLEST_SHOWN, people_words, tens_words
from workshop.mailings.enums import DeliveryFate, DeliveryState, MailingKind
from workshop.mailings.models import Mailing
from workshop.mailings.selectors.reach import UNCOUNTED, tells_on_people, told_count

ORDER = ("Sent", "Still to be sent", "Not known", "Failed", "Left out")
ASKED_OF_PEOPLE = {
    "Came back": Q(fate=DeliveryFate.BOUNCED),
    "Reported as unwanted": Q(fate=DeliveryFate.COMPLAINED),
    "Stopped our mail by its link": Q(stopped_here=True),
}


def mailing_figures(mailing: Mailing) -> list[tuple[str, str]]:
    """Return lines of words and number, nothing before the mailing has begun (2 queries)."""
    if mailing.started_at is None:
        return []
    rows = mailing.deliveries.order_by()
    counts: Counter = Counter()
    for state, code, reason, number in rows.values_list("state", "code", "reason").annotate(
        number=Count("pk")
    ):
        counts[_line(state, code, reason)] += number
    asked = {words: Count("pk", filter=which) for words, which in ASKED_OF_PEOPLE.items()}
    told = rows.aggregate(**{f"n{place}": count for place, count in enumerate(asked.values())})
    people = zip(ASKED_OF_PEOPLE, told.values(), strict=True)
    return _told(mailing, [*sorted(counts.items(), key=_place), *people])


def _told(mailing: Mailing, lines: list[tuple[str, int]]) -> list[tuple[str, str]]:
    """Return the lines with their numbers as they may be told.

    Where the size of the audience tells on people, or one number is small, all are told in tens:
    else the size, known from before, would give what is left untold.
    """
    if told_count(mailing.audience, 1) is None:
        return [(words, UNCOUNTED) for words, number in lines if number]
    is_small = any(0 < number < SMALLEST_SHOWN for _, number in lines)
    tells = tells_on_people(mailing.audience) or mailing.kind == MailingKind.DIGEST
    shown = tens_words if is_small or tells else people_words
    return [(words, shown(number)) for words, number in lines]


def _place(line: tuple[str, int]) -> tuple[int, str]:
    """Return where a line stands: what went out first, then what waits, then the reasons."""
    words = line[0]
    first = next((n for n, start in enumerate(ORDER) if words.startswith(start)), len(ORDER))
    return first, words


def _line(state: str, code: int, reason: str) -> str:
    if state == DeliveryState.SENT:
        return "Sent"
    if state == DeliveryState.UNKNOWN:
        return "Not known whether it arrived"
    if state == DeliveryState.SKIPPED:
        return f"Left out: {reason}" if reason else "Left out"
    if state == DeliveryState.FAILED:
        return f"Failed: {_refusal(code)}"
    return "Still to be sent"


def _refusal(code: int) -> str:
    if 500 <= code < 600:
        return f"the mail server refused it for good ({code})"
    if 400 <= code < 500:
        return f"the mail server put it off too often ({code})"
    return "the mail server could not be reached, or the message not be written"
