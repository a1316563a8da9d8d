"""Signing in by a code, and the account that comes with it."""

import logging
import math
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.core.internal.cryptokit import compare_user_code
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from workshop.accounts.addresses import address_key
from workshop.accounts.models import CodeRequest, User
from workshop.accounts.stages import CodeStage
from workshop.common.errors import DomainError

logger = logging.getLogger(__name__)

GUESSES = 3
# How many codes one address may ask for, in how long.
LIMITS = [(3, timedelta(minutes=1)), (10, timedelta(hours=1)), (20, timedelta(days=1))]
LONGEST = LIMITS[-1][1]


class TooManyCodesError(DomainError):
    """The address has asked for as many codes as we send; `retry_after` in seconds."""

    def __init__(self, retry_after: int) -> None:
        minutes = math.ceil(retry_after / 60)
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(f"You have asked for several codes. Use the newest, or wait {wait}.")
        self.retry_after = retry_after


class MailFailedError(DomainError):
    """The mail server did not take the message."""


class CodeWrongError(DomainError):
    """The digits are not those we sent; there are guesses left."""


class CodeOverError(DomainError):
    """No code is awaited any more: it ran out, was used, or was guessed too often."""


def account_for(*, email: str) -> User:
    """Return the one account of an address, made if it was missing (however it is spelled)."""
    values = {"email": User.objects.normalize_email(email), "password": make_password(None)}
    user, _ = User.objects.get_or_create(email_key=address_key(email), defaults=values)
    return user


def code_send(*, request: HttpRequest, email: str, title: str, now: datetime | None = None) -> None:
    """Send a code to an address, known or not, and await it in this session alone.

    The account is made only when the code comes back. Raises TooManyCodesError, MailFailedError.
    """
    asked = _code_request_create(email=email, now=now or timezone.now())
    login = Login(email=email, state={"stages": {"current": CodeStage.key}})
    stage = CodeStage(LoginStageController(request, login), request, login)
    stage.state.update(LoginCodeVerificationProcess.initial_state(user=None, email=email))
    stage.state["request"] = str(asked.pk)
    process = LoginCodeVerificationProcess(stage=stage)
    _code_mail(email=email, code=process.generate_code(), title=title)
    process.persist()


def _code_request_create(*, email: str, now: datetime) -> CodeRequest:
    """Count a request for a code; raises TooManyCodesError. Rows of yesterday go."""
    CodeRequest.objects.filter(asked_at__lt=now - LONGEST).delete()
    address_hash = salted_hmac("code request", address_key(email), algorithm="sha256").hexdigest()
    rows = CodeRequest.objects.filter(address_hash=address_hash, asked_at__gt=now - LONGEST)
    asked = list(rows.order_by("-asked_at").values_list("asked_at", flat=True)[: LIMITS[-1][0]])
    waits = [asked[n - 1] + span - now for n, span in LIMITS if len(asked) >= n]
    if waits and max(waits) > timedelta(0):
        raise TooManyCodesError(math.ceil(max(waits).total_seconds()))
    return CodeRequest.objects.create(address_hash=address_hash, asked_at=now)


def _code_mail(*, email: str, code: str, title: str) -> None:
    """Send the code to the address the account has; staff are told where they sign in."""
    user = User.objects.filter(email_key=address_key(email)).first()
    context = {
        "title": title,
        "code": f"{code[:4]} {code[4:]}",
        "staff_url": settings.SITE_URL + reverse("account_login"),
    }
    name = "staff_sign_in" if user and user.is_staff else "login_code"
    adapter = get_adapter()
    message = adapter.render_mail(f"account/email/{name}", user.email if user else email, context)
    try:
        message.send()
    except OSError as error:  # smtplib's errors are OSErrors too
        logger.warning("a sign-in code could not be sent: %s", type(error).__name__)
        raise MailFailedError("We cannot send e-mail just now.") from None


def code_awaited(request: HttpRequest) -> LoginCodeVerificationProcess | None:
    """Return what awaits a code in this session, or None if nothing does any more."""
    stage = LoginStageController.enter(request, CodeStage.key)
    return LoginCodeVerificationProcess.resume(stage) if stage else None


def code_confirm(
    *, request: HttpRequest, code: str, redirect_url: str, newcomers: bool
) -> HttpResponse:
    """Sign in with the digits of the code; the answer leads to `redirect_url`.

    Without `newcomers` an address that has no account gets none. Raises CodeWrongError with
    guesses left, CodeOverError when a new code is needed, DomainError for staff and newcomers.
    """
    process = code_awaited(request)
    if process is None:
        raise CodeOverError("That code has run out. Ask for a new one.")
    rows = CodeRequest.objects.filter(pk=process.state["request"], spent=False)
    # Counted before it is compared, in one statement: many tries at once are no more than three.
    if not rows.filter(guesses__lt=GUESSES).update(guesses=F("guesses") + 1):
        process.abort()
        raise CodeOverError("That code was tried too often. Ask for a new one.")
    if not compare_user_code(actual=code, expected=process.code):
        _wrong_guess(process, last=not rows.filter(guesses__lt=GUESSES).exists())
    if not rows.update(spent=True):
        raise CodeOverError("That code has been used. Ask for a new one.")
    email = process.state["email"]
    process.abort()
    return _sign_in(request, email, redirect_url, newcomers)


def _wrong_guess(process: LoginCodeVerificationProcess, *, last: bool) -> None:
    if not last:
        raise CodeWrongError("That is not the code we sent. Look at the newest e-mail from us.")
    process.abort()
    raise CodeOverError(f"That was not the code, {GUESSES} times over. Ask for a new one.")


def _sign_in(request: HttpRequest, email: str, redirect_url: str, newcomers: bool) -> HttpResponse:
    known = User.objects.filter(email_key=address_key(email)).first()
    if known is None and not newcomers:
        raise DomainError("Nobody has joined with this address, and nobody can join any more.")
    user = known or account_for(email=email)
    if user.is_staff:
        raise DomainError("Staff sign in with a password and a second factor.")
    record_authentication(request, user, method="code", email=user.email)
    return perform_login(request, Login(user=user, email=user.email, redirect_url=redirect_url))
