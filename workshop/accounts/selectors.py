"""Reads of accounts."""

from datetime import datetime, timedelta

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.conf import settings
from django.contrib.sessions.models import Session

from workshop.accounts.addresses import address_key
from workshop.accounts.stages import CodeStage


def _awaited(session: Session) -> dict:
    """Return what a session says of the code it awaits, or an empty dictionary."""
    login = session.get_decoded().get(LOGIN_SESSION_KEY) or {}
    stages = login.get("state", {}).get("stages", {})
    return stages.get(CodeStage.key, {}).get("data", {})


def current_code(*, address: str, now: datetime) -> str | None:
    """Return the newest code that an address was sent and that still works; for demos alone.

    It reads every session: a machine with many would take long.
    """
    oldest = (now - timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)).timestamp()
    key, found = address_key(address), []
    for session in Session.objects.filter(expire_date__gt=now).iterator():
        awaited = _awaited(session)
        if awaited and address_key(awaited["email"]) == key and awaited["at"] >= oldest:
            found.append((awaited["at"], awaited["code"]))
    return max(found)[1] if found else None
