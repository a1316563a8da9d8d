"""A real mail server, and mailings to send through it."""

import pytest

from tests.smtp import smtp_server


@pytest.fixture
def smtp(settings):
    """A mail server that mail really goes to, over a socket."""
    with smtp_server() as witness:
        settings.EMAIL_BACKEND = "workshop.common.mail.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = witness.host, witness.port
        yield witness
