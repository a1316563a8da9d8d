"""How many people a mailing reaches, in the words that staff may see."""

from workshop.common.numbers import people_words
from workshop.mailings.audiences import (
    mixes_channel_and_deeds,
    names_channel,
    participants_reached,
    preregistrations_reached,
)
from workshop.mailings.enums import MailingKind
from workshop.mailings.models import Mailing


def mailing_recipient_count(mailing: Mailing) -> int:
    """Return how many people the audience reaches now, each counted once."""
    people = participants_reached(mailing.workshop, mailing.audience, kind=mailing.kind)
    waiting = preregistrations_reached(mailing.workshop, mailing.audience)
    both = waiting.filter(email_key__in=people.values("user__email_key"))
    return people.count() + waiting.count() - both.count()


def number_words(mailing: Mailing, count: int) -> str:
    """Return a number of a mailing's people or messages, in the words that staff may see.

    Small numbers of a channel stay untold; so does every number of a channel together with what
    people did, from which the contributors of the channel could be worked out.
    """
    if mixes_channel_and_deeds(mailing.audience):
        return "uncounted"
    # How many had news tells, in small numbers, of whom there was some.
    tells = names_channel(mailing.audience) or mailing.kind == MailingKind.DIGEST
    return people_words(count) if tells else str(count)
