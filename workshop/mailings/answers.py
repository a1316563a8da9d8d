"""What a provider's answer to a message means, where it carries our mail by its own protocol."""

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from requests import ConnectTimeout
from urllib3.exceptions import NewConnectionError

# The codes of SMTP that say the same, which is what the ledger and its watchers know.
REFUSED, BUSY = 550, 421
OUR_FAULT = (401, 403)


def provider_answer(error: AnymailError) -> tuple[str, int, str]:
    """Return the outcome (a value of `Outcome`), a code of SMTP, and words without an address."""
    status = getattr(error, "status_code", None)
    name = error.esp_name or "The provider"
    if isinstance(error, AnymailRecipientsRefused | ValueError | TypeError) and status is None:
        return "refused", REFUSED, f"{name} does not take this address or message."
    if status is None:
        nothing_left = isinstance(error, ConnectTimeout) or _never_connected(error)
        return "unreached" if nothing_left else "uncertain", 0, f"{name} did not answer."
    words = f"{name} answered {status}."
    if status in OUR_FAULT:
        # About us, so the next message would fare no better.
        return "unreached", 0, words
    if status == 429:
        return "deferred", BUSY, words
    if 400 <= status < 500:
        return "refused", REFUSED, words
    return "uncertain", 0, words


def _never_connected(error: BaseException | None) -> bool:
    """Say whether nobody took the call: then not a byte of the message has left."""
    while error is not None:
        first = error.args[0] if error.args else None
        reason = getattr(first, "reason", None)
        if isinstance(reason, NewConnectionError) or isinstance(first, NewConnectionError):
            return True
        error = error.__cause__
    return False
