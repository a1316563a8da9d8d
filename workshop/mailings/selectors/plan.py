"""The plan of a workshop's mailings, and one of them: numbers and times, never addresses."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from workshop.common.dates import day_words, moment_words, zone_words
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
from workshop.mailings.ready import READY, Ready, ready_time
from workshop.mailings.selectors.channels import invitation_warning
from workshop.mailings.selectors.decisions import Decision, decisions_for
from workshop.mailings.selectors.due import LATE
from workshop.mailings.selectors.reach import mailing_recipient_count, who_shown
from workshop.mailings.timeline import timeline
from workshop.models import Preregistration, Workshop
from workshop.selectors import workshop_or_404

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


@dataclass(frozen=True)
class Step:
    """One line of the plan: a mailing, or an event of the workshop without one."""

    at: datetime
    title: str
    when: str
    number: int = 0
    mailing: Mailing | None = None
    subject: str = ""
    state: str = ""
    needs: bool = False
    decision: Decision | None = None


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
    """Return what a mailing is called: by its place in the ready-made plan, or by what it is."""
    ready = READY.get(mailing.key)
    return ready.title if ready else mailing.get_kind_display()


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


def ready_missing(workshop: Workshop, now: datetime) -> list[Ready]:
    """Return what the ready-made plan has and the workshop has not, of what is still to come."""
    theirs = Mailing.objects.filter(workshop=workshop).values_list("key", "kind")
    return _missing(workshop, list(theirs), now)


def plan_page(*, slug: str, now: datetime) -> dict:
    """Return what the plan of a workshop shows; raises Http404."""
    workshop = workshop_or_404(slug)
    rows = list(Mailing.objects.filter(workshop=workshop).select_related("workshop"))
    for row in rows:
        row.send_at = _time_now(row)
    planned = [row for row in rows if row.kind in PLANNED_KINDS]
    shown = [row for row in planned if row.state != MailingState.CANCELLED]
    shown.sort(key=lambda row: (row.send_at, row.pk))
    missing = _missing(workshop, [(row.key, row.kind) for row in planned], now)
    return {
        "workshop": workshop,
        "zone": zone_words(workshop.zone),
        "mailings": shown,
        "steps": _steps(workshop, shown, now),
        "timeline": _timeline(workshop, shown, now),
        "cancelled": [row for row in planned if row.state == MailingState.CANCELLED],
        "digests": [
            row for row in rows if row.kind == MailingKind.DIGEST and row.state not in OVER
        ],
        "missing": missing,
        "is_new": not planned,
        "warning": _warning(workshop, planned, now),
    }


def mailing_page(*, slug: str, key: str, now: datetime, user) -> dict:
    """Return what the page of one mailing shows to a member of staff; raises Http404."""
    mailing = mailing_or_404(slug=slug, key=key)
    mailing.send_at = _time_now(mailing)
    unknown = mailing.deliveries.filter(state=DeliveryState.UNKNOWN).count()
    waits = mailing.started_at is None and mailing.state not in OVER
    problems = mailing_problems(mailing, now) if waits else []
    count = mailing_recipient_count(mailing) if waits and mailing.audience else None
    return {
        "workshop": mailing.workshop,
        "mailing": mailing,
        "title": mailing_title(mailing),
        "subject": subject_shown(mailing),
        "state": STATE_WORDS[mailing.state],
        "needs": mailing.state in NEEDS_A_PERSON,
        "told": _told(mailing, now),
        "may_edit": may_be_edited(mailing),
        "decisions": decisions_for(mailing, user=user, unknown=unknown),
        "problems": problems,
        "blockers": _blockers(mailing, problems, now) if waits else [],
        "reaches_nobody": count == 0,
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
    return _when(mailing.workshop, mailing.send_at, now)


def _time_now(mailing: Mailing) -> datetime:
    """Return when a mailing goes by today's dates, which the next tick writes into its row."""
    waits = mailing.started_at is None and mailing.state not in OVER
    by_dates = (
        ready_time(mailing.key, mailing.workshop) if waits and mailing.follows_dates else None
    )
    return by_dates or mailing.send_at


