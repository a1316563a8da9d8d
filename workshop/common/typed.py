"""What was typed when a session had ended: kept until the same person has signed in again.

A form carries a mark of its writer, which tells nothing to anybody else: a digest of the account
under a random number. Whoever signs in next in that browser is shown the text only if the mark is
theirs, so that a shared computer gives nobody's words to the next person.
"""

import secrets
import time

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

FIELD = "writer"
SLOT = "typed"
LIFE = 3600  # seconds
MOST = 100_000  # characters
# Never kept and never shown again.
LEFT_OUT = {
    FIELD,
    "csrfmiddlewaretoken",
    "key",
    "version",
    "act",
    "password",
    "code",
    "login",
    "email",
    "again",
}

# A mark is a number, the person's digest under it, and the seal by which we know it as ours.
NUMBER, DIGEST = 16, 64
Fields = dict[str, list[str]]


def writer_mark(user) -> str:
    """Return a fresh mark of a signed-in person, for a hidden field of their forms."""
    number = secrets.token_hex(NUMBER // 2)
    mark = number + _digest("person", number, user.pk)
    return mark + _digest("seal", mark)


def _is_ours(mark: str) -> bool:
    body = mark[: NUMBER + DIGEST]
    return constant_time_compare(mark[NUMBER + DIGEST :], _digest("seal", body))


def fields_of(request: HttpRequest) -> Fields:
    """Return what a person typed or chose in a form, without what is none of their words."""
    lists = request.POST.lists()
    filled = {name: values for name, values in lists if name not in LEFT_OUT and any(values)}
    return filled if sum(len(value) for each in filled.values() for value in each) <= MOST else {}


def typed_keep(request: HttpRequest, *, page: str) -> bool:
    """Keep the form of a request without a person, for the page at a path; say whether it is.

    Only a form that one of our pages gave to somebody signed in is kept.
    """
    mark, fields = request.POST.get(FIELD, ""), fields_of(request)
    if not fields or not _is_ours(mark):
        return False
    request.session[SLOT] = {"page": page, "writer": mark, "fields": fields, "at": time.time()}
    request.session.set_expiry(LIFE)
    return True


def typed_take(request: HttpRequest) -> Fields:
    """Return what the signed-in person typed for this page before, once; else nothing."""
    kept = request.session.get(SLOT)
    if not kept:
        return {}
    number, digest = kept["writer"][:NUMBER], kept["writer"][NUMBER : NUMBER + DIGEST]
    theirs = constant_time_compare(digest, _digest("person", number, request.user.pk))
    if not theirs or time.time() - kept["at"] > LIFE:
        del request.session[SLOT]
        return {}
    if kept["page"] != request.path:
        return {}
    del request.session[SLOT]
    return kept["fields"]


def typed_forget(request: HttpRequest) -> None:
    """Forget what was typed: its page is not where the person goes now."""
    request.session.pop(SLOT, None)


def typed_awaits(request: HttpRequest, *, page: str) -> bool:
    """Say whether something that was typed waits for this page."""
    return request.session.get(SLOT, {}).get("page") == page


def may_be_shown(request: HttpRequest) -> bool:
    """Say whether a form came from a page of ours, so that its words are the reader's own."""
    return _is_ours(request.POST.get(FIELD, ""))


def typed_initial(request: HttpRequest, *names: str) -> dict[str, str]:
    """Return the kept values of single fields, as a form takes them for its start."""
    typed = getattr(request, "typed", {})
    return {name: typed[name][0] for name in names if name in typed}


def _digest(*parts: object) -> str:
    value = ".".join(map(str, parts))
    return salted_hmac("workshop.common.typed", value, algorithm="sha256").hexdigest()
