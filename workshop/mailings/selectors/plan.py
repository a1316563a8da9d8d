"""One mailing of the plan: how far it is, what keeps it back, what can be decided."""

from datetime import datetime

from django.http import Http404

from workshop.common.dates import moment_words, zone_words
from workshop.common.errors import DomainError
from workshop.mailings.audiences import audience_check
from workshop.mailings.checks import Level, Problem, mailing_problems
from workshop.mailings.enums import (
    BEFORE_CLOSE,
    PLANNED_KINDS,
    DeliveryState,
    MailingKind,
    MailingState,
)
from workshop.mailings.models import Mailing
from workshop.mailings.ready import READY, ready_time
from workshop.mailings.selectors.decisions import decisions_for
from workshop.mailings.selectors.due import LATE
from workshop.mailings.selectors.figures import mailing_figures
from workshop.mailings.selectors.reach import mailing_recipient_count, who_shown
from workshop.models import Workshop

# In these a person has something to do.
NEEDS_A_PERSON = (MailingState.PAUSED, MailingState.ASKED)
OVER = (MailingState.DONE, MailingState.CANCELLED)
STATE_WORDS = {
    MailingState.DRAFT: "Off",
    MailingState.ASKED: "Waits for approval",
    MailingState.SCHEDULED: "On",
    MailingState.BUILDING: "Being sent",
    MailingState.SENDING: "Being sent",
    MailingState.PAUSED: "Paused",
    MailingState.DONE: "Sent",
    MailingState.CANCELLED: "Cancelled",
}


def mailing_or_404(*, slug: str, key: str) -> Mailing:
    """Return a mailing with its workshop; raises Http404."""
    found = Mailing.objects.select_related("workshop").filter(workshop__slug=slug, key=key).first()
    if found is None:
        raise Http404("There is no mailing of that name.")
    return found


def may_be_edited(mailing: Mailing) -> bool:
    """Say whether who, what and when may be changed: in a draft, or paused before it began."""
    not_begun = mailing.started_at is None
    paused = mailing.state == MailingState.PAUSED and not_begun
    return mailing.kind in PLANNED_KINDS and (mailing.state == MailingState.DRAFT or paused)


def mailing_title(mailing: Mailing) -> str:
    """Return what a mailing is called: by its place in the ready-made plan, or by its subject."""
    ready = READY.get(mailing.key)
    if mailing.kind == MailingKind.DIGEST:
        return mailing.get_kind_display()
    return ready.title if ready else subject_shown(mailing)


def subject_shown(mailing: Mailing) -> str:
    """Return the subject as it reads when the mailing goes."""
    days = mailing.workshop.days_left_at(mailing.send_at)
    subject = mailing.subject.replace("{title}", mailing.workshop.title)
    return subject.replace("{days_left}", str(days))


def time_fault(mailing: Mailing, send_at: datetime, now: datetime) -> str:
    """Return why a mailing cannot go at a time, in words; nothing where it can."""
    workshop = mailing.workshop
    if send_at < now - LATE:
        return "The time of this mailing has passed. Choose a later one."
    if mailing.kind in BEFORE_CLOSE and send_at >= workshop.closes_at:
        return "The workshop has closed by then. Choose an earlier time."
    if mailing.kind == MailingKind.INVITATION and send_at < workshop.opens_at:
        return "The workshop has not opened by then. Choose a later time."
    return ""


def second_line(mailing: Mailing) -> str:
    """Return what stands under the title: the subject, or what the mailing is for."""
    return subject_shown(mailing) if mailing.key in READY else mailing.get_kind_display()


