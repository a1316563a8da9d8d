"""Accounts for those who try the demo: known to whoever runs it, and only with DEBUG=1.

Passwords and secrets are not kept anywhere: they follow from the secret of the installation, so
that they can be printed again.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from workshop.accounts.models import User
from workshop.accounts.roles import roles_ensure
from workshop.common.errors import DomainError
from workshop.enums import Role

DOMAIN = "demo.invalid"


def demo_require_debug() -> None:
    """Refuse (DomainError) outside a development process: these accounts are known to everybody."""
    if not settings.DEBUG:
        raise DomainError("The demo has accounts that anybody may know: it needs DEBUG=1.")


@transaction.atomic
def staff_accounts_create() -> None:
    """Make one account per role with password and second factor; what is there stays."""
    roles_ensure()
    for role in Role.values:
        address = staff_address(role)
        if User.objects.filter(email=address).exists():
            continue
        user = User.objects.create_user(address, demo_password(role), is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
        TOTP.activate(user, demo_totp_secret(role))


def staff_lines() -> Iterator[str]:
    """Yield `role address password totp-secret` for each role that has its account."""
    there = set(User.objects.filter(is_staff=True).values_list("email", flat=True))
    for role in Role.values:
        if (address := staff_address(role)) in there:
            name = role.replace(" ", "-")
            yield f"{name} {address} {demo_password(role)} {demo_totp_secret(role)}"


def staff_address(role: str) -> str:
    """Return the address of a role's account."""
    return f"{role.replace(' ', '-')}@{DOMAIN}"


def demo_password(role: str) -> str:
    """Return the role's password: four groups of five letters and digits."""
    letters = base64.b32encode(_derived("password", role)).decode().lower()
    return "-".join(letters[n : n + 5] for n in range(0, 20, 5))


def demo_totp_secret(role: str) -> str:
    """Return the role's secret for an authenticator app, in base 32."""
    return base64.b32encode(_derived("totp", role)[:20]).decode()


def _derived(purpose: str, role: str) -> bytes:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"demo {purpose} {role}".encode(), hashlib.sha256).digest()
