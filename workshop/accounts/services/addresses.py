"""Changing the address of an account."""

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from workshop.accounts.models import User
from workshop.accounts.networks import network_of
from workshop.accounts.services.limits import network_remember
from workshop.accounts.services.outbox import NOTICE_LASTS, outbox_put, outbox_wake
from workshop.common.errors import DomainError

# A change of address is for somebody who has just shown that they are the person.
FRESH = timedelta(hours=1)
TAKEN = (
    "There is another account with this address. Sign in with it to see what it holds; "
    "you can erase one of the two."
)


def signed_in_freshly(*, user: User, now: datetime) -> bool:
    """Say whether a person signed in within the last hour."""
    return user.last_login is not None and now - user.last_login < FRESH


def address_change(*, request: HttpRequest, email: str, title: str) -> str:
    """Give the signed-in person's account a proven address; return the one it had.

    The old address is told. Raises DomainError where another account has the new one.
    """
    with transaction.atomic():
        before = _address_change(request=request, email=email)
        words = {"title": title}
        message = get_adapter().render_mail("account/email/address_changed", before, words)
        row = outbox_put(message=message, lasts=NOTICE_LASTS)
    outbox_wake(row=row)
    return before


def _address_change(*, request: HttpRequest, email: str) -> str:
    user = User.objects.select_for_update().get(pk=request.user.pk)
    if user.is_staff:
        raise DomainError("This is an account of the staff. The operator changes its address.")
    before, user.email = user.email, User.objects.normalize_email(email)
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError:
        raise DomainError(TAKEN) from None
    # The networks that are known are hashed with the old address.
    user.known_networks.all().delete()
    network_remember(user=user, network=network_of(request), now=timezone.now())
    return before
