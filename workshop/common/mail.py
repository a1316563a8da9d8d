"""The ways mail leaves us: over SMTP with a fence, or into a folder for the demo."""

import re
import smtplib
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

LINE_BEGINS_WITH_DOT = re.compile(rb"(?m)^\.")


class WithdrawnError(Exception):
    """The fence said no: not a byte of the message has left."""


class _Fenced:
    """An SMTP client that asks once more before the first byte of a message leaves.

    The server has accepted sender and recipient by then, so what is left undecided if we die
    after the fence is only whether the text itself arrived.
    """

    fence: Callable[[], bool] | None = None

    def data(self, msg: bytes) -> tuple[int, bytes]:
        """Send one message (bytes with CRLF); return the reply. Raises WithdrawnError."""
        code, words = self.docmd("DATA")
        if code != 354:
            return code, words
        if self.fence and not self.fence():
            # After 354 the only way out is to hang up.
            self.close()
            raise WithdrawnError
        body = LINE_BEGINS_WITH_DOT.sub(b"..", msg)
        end = b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n"
        self.send(body + end)
        return self.getreply()


class FencedSmtp(_Fenced, smtplib.SMTP):
    """The client over plain TCP or STARTTLS."""


class FencedSmtpSsl(_Fenced, smtplib.SMTP_SSL):
    """The client over TLS from the first byte."""


class SmtpBackend(EmailBackend):
    """Django's SMTP backend, with `deliver` for senders that must not send twice."""

    @property
    def connection_class(self) -> type:
        """Return the client to connect with."""
        return FencedSmtpSsl if self.use_ssl else FencedSmtp

    def deliver(self, message: EmailMessage, fence: Callable[[], bool]) -> None:
        """Send one message over the open connection; `fence` runs between 354 and the text.

        Raises WithdrawnError if the fence says no, otherwise what smtplib raises.
        """
        if not message.recipients():
            raise ValueError("The message has no recipient.")
        self.connection.fence = fence
        # A message of a mailing brings its bytes along.
        wire = getattr(message, "wire", None)
        try:
            if wire:
                sender = parseaddr(message.from_email)[1]
                self.connection.sendmail(sender, message.to, wire)
            else:
                self._send(message)
        finally:
            self.connection.fence = None

    @property
    def is_usable(self) -> bool:
        """Say whether the connection is open and may carry another message."""
        return self.connection is not None and self.connection.sock is not None

    def drop(self) -> None:
        """Hang up without a word, whatever state the conversation is in."""
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()


class EmlBackend(BaseEmailBackend):
    """Delivers each message as a file whose name sorts by time; a reader never sees half of one."""

    def send_messages(self, email_messages) -> int:
        """Write the messages; return how many."""
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{uuid.uuid4().hex[:8]}"
            aside = folder / f".{name}.part"
            aside.write_bytes(message.message().as_bytes(linesep="\r\n"))
            aside.rename(folder / f"{name}.eml")
        return len(email_messages)
