"""What several tests do to sign in."""

import re

from django.test import Client
from kombu.exceptions import OperationalError

# What differs between two renderings of one page.
TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")
CODE = re.compile(r"\b(\d{4} \d{4})\b")


def last_code(mailoutbox) -> str:
    """The code in the newest message, as it is shown."""
    return CODE.search(mailoutbox[-1].body).group(1)


def ask_code(client: Client, slug: str, email: str, query: str = "", **headers):
    return client.post(f"/w/{slug}/join/{query}", {"email": email}, **headers)


def type_code(client: Client, slug: str, code: str, query: str = ""):
    return client.post(f"/w/{slug}/join/code/{query}", {"code": code})


def let_time_pass(client: Client, seconds: int) -> None:
    """Make the code that a browser awaits so much older."""
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= seconds
    session.save()


def sign_in(client: Client, slug: str, email: str, mailoutbox, query: str = ""):
    ask_code(client, slug, email, query)
    return type_code(client, slug, last_code(mailoutbox), query)


def without_broker(monkeypatch) -> None:
    """Let every attempt to wake the worker of codes fail, as it does while the broker is away."""

    def refuse(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("workshop.accounts.tasks.message_send.apply_async", refuse)
