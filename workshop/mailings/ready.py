"""The ready-made plan: six mailings whose times and words follow from a workshop's dates.

Pure: a workshop's dates go in, times and texts come out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from workshop.mailings.enums import Audience, MailingKind
from workshop.models import Workshop

DAY = timedelta(days=1)
TWO_DAYS = 2 * DAY
# A report takes about so long to write.
REPORT_AFTER = 28 * DAY
# In the morning of a working day most people read their mail.
MORNING, BY_DAY, AFTERNOON, BY_NIGHT = time(10), time(8), time(17), time(18)
SATURDAY, SUNDAY = 5, 6
INVITATION_KEY = "invitation"
ANONYMOUS = "Nobody sees who wrote or voted what: people read your words, never your name."


@dataclass(frozen=True)
class Ready:
    """One mailing of the ready-made plan."""

    key: str
    title: str
    kind: MailingKind
    audience: tuple[Audience, ...]
    # When it goes, by the dates; None where the workshop is too short for it.
    when: Callable[[Workshop], datetime | None]
    # The same in words.
    rule: str
    subject: str
    preheader: str
    body: str


def _opening(workshop: Workshop) -> datetime:
    return workshop.opens_at


def _reminder(part: int) -> Callable[[Workshop], datetime | None]:
    """Return the rule of a reminder after so many thirds of the time."""

    def when(workshop: Workshop) -> datetime | None:
        length = workshop.closes_at - workshop.opens_at
        day = (workshop.opens_at + length * part / 3).astimezone(workshop.zone)
        moment = _working_morning(day)
        first, last = workshop.opens_at + DAY, workshop.closes_at - TWO_DAYS - DAY
        return moment if first <= moment <= last else None

    return when


def _two_days_to_go(workshop: Workshop) -> datetime | None:
    moment = _by_day_before((workshop.closes_at - TWO_DAYS).astimezone(workshop.zone))
    return moment if workshop.opens_at + TWO_DAYS <= moment else None


def _closing(workshop: Workshop) -> datetime:
    return _by_day(workshop.closes_at.astimezone(workshop.zone))


def _report(workshop: Workshop) -> datetime:
    return _working_morning((workshop.closes_at + REPORT_AFTER).astimezone(workshop.zone))


def _working_morning(local: datetime) -> datetime:
    """Return ten in the morning of a day; Saturday gives way to Friday, Sunday to Monday."""
    shift = {SATURDAY: -DAY, SUNDAY: DAY}.get(local.weekday(), timedelta(0))
    return datetime.combine(local.date() + shift, MORNING, tzinfo=local.tzinfo)


def _by_day(local: datetime) -> datetime:
    """Return a moment as it is by day; what falls into a night waits for the morning."""
    if BY_DAY <= local.time() < BY_NIGHT:
        return local
    day = local.date() + (DAY if local.time() >= BY_NIGHT else timedelta(0))
    return datetime.combine(day, BY_DAY, tzinfo=local.tzinfo)


def _by_day_before(local: datetime) -> datetime:
    """Return a moment as it is by day; for what falls into a night, the afternoon before it."""
    if BY_DAY <= local.time() < BY_NIGHT:
        return local
    day = local.date() - (DAY if local.time() < BY_DAY else timedelta(0))
    return datetime.combine(day, AFTERNOON, tzinfo=local.tzinfo)


WAITING = (Audience.PREREGISTERED, Audience.UNFINISHED)
READY: dict[str, Ready] = {
    ready.key: ready
    for ready in (
        Ready(
            key=INVITATION_KEY,
            title="Invitation",
            kind=MailingKind.INVITATION,
            audience=(Audience.PREREGISTERED,),
            when=_opening,
            rule="at the opening",
            subject="{title} is open",
            preheader="You asked to hear from us. Join in a few minutes.",
            body="You left your address with us to hear when “{title}” opens. It is open now.\n\n"
            "[Join here]({link}).\n\n"
            f"You can stop at any time and come back.\n\n{ANONYMOUS}",
        ),
        Ready(
            key="reminder-1",
            title="First reminder",
            kind=MailingKind.REMINDER,
            audience=(*WAITING, Audience.SPECTATORS),
            when=_reminder(1),
            rule="after a third of the time, at ten on a working day",
            subject="{title}: we would like to hear from you",
            preheader="One idea or a few votes already help.",
            body="“{title}” has been open for a while, and your view is still missing.\n\n"
            "Ideas so far: {ideas}.\n\n"
            "[Read a few, vote on them, or add one of your own]({link}).\n\n"
            f"Days left: {{days_left}}. {ANONYMOUS}",
        ),
        Ready(
            key="reminder-2",
            title="Second reminder",
            kind=MailingKind.REMINDER,
            # Not those who have not joined: it tells what is talked about inside.
            audience=(Audience.SPECTATORS, Audience.VOTERS),
            when=_reminder(2),
            rule="after two thirds of the time, at ten on a working day",
            subject="{title}: what people talk about",
            preheader="See what is new, and say what you think.",
            body="Days left to take part in “{title}”: {days_left}.\n\n"
            "Ideas that are new since your last visit: {new_ideas}.\n\n"
            "These are the most discussed:\n\n{most_discussed}\n\n"
            "Is something missing? [Say so]({link}).\n\n"
            f"{ANONYMOUS}",
        ),
        Ready(
            key="countdown",
            title="48 hours to go",
            kind=MailingKind.COUNTDOWN,
            audience=(*WAITING, Audience.EVERYONE),
            when=_two_days_to_go,
            rule="two days before the close, or the afternoon before where that is at night",
            subject="{title} closes soon",
            preheader="The last chance to add an idea or to vote.",
            body="“{title}” closes soon. Days left: {days_left}.\n\n"
            "Ideas that are new since your last visit: {new_ideas}.\n\n"
            "[Add what is missing, and vote on what matters to you]({link}).",
        ),
        Ready(
            key="thanks",
            title="Thank you",
            kind=MailingKind.THANKS,
            audience=(Audience.EVERYONE,),
            when=_closing,
            rule="at the close, or the next morning where that is at night",
            subject="Thank you for taking part in {title}",
            preheader="What people said, and what happens next.",
            body="“{title}” has closed. Thank you for the time that you gave to it.\n\n"
            "Ideas that people gave: {ideas}.\n\n"
            "You can still [read them, and see what happens next]({link}).",
        ),
        Ready(
            key="report",
            title="Report published",
            kind=MailingKind.REPORT,
            audience=(Audience.EVERYONE,),
            when=_report,
            rule="four weeks after the close, at ten on a working day",
            subject="The report of {title} is published",
            preheader="What came of what people said.",
            body="You took part in “{title}”. The report of what people said is published now.\n\n"
            "[Read the report]({link}).\n\n"
            "Thank you once more for your part in it.",
        ),
    )
}


def ready_time(key: str, workshop: Workshop) -> datetime | None:
    """Return when a ready-made mailing goes by the workshop's dates.

    None for a mailing that is not ready-made, or for which the workshop is too short.
    """
    ready = READY.get(key)
    return ready.when(workshop) if ready else None
