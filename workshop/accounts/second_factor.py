"""Staff enter their pages with a password and a second factor, or not at all."""

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url


def has_second_factor(request: HttpRequest) -> bool:
    """Say whether this session was opened, or confirmed since, with a second factor."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def is_staff_session(request: HttpRequest) -> bool:
    """Say whether an active member of staff asks, in a session with a second factor."""
    user = request.user
    return user.is_active and user.is_staff and has_second_factor(request)


def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Refuse (403) a staff member without a second factor, with the way to one."""
    enrolled = request.user.authenticator_set.filter(type="totp").exists()
    step = "mfa_reauthenticate" if enrolled else "mfa_activate_totp"
    context = {"enrolled": enrolled, "step": resolve_url(step)}
    return render(request, "account/second_factor_needed.html", context, status=403)
