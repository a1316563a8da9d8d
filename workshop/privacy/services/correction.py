"""Correcting one's address, wherever it is kept."""

from django.db import transaction
from django.http import HttpRequest

from workshop.accounts.addresses import address_key
from workshop.accounts.services import address_change
from workshop.mailings.services import deliveries_readdress
from workshop.models import Participant, Preregistration
from workshop.services import preregistrations_erase


@transaction.atomic
def own_address_change(*, request: HttpRequest, email: str, title: str) -> None:
    """Give a person's account another address, and what they left before an opening as well.

    Raises DomainError where another account has the address, or it could not be told of it.
    """
    before = address_change(request=request, email=email, title=title)
    people = Participant.objects.filter(user_id=request.user.pk)
    deliveries_readdress(participants=people, email=email)
    for early in Preregistration.objects.filter(email_key=address_key(before)):
        rows = Preregistration.objects.filter(workshop=early.workshop_id)
        if rows.filter(email_key=address_key(email)).exclude(pk=early.pk).exists():
            preregistrations_erase(preregistrations=rows.filter(pk=early.pk))
        else:
            early.email = email
            early.save()