def mailing_page(*, slug: str, key: str, now: datetime, user) -> dict:
    """Return what the page of one mailing shows to a member of staff; raises Http404."""
    mailing = mailing_or_404(slug=slug, key=key)
    mailing.send_at = time_by_dates(mailing)
    unknown = mailing.deliveries.filter(state=DeliveryState.UNKNOWN).count()
    waits = is_to_come(mailing) and mailing.kind in PLANNED_KINDS
    problems = mailing_problems(mailing, now) if waits else []
    blockers = _blockers(mailing, problems, now) if waits else []
    count = mailing_recipient_count(mailing) if waits and mailing.audience else None
    return {
        "workshop": mailing.workshop,
        "mailing": mailing,
        "title": mailing_title(mailing),
        "line": second_line(mailing),
        "state": STATE_WORDS[mailing.state],
        "needs": mailing.state in NEEDS_A_PERSON,
        "told": _told(mailing, now),
        "may_edit": may_be_edited(mailing),
        "decisions": decisions_for(mailing, user=user, unknown=unknown, ready=not blockers),
        "problems": problems,
        "blockers": blockers,
        "figures": mailing_figures(mailing),
        "subject": subject_shown(mailing),
        **who_shown(mailing, count),
        **when_shown(mailing, now),
    }


def when_shown(mailing: Mailing, now: datetime) -> dict:
    """Return in words when a mailing goes, and by which rule where it follows the dates."""
    ready = READY.get(mailing.key)
    return {
        "when": when_words(mailing, now),
        "zone": zone_words(mailing.workshop.zone),
        "rule": ready.rule if ready and mailing.follows_dates else "",
        "could_follow": ready.rule if ready and not mailing.follows_dates else "",
    }


def when_words(mailing: Mailing, now: datetime) -> str:
    """Return the moment of a mailing as the workshop's clocks show it."""
    return moment_shown(mailing.workshop, mailing.send_at, now)


def time_by_dates(mailing: Mailing) -> datetime:
    """Return when a mailing goes by today's dates, which the next tick writes into its row."""
    follows = is_to_come(mailing) and mailing.follows_dates
    by_dates = ready_time(mailing.key, mailing.workshop) if follows else None
    return by_dates or mailing.send_at


def is_to_come(mailing: Mailing) -> bool:
    """Say whether nothing of a mailing has begun, and it is not over."""
    return mailing.started_at is None and mailing.state not in OVER


def moment_shown(workshop: Workshop, moment: datetime, now: datetime) -> str:
    """Return a moment as the workshop's clocks show it."""
    today = now.astimezone(workshop.zone).date()
    return moment_words(moment, zone=workshop.zone, today=today)


def _blockers(mailing: Mailing, problems: list[Problem], now: datetime) -> list[tuple[str, str]]:
    """Return what keeps a mailing from being switched on: a section of its page, and words."""
    found = []
    try:
        audience_check(workshop=mailing.workshop, words=mailing.audience)
    except DomainError as refusal:
        found.append(("who", refusal.message))
    if fault := time_fault(mailing, mailing.send_at, now):
        found.append(("when", fault))
    errors = [problem for problem in problems if problem.level == Level.ERROR]
    return found + [("when" if p.field == "send_at" else "text", p.words) for p in errors]


def _done(mailing: Mailing, now: datetime) -> str:
    if not mailing.deliveries.exists():
        return "Nobody was in its audience when it was due, so nothing was sent."
    if not mailing.deliveries.exclude(state=DeliveryState.SKIPPED).exists():
        return "Everybody on its list was left out when it was due, so nothing was sent."
    begun = moment_shown(mailing.workshop, mailing.started_at or mailing.send_at, now)
    return f"It went out on {begun}."


def _told(mailing: Mailing, now: datetime) -> str:
    """Return in a sentence how far a mailing is."""
    when = when_words(mailing, now)
    if mailing.state == MailingState.DONE:
        return _done(mailing, now)
    return {
        MailingState.DRAFT: f"It is a draft. Once it is switched on it goes out on {when}.",
        MailingState.ASKED: "A second person has to approve it before it can go out.",
        MailingState.SCHEDULED: f"It goes out on {when}.",
        MailingState.BUILDING: "It is being sent.",
        MailingState.SENDING: "It is being sent.",
        MailingState.PAUSED: "It is paused: nothing of it goes out.",
        MailingState.CANCELLED: "It was cancelled: nothing of it goes out any more.",
    }[mailing.state]
