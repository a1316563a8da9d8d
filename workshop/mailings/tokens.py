"""The word in a "stop these mails" link: signed, for this use alone, good for ever.

It names one message, so that its mailing can be told how many left by it; older ones name the
person. It does not expire, since a person may find an old message; it is refused when a single
character differs, and a token made for anything else is refused too.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from workshop.accounts.addresses import address_key
from workshop.mailings.enums import MailingKind
from workshop.mailings.models import Delivery
from workshop.models import Participant, Preregistration

Person = Participant | Preregistration
_signer = Signer(sep=".", salt="workshop.mailings.stop")
_LETTERS = {Participant: "p", Preregistration: "r", Delivery: "d"}


@dataclass(frozen=True)
class StopTarget:
    """Whom a link belongs to, and the message that it stood in, where it names one.

    The person is None once erased.
    """

    person: Person | None
    delivery: Delivery | None = None

    @property
    def of_summary(self) -> bool:
        """Say whether the link stood in a summary of the conversation."""
        return bool(self.delivery) and self.delivery.mailing.kind == MailingKind.DIGEST


def stop_token(of: Delivery | Person) -> str:
    """Return the token of a message, or of a person."""
    return _signer.sign(f"{_LETTERS[type(of)]}{of.pk}")


def stop_path(token: str) -> str:
    """Return the path of the page of a token."""
    return reverse("mailings:stop", kwargs={"token": token})


def stop_url(of: Delivery | Person) -> str:
    """Return the absolute address behind which a person stops our mail."""
    return f"{settings.SITE_URL}{stop_path(stop_token(of))}"


def stop_target(token: str) -> StopTarget:
    """Return whose token this is. Raises BadSignature for a token that we did not make."""
    value = _signer.unsign(token)
    found = re.fullmatch(r"([prd])([0-9]{1,18})", value, re.ASCII)
    if found is None:
        raise BadSignature("not a token of this use")
    letter, pk = found[1], int(found[2])
    if letter == "d":
        rows = Delivery.objects.select_related(
            "mailing", "participant__workshop", "participant__user", "preregistration__workshop"
        )
        return stop_target_of(rows.filter(pk=pk).first())
    if letter == "p":
        people = Participant.objects.select_related("workshop", "user")
        return StopTarget(_present(people.filter(pk=pk).first()))
    early = Preregistration.objects.select_related("workshop")
    return StopTarget(_present(early.filter(pk=pk).first()))


def stop_target_of(delivery: Delivery | None) -> StopTarget:
    """Return whom a message belongs to."""
    person = delivery and (delivery.participant or delivery.preregistration)
    return StopTarget(_present(person), delivery)


def _present(person: Person | None) -> Person | None:
    """Return the person as they are in the workshop today: who joined has one page, not two."""
    if isinstance(person, Preregistration):
        people = Participant.objects.select_related("workshop", "user")
        key = address_key(person.email)
        same = people.filter(workshop=person.workshop_id, user__email_key=key)
        return same.first() or person
    return person if person and person.user_id else None