def _missing(workshop: Workshop, theirs: list[tuple[str, str]], now: datetime) -> list[Ready]:
    """Return what is missing; an invitation of any name counts as the invitation."""
    keys = {key for key, _ in theirs}
    invites = any(kind == MailingKind.INVITATION for _, kind in theirs)
    absent = [ready for ready in READY.values() if ready.key not in keys]
    absent = [r for r in absent if not (invites and r.kind == MailingKind.INVITATION)]
    times = {ready.key: ready.when(workshop) for ready in absent}
    return [ready for ready in absent if times[ready.key] and times[ready.key] > now]


def _when(workshop: Workshop, moment: datetime, now: datetime) -> str:
    today = now.astimezone(workshop.zone).date()
    return moment_words(moment, zone=workshop.zone, today=today)


def _steps(workshop: Workshop, mailings: list[Mailing], now: datetime) -> list[Step]:
    """Return the lines of the plan by their time: the events, where we are, and the mailings."""
    steps = [
        _mailing_step(workshop, mailing, number, now) for number, mailing in enumerate(mailings, 1)
    ]
    events = {"The workshop opens": workshop.opens_at, "The workshop closes": workshop.closes_at}
    steps += [Step(at, title, _when(workshop, at, now)) for title, at in events.items()]
    today = now.astimezone(workshop.zone).date()
    steps.append(Step(now, "Today", day_words(today, today=today)))
    # Of the same moment the workshop's own events come first.
    return sorted(steps, key=lambda step: (step.at, step.number))


def _mailing_step(workshop: Workshop, mailing: Mailing, number: int, now: datetime) -> Step:
    return Step(
        at=mailing.send_at,
        title=mailing_title(mailing),
        when=_when(workshop, mailing.send_at, now),
        number=number,
        mailing=mailing,
        subject=subject_shown(mailing),
        state=STATE_WORDS[mailing.state],
        needs=mailing.state in NEEDS_A_PERSON,
        decision=next((d for d in decisions_for(mailing) if d.on_the_plan), None),
    )


def _timeline(workshop: Workshop, mailings: list[Mailing], now: datetime):
    marks = [(number, row.state, row.send_at) for number, row in enumerate(mailings, 1)]
    zone = workshop.zone
    words = tuple(
        f"{name} {local.day} {local:%b}"
        for name, local in (
            ("Opens", workshop.opens_at.astimezone(zone)),
            ("Closes", workshop.closes_at.astimezone(zone)),
        )
    )
    return timeline(
        opens=workshop.opens_at, closes=workshop.closes_at, now=now, mailings=marks, words=words
    )


def _warning(workshop: Workshop, mailings: list[Mailing], now: datetime) -> str:
    """Return why nobody who pre-registered is invited, in words, or nothing."""
    invitations = [row for row in mailings if row.kind == MailingKind.INVITATION]
    if not invitations:
        return ""
    waiting = Preregistration.objects.filter(workshop=workshop).count()
    return invitation_warning(workshop, invitations, waiting, now)


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


def _told(mailing: Mailing, now: datetime) -> str:
    """Return in a sentence how far a mailing is."""
    when = when_words(mailing, now)
    if mailing.state == MailingState.DONE and not mailing.deliveries.exists():
        return "Nobody was in its audience when it was due, so nothing was sent."
    return {
        MailingState.DRAFT: f"It is a draft. Once it is switched on it goes out on {when}.",
        MailingState.ASKED: "A second person has to approve it before it can go out.",
        MailingState.SCHEDULED: f"It goes out on {when}.",
        MailingState.BUILDING: "It is being sent.",
        MailingState.SENDING: "It is being sent.",
        MailingState.PAUSED: "It is paused: nothing of it goes out.",
        MailingState.DONE: f"It went out on {when}.",
        MailingState.CANCELLED: "It was cancelled: nothing of it goes out any more.",
    }[mailing.state]
