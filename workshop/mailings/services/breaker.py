"""The circuit breaker: what mail servers refuse, or none answers, waits for a person."""

from django.db.models import F

from workshop.mailings.carrier import Outcome, Reply
from workshop.mailings.enums import MailingState
from workshop.mailings.models import Delivery, Mailing

# So many messages in a row without an answer: the server is down, and a person should know.
TROUBLE_LIMIT = 20
# More refusals for good among the last messages than this, and something is wrong with all.
LOOKED_AT = 200
REFUSED_AT_MOST = LOOKED_AT // 20
UNANSWERED = f"The mail server did not answer {TROUBLE_LIMIT} times in a row."
REFUSED = (
    f"More than 5 % of the last {LOOKED_AT} messages were refused for good. "
    "Look at the reasons before it goes on: the rest would be refused too, "
    "and mail servers would trust us less."
)


def mailing_watch(*, mailing: Mailing, reply: Reply) -> None:
    """Take in how a message fared, and pause its mailing where too many fare badly.

    `mailing` is the row as the sender last read it; where all goes well it costs no statement.
    """
    if reply.outcome in (Outcome.UNREACHED, Outcome.UNCERTAIN):
        rows = Mailing.objects.filter(pk=mailing.pk)
        rows.update(trouble=F("trouble") + 1)
        mailing.trouble += 1
        _pause(mailing, UNANSWERED, trouble__gte=TROUBLE_LIMIT)
        return
    if mailing.trouble:
        Mailing.objects.filter(pk=mailing.pk).update(trouble=0)
        mailing.trouble = 0
    if reply.outcome is Outcome.REFUSED and _refusals(mailing) > REFUSED_AT_MOST:
        _pause(mailing, REFUSED)


def _refusals(mailing: Mailing) -> int:
    """Return how many of the last messages, since it last began or went on, were refused."""
    since = mailing.watched_from or mailing.started_at
    settled = Delivery.objects.filter(mailing=mailing, settled_at__gte=since)
    codes = settled.order_by("-settled_at", "-pk").values_list("code", flat=True)[:LOOKED_AT]
    return sum(500 <= code < 600 for code in codes)


def _pause(mailing: Mailing, reason: str, **when) -> None:
    running = Mailing.objects.filter(pk=mailing.pk, state=MailingState.SENDING, **when)
    if running.update(state=MailingState.PAUSED, reason=reason):
        mailing.state = MailingState.PAUSED
