"""Codes by e-mail: sending one, judging what is typed, and signing in with it."""

import time
from collections.abc import Sequence
from datetime import datetime

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

from workshop.accounts.addresses import address_key
from workshop.accounts.models import CodeRequest, User
from workshop.accounts.networks import network_of
from workshop.accounts.services.limits import GUESSES, code_request_create, network_remember
from workshop.accounts.services.outbox import (
    CODE_LASTS,
    outbox_put,
    outbox_wake,
    outbox_withdraw,
)
from workshop.accounts.stages import CodeStage
from workshop.common.errors import DomainError

# Seconds after which a new code may be asked for in the same browser.
RESEND_AFTER = 30
# Seconds that a browser's session lives which only awaits a code.
AWAITING_AGE = 3600
SIGN_IN_MAIL = "login_code"
NEW_ADDRESS_MAIL = "new_address_code"
RUN_OUT = "That code has run out. Ask for a new one."


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


def code_send(
    *,
    request: HttpRequest,
    email: str,
    words: dict[str, str],
    mail: str = SIGN_IN_MAIL,
    now: datetime | None = None,
) -> None:
    """Send a code to an address, known or not, and await it in this session alone.

    `mail` names the message and `words` what it says (the workshop's title at least). No account
    is made before the code comes back. Raises TooManyCodesError, MailFailedError.
    """
    now = now or timezone.now()
    asked = code_request_create(email=email, network=network_of(request), now=now)
    login = Login(email=email, state={"stages": {"current": CodeStage.key}})
    stage = CodeStage(LoginStageController(request, login), request, login)
    stage.state.update(LoginCodeVerificationProcess.initial_state(user=None, email=email))
    stage.state |= {"request": str(asked.pk), "mail": mail}
    process = LoginCodeVerificationProcess(stage=stage)
    _code_mail(email=email, code=process.generate_code(), words=words, mail=mail)
    process.persist()
    if not request.user.is_authenticated:
        request.session.set_expiry(AWAITING_AGE)


def _code_mail(*, email: str, code: str, words: dict[str, str], mail: str) -> None:
    """Send the code to the address the account has; staff are told where they sign in."""
    user = User.objects.filter(email_key=address_key(email)).first()
    context = {"code": f"{code[:4]} {code[4:]}"} | words
    if mail == SIGN_IN_MAIL and user and user.is_staff:
        mail = "staff_sign_in"
        context["staff_url"] = settings.SITE_URL + reverse("account_login")
    # A new address has to be proven as it was typed.
    known = user.email if user and mail != NEW_ADDRESS_MAIL else email
    mail_send(mail=mail, to=known, words=context)


def mail_send(*, mail: str, to: str, words: dict[str, str]) -> None:
    """Give a code to the worker of codes; raises MailFailedError where nobody can send it."""
    message = get_adapter().render_mail(f"account/email/{mail}", to, words)
    row = outbox_put(message=message, lasts=CODE_LASTS)
    if not outbox_wake(row=row):
        # The page says that nothing was sent, so nothing may come later.
        outbox_withdraw(row=row)
        raise MailFailedError("We cannot send e-mail just now.")


def code_awaited(
    request: HttpRequest, mails: Sequence[str] = (SIGN_IN_MAIL,)
) -> LoginCodeVerificationProcess | None:
    """Return what awaits a code of one of these messages in this session, or None."""
    stage = LoginStageController.enter(request, CodeStage.key)
    process = LoginCodeVerificationProcess.resume(stage) if stage else None
    return process if process and process.state.get("mail") in mails else None


def resend_wait(awaited: LoginCodeVerificationProcess) -> int:
    """Return the seconds until this browser may ask for another code, 0 if it may now."""
    # Not more than the whole wait, should the machine's clock have been set back.
    left = RESEND_AFTER - (time.time() - awaited.state["at"])
    return max(0, min(RESEND_AFTER, round(left)))


def code_redeem(*, request: HttpRequest, code: str, mails: Sequence[str] = (SIGN_IN_MAIL,)) -> str:
    """Use up the code of one of these messages that this session awaits; return its address.

    Raises CodeWrongError with guesses left, CodeOverError when a new code is needed.
    """
    process = code_awaited(request, mails)
    if process is None:
        raise CodeOverError(RUN_OUT)
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
    return email


def _wrong_guess(process: LoginCodeVerificationProcess, *, last: bool) -> None:
    if not last:
        raise CodeWrongError("That is not the code we sent. Look at the newest e-mail from us.")
    process.abort()
    raise CodeOverError(
        f"That was not the code, and it was try {GUESSES} of {GUESSES}. Ask for a new one."
    )


def code_confirm(
    *,
    request: HttpRequest,
    code: str,
    redirect_url: str,
    newcomers: bool,
    mails: Sequence[str] = (SIGN_IN_MAIL,),
) -> HttpResponse:
    """Sign in with the digits of the code; the answer leads to `redirect_url`.

    Without `newcomers` an address that has no account gets none. Raises as code_redeem does, and
    DomainError for staff and newcomers.
    """
    email = code_redeem(request=request, code=code, mails=mails)
    known = User.objects.filter(email_key=address_key(email)).first()
    if known is None and not newcomers:
        raise DomainError("Nobody has joined with this address, and nobody can join any more.")
    user = known or account_for(email=email)
    if user.is_staff:
        raise DomainError("Staff sign in with a password and a second factor.")
    network_remember(user=user, network=network_of(request), now=timezone.now())
    # Without the address: a session outlives an erased account.
    record_authentication(request, user, method="code")
    return perform_login(request, Login(user=user, email=user.email, redirect_url=redirect_url))
