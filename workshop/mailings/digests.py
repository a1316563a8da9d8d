"""What one person's summary of the conversation says: of a morning, since the one before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from workshop.enums import EmailChoice
from workshop.mailings.enums import DeliveryState, MailingKind
from workshop.mailings.models import Delivery
from workshop.mailings.selectors.summaries import morning_of
from workshop.mailings.tokens import stop_url
from workshop.models import Participant

DAYS = {EmailChoice.REPLIES: 1, EmailChoice.DAILY: 1, EmailChoice.WEEKLY: 7}


@dataclass(frozen=True)
class Summary:
    """The words of one person's summary, before styles are written into the tags."""

    subject: str
    text: str
    html: str


def summary_for(delivery: Delivery) -> Summary | None:
    """Return what a delivery of a summary says; None where nothing is new or it is not wanted.

    Each summary tells of what came up to its morning since the morning of the one that was sent
    before, however late either left, so that nothing is told twice and nothing is left out.
    """
    people = Participant.objects.select_related("workshop")
    # As the person is now: they may have chosen otherwise since a sender claimed the row.
    participant = people.filter(pk=delivery.participant_id, user__isnull=False).first()
    since = participant and _since(delivery, participant)
    if since is None:
        return None
    digest_for = import_string(settings.MAIL_DIGEST)
    digest = digest_for(participant=participant, since=since, now=delivery.mailing.send_at)
    if digest is None:
        return None
    stop = stop_url(delivery)
    return Summary(digest.subject, digest.as_text(stop_url=stop), digest.as_html(stop_url=stop))


def _since(delivery: Delivery, participant: Participant) -> datetime | None:
    """Return from when on it tells; None for who had one on this day, or wants none."""
    days = DAYS.get(EmailChoice(participant.email_choice))
    if days is None:
        return None
    zone, morning = participant.workshop.zone, delivery.mailing.send_at
    sent = Delivery.objects.filter(
        participant=participant, mailing__kind=MailingKind.DIGEST, state=DeliveryState.SENT
    )
    moments = sent.order_by("-mailing__send_at").values_list("mailing__send_at", "sent_at")
    last = moments.exclude(pk=delivery.pk).first()
    today = morning.astimezone(zone).date()
    if last is None:
        return morning_of(participant.workshop, today - timedelta(days=days))
    before, left_at = last
    had_today = left_at and left_at.astimezone(zone).date() >= today
    return None if had_today else before
