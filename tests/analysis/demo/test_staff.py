"""Accounts for those who try the demo: one a role, with a second factor, never in production."""

import io

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.management import CommandError, call_command

from analysis.demo.staff import demo_password, demo_totp_secret, staff_accounts_create, staff_lines
from workshop.accounts.models import User

ROLES = ["facilitator", "analyst", "steering group", "operator"]


def lines() -> list[str]:
    out = io.StringIO()
    call_command("demo_accounts", stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db
def test_there_is_one_account_a_role(settings):
    settings.DEBUG = True

    staff_accounts_create()

    assert [line.split()[:2] for line in lines()] == [
        ["facilitator", "facilitator@demo.invalid"],
        ["analyst", "analyst@demo.invalid"],
        ["steering-group", "steering-group@demo.invalid"],
        ["operator", "operator@demo.invalid"],
    ]
    groups = User.objects.order_by("pk").values_list("groups__name", "is_staff", "is_superuser")
    assert list(groups) == [(role, True, False) for role in ROLES]


@pytest.mark.django_db
def test_password_and_second_factor_are_as_printed(settings, client):
    staff_accounts_create()
    user = User.objects.get(email="analyst@demo.invalid")
    _, _, password, secret = list(staff_lines())[1].split()

    assert user.check_password(password)
    authenticator = TOTP(Authenticator.objects.get(user=user))
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert authenticator.validate_code(code)


@pytest.mark.django_db
def test_a_second_time_changes_nothing(settings):
    staff_accounts_create()
    before = list(User.objects.order_by("pk").values_list("email", "password"))

    staff_accounts_create()

    assert list(User.objects.order_by("pk").values_list("email", "password")) == before


def test_secrets_differ_by_role_and_by_installation(settings):
    first = [demo_password("analyst"), demo_totp_secret("analyst")]
    second = [demo_password("operator"), demo_totp_secret("operator")]
    settings.SECRET_KEY = "another installation"

    assert len({*first, *second, demo_password("analyst"), demo_totp_secret("analyst")}) == 6


@pytest.mark.django_db
def test_nothing_is_printed_in_production(settings):
    staff_accounts_create()
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG=1"):
        lines()
