"""Every write of accounts: signing in by a code, its limits, addresses, ending sessions."""

from workshop.accounts.services.addresses import address_change, signed_in_freshly
from workshop.accounts.services.codes import (
    NEW_ADDRESS_MAIL,
    RESEND_AFTER,
    SIGN_IN_MAIL,
    CodeOverError,
    CodeWrongError,
    MailFailedError,
    account_for,
    code_awaited,
    code_confirm,
    code_redeem,
    code_send,
    resend_wait,
)
from workshop.accounts.services.limits import TooManyCodesError
from workshop.accounts.services.sessions import sessions_end

__all__ = [
    "NEW_ADDRESS_MAIL",
    "RESEND_AFTER",
    "SIGN_IN_MAIL",
    "CodeOverError",
    "CodeWrongError",
    "MailFailedError",
    "TooManyCodesError",
    "account_for",
    "address_change",
    "code_awaited",
    "code_confirm",
    "code_redeem",
    "code_send",
    "resend_wait",
    "sessions_end",
    "signed_in_freshly",
]
