"""The plan of a workshop's mailings: their order and times, never addresses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from workshop.common.dates import day_words, zone_words
from workshop.mailings.enums import PLANNED_KINDS, MailingKind, MailingState
from workshop.mailings.models import ClockMark, Mailing
from workshop.mailings.ready import READY, Ready
from workshop.mailings.selectors.channels import invitation_warning
from workshop.mailings.selectors.decisions import Decision, decisions_for
from workshop.mailings.selectors.effect import Effect, effects_of
from workshop.mailings.selectors.plan import (
    NEEDS_A_PERSON,
    OVER,
    STATE_WORDS,
    mailing_title,
    moment_shown,
    second_line,
    time_by_dates,
)
from workshop.mailings.timeline import Timeline, timeline
from workshop.models import Preregistration, Workshop
from workshop.selectors import workshop_or_404

# So long the plan tells of a clock that jumped.
TOLD_FOR = timedelta(days=1)
# Of these a plan has one each.
ONE_OF_A_KIND = set(PLANNED_KINDS) - {MailingKind.REMINDER, MailingKind.OTHER}


@dataclass(frozen=True)
class Step:
    """One line of the plan: a mailing, or an event of the workshop without one."""

    at: datetime
    title: str
    when: str
    number: int = 0
    mailing: Mailing | None = None
    line: str = ""
    state: str = ""
    needs: bool = False
    decision: Decision | None = None
    effect: Effect | None = None


def ready_missing(workshop: Workshop, now: datetime) -> list[Ready]:
    """Return what the ready-made plan has and the workshop has not, of what is still to come."""
    theirs = Mailing.objects.filter(workshop=workshop).values_list("key", "kind")
    return _missing(workshop, list(theirs), now)


def plan_page(*, slug: str, now: datetime) -> dict:
    """Return what the plan of a workshop shows; raises Http404."""
    workshop = workshop_or_404(slug)
    rows = Mailing.objects.filter(workshop=workshop).select_related("workshop")
    rows = list(rows.exclude(kind=MailingKind.DIGEST, state__in=OVER))
    for row in rows:
        row.send_at = time_by_dates(row)
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
        "has_effects": any(row.started_at for row in shown),
        "cancelled": [row for row in planned if row.state == MailingState.CANCELLED],
        "digests": [row for row in rows if row.kind == MailingKind.DIGEST],
        "missing": [
            (ready, moment_shown(workshop, ready.when(workshop), now)) for ready in missing
        ],
        "is_new": not planned,
        "warning": _warning(workshop, planned, now),
        "jump": _jump(workshop, now),
    }


def _missing(workshop: Workshop, theirs: list[tuple[str, str]], now: datetime) -> list[Ready]:
    """Return what is missing; of what there is one of, a mailing of the kind by any name counts."""
    keys = {key for key, _ in theirs}
    kinds = {kind for _, kind in theirs} & ONE_OF_A_KIND
    absent = [ready for ready in READY.values() if ready.key not in keys]
    absent = [ready for ready in absent if ready.kind not in kinds]
    times = {ready.key: ready.when(workshop) for ready in absent}
    return [ready for ready in absent if times[ready.key] and times[ready.key] > now]


def _steps(workshop: Workshop, mailings: list[Mailing], now: datetime) -> list[Step]:
    """Return the lines of the plan by their time: the events, where we are, and the mailings."""
    effects = effects_of(workshop, mailings, now)
    steps = [
        _mailing_step(workshop, mailing, number, now, effects.get(mailing.pk))
        for number, mailing in enumerate(mailings, 1)
    ]
    events = {"The workshop opens": workshop.opens_at, "The workshop closes": workshop.closes_at}
    steps += [Step(at, title, moment_shown(workshop, at, now)) for title, at in events.items()]
    today = now.astimezone(workshop.zone).date()
    steps.append(Step(now, "Today", day_words(today, today=today)))
    # Of the same moment the workshop's own events come first.
    return sorted(steps, key=lambda step: (step.at, step.number))


def _mailing_step(
    workshop: Workshop, mailing: Mailing, number: int, now: datetime, effect: Effect | None
) -> Step:
    return Step(
        at=mailing.send_at,
        title=mailing_title(mailing),
        when=moment_shown(workshop, mailing.send_at, now),
        number=number,
        mailing=mailing,
        line=second_line(mailing),
        state=STATE_WORDS[mailing.state],
        needs=mailing.state in NEEDS_A_PERSON,
        decision=next((d for d in decisions_for(mailing) if d.on_the_plan), None),
        effect=effect,
    )


def _timeline(workshop: Workshop, mailings: list[Mailing], now: datetime) -> Timeline:
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


def _jump(workshop: Workshop, now: datetime) -> str:
    """Return when a clock last jumped, where that was of late: what was due then began later."""
    lately = ClockMark.objects.filter(jumped_at__gt=now - TOLD_FOR).order_by("-jumped_at").first()
    return moment_shown(workshop, lately.jumped_at, now) if lately else ""
