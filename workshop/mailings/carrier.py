"""Carrying one message to the mail server, and understanding what came of it."""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.module_loading import import_string

from workshop.common.mail import SmtpBackend, WithdrawnError, WrittenMessage
from workshop.mailings.answers import provider_answer

logger = logging.getLogger(__name__)
MESSAGES_A_CONNECTION = 100
Message = EmailMessage | WrittenMessage


class Outcome(Enum):
    """What came of one message."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # for good: a 5xx about this message or this address
    DEFERRED = "deferred"  # not now: a 4xx
    UNREACHED = "unreached"  # the server could not be talked to, and got nothing
    UNCERTAIN = "uncertain"  # the text was on its way and no answer came
    WITHDRAWN = "withdrawn"  # our own fence said no, nothing was sent


@dataclass(frozen=True)
class Reply:
    """An outcome with the server's code (0 without one) and words."""

    outcome: Outcome
    code: int = 0
    words: str = ""

    @property
    def summary(self) -> str:
        """Return code and words for the ledger, without line breaks."""
        return " ".join(f"{self.code or ''} {self.words}".split())[:500]


class Carrier:
    """One connection, kept for up to a hundred messages and opened anew after any doubt."""

    def __init__(self) -> None:
        self._backend = None
        self._carried = 0
        self._was_kept = False

    @property
    def takes_written(self) -> bool:
        """Say whether messages may come as bytes: over SMTP, not through a provider or a folder."""
        return issubclass(import_string(settings.EMAIL_BACKEND), SmtpBackend)

    def carry(self, message: Message, fence: Callable[[], bool]) -> Reply:
        """Send one message; `fence` is asked as late as possible. Never raises for a bad server."""
        asked = _Remembered(fence)
        reply = self._carry(message, asked)
        # A server may have ended the connection that we kept: that says nothing about it.
        if reply.outcome is Outcome.UNREACHED and self._was_kept:
            reply = self._carry(message, asked)
        return reply

    def close(self, *, politely: bool = True) -> None:
        """End the connection, with QUIT or by hanging up."""
        backend, self._backend, self._carried = self._backend, None, 0
        if backend is None:
            return
        if not politely and isinstance(backend, SmtpBackend):
            backend.drop()
            return
        try:
            backend.close()
        except (smtplib.SMTPException, OSError) as error:
            logger.info("The mail server did not say goodbye: %s", type(error).__name__)

    def _carry(self, message: Message, fence: "_Remembered") -> Reply:
        try:
            self._send(message, fence)
        except WithdrawnError:
            self.close(politely=False)
            return Reply(Outcome.WITHDRAWN)
        except smtplib.SMTPDataError as error:
            return _answered(error.smtp_code, error.smtp_error, after_text=fence.passed)
        except smtplib.SMTPRecipientsRefused as error:
            return _answered(*next(iter(error.recipients.values())), after_text=False)
        except AnymailError as error:
            outcome, code, words = provider_answer(error)
            return Reply(Outcome(outcome), code, words)
        except (smtplib.SMTPException, OSError) as error:
            self.close(politely=False)
            outcome = Outcome.UNCERTAIN if fence.passed else Outcome.UNREACHED
            return Reply(outcome, getattr(error, "smtp_code", 0), _words_of(error))
        except ValueError as error:
            # A header or address that cannot be written: this row is bad, not the server.
            outcome = Outcome.UNCERTAIN if fence.passed else Outcome.REFUSED
            return Reply(outcome, 0, _words_of(error))
        except BaseException:
            # The fence itself failed: the server waits for a text that must not come.
            self.close(politely=False)
            raise
        return Reply(Outcome.ACCEPTED, 250)

    def _send(self, message: Message, fence: "_Remembered") -> None:
        backend = self._open()
        if isinstance(backend, SmtpBackend):
            backend.deliver(message, fence)
            return
        message.message()  # what cannot be written is found before the fence
        if not fence():
            raise WithdrawnError
        backend.send_messages([message])

    def _open(self):
        worn = self._carried >= MESSAGES_A_CONNECTION
        if worn or (isinstance(self._backend, SmtpBackend) and not self._backend.is_usable):
            self.close()
        self._was_kept = self._backend is not None
        if self._backend is None:
            backend = get_connection()
            backend.open()
            self._backend = backend
        self._carried += 1
        return self._backend


class _Remembered:
    """A fence that knows whether it let a message through."""

    def __init__(self, fence: Callable[[], bool]) -> None:
        self._fence = fence
        self.passed = False

    def __call__(self) -> bool:
        self.passed = self._fence()
        return self.passed


def _answered(code: int, words: bytes | str, *, after_text: bool) -> Reply:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    if 200 <= code < 300 and after_text:
        return Reply(Outcome.ACCEPTED, code, text)
    if 500 <= code < 600:
        return Reply(Outcome.REFUSED, code, text)
    # An answer that is no answer leaves open what became of the text.
    unclear = after_text and not 400 <= code < 500
    return Reply(Outcome.UNCERTAIN if unclear else Outcome.DEFERRED, code, text)


def _words_of(error: Exception) -> str:
    words = getattr(error, "smtp_error", b"") or str(error)
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return f"{type(error).__name__}: {text}"
