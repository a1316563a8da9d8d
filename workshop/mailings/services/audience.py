"""Choosing whom a mailing goes to."""

from django.db import transaction

from workshop.mailings.audiences import audience_check
from workshop.mailings.models import Mailing
from workshop.mailings.services.plan import mailing_for_edit


@transaction.atomic
def mailing_audience_save(*, mailing: Mailing, words: list[str]) -> None:
    """Keep whom a mailing goes to; a second person's approval ends with it. Raises DomainError."""
    current = mailing_for_edit(mailing)
    audience_check(workshop=current.workshop, words=words)
    current.audience = words
    current.save(update_fields=["audience"])
