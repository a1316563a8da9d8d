"""The word in a "stop these mails" link: signed, for this use alone, good for ever.

It does not expire, since a person may find an old message; it is refused when a single character
differs, and a token made for anything else is refused too.
"""

import re

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from workshop.models import Participant, Preregistration

_signer = Signer(sep=".", salt="workshop.mailings.stop")
_KINDS = {"p": Participant, "r": Preregistration}


def stop_token(person: Participant | Preregistration) -> str:
    """Return the token of a participant or a pre-registration."""
    letter = "p" if isinstance(person, Participant) else "r"
    return _signer.sign(f"{letter}{person.pk}")


def stop_url(person: Participant | Preregistration) -> str:
    """Return the absolute address behind which a person stops our mail."""
    path = reverse("mailings:stop", kwargs={"token": stop_token(person)})
    return f"{settings.SITE_URL}{path}"


def stop_person(token: str) -> Participant | Preregistration | None:
    """Return whose token this is, or None if the person was erased.

    Raises BadSignature for a token that we did not make.
    """
    value = _signer.unsign(token)
    found = re.fullmatch(r"([pr])([0-9]{1,18})", value, re.ASCII)
    if found is None:
        raise BadSignature("not a token of this use")
    model = _KINDS[found[1]]
    return model.objects.select_related("workshop").filter(pk=int(found[2])).first()
