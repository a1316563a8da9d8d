"""Reads that apply access, and what the public pages show."""

import math
import re
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from workshop.common.colours import accent_family, dark_partner
from workshop.common.dates import countdown_words, day_words, moment_words, zone_words
from workshop.enums import Action, GroupKind, WorkshopState
from workshop.models import KEY_PATTERN, Channel, Participant, Workshop

SECONDS_A_QUESTION = 20
LONGEST_SESSION = timedelta(seconds=settings.SESSION_COOKIE_AGE)
# After the close people sign in to read.
READING_SESSION = timedelta(days=1)
STATE_ORDER = [WorkshopState.OPEN, WorkshopState.UPCOMING, WorkshopState.CLOSED]


class StepNeededError(Exception):
    """Somebody knocked too early; `step` is the URL name of the page that comes first."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


def workshop_or_404(slug: str) -> Workshop:
    """Return a workshop by its slug, or raise Http404."""
    workshop = Workshop.objects.filter(slug=slug).first()
    if workshop is None:
        raise Http404("There is no workshop of that name.")
    return workshop


def participant_of(*, user, slug: str) -> Participant | None:
    """Return the person's row in a workshop, with the workshop, or None for a stranger."""
    if not user.is_authenticated:
        return None
    return Participant.objects.of(user, slug).first()


def session_ends_at(*, user, workshop: Workshop, now: datetime) -> datetime:
    """Return when a participant's session ends: at the close, at most 35 days from now.

    Of several workshops that are open the one that closes last counts; after the close a session
    lasts a day.
    """
    theirs = Workshop.objects.open_at(now).filter(participants__user_id=user.pk)
    closes = [theirs.aggregate(last=Max("closes_at"))["last"], workshop.closes_at]
    last = max([moment for moment in closes if moment and moment > now], default=None)
    return min(last or now + READING_SESSION, now + LONGEST_SESSION)


def participant_access(*, user, slug: str, now: datetime | None = None) -> Participant:
    """Return the participant with the workshop, in one query, if the groups are theirs to read.

    Raises StepNeededError with the page that comes first, or Http404 for no such workshop.
    """
    participant = participant_of(user=user, slug=slug)
    workshop = participant.workshop if participant else workshop_or_404(slug)
    state = workshop.state_at(now or timezone.now())
    if participant and participant.has_joined and state != WorkshopState.UPCOMING:
        return participant
    raise StepNeededError(_missing_step(state, participant, signed_in=user.is_authenticated))


def _missing_step(state: str, participant: Participant | None, *, signed_in: bool) -> str:
    """Return the page that somebody needs who may not read the groups yet."""
    if state == WorkshopState.UPCOMING:
        return "workshop:landing"
    if not signed_in:
        return "workshop:join"
    if state == WorkshopState.CLOSED:
        return "workshop:landing"
    return "gateway:start" if participant else "workshop:join"


def channel_of(*, workshop: Workshop, key: str) -> Channel | None:
    """Return a channel by its key; one that is not there (any more) is as if none was named.

    Keys are typed from paper, so capitals count as small letters.
    """
    key = key.lower()
    if not re.fullmatch(KEY_PATTERN, key):
        return None
    return workshop.channels.filter(key=key).first()


def dates_in_words(workshop: Workshop, now: datetime) -> dict[str, str]:
    """Return when a workshop opens and closes, in its own zone, and the time that is left."""
    zone, today = workshop.zone, now.astimezone(workshop.zone).date()
    opens, closes = (when.astimezone(zone) for when in (workshop.opens_at, workshop.closes_at))
    # Once it has opened the day is enough; a day that begins with the workshop needs no hour.
    day_enough = now >= workshop.opens_at or (opens.hour, opens.minute) == (0, 0)
    day = day_words(opens.date(), today=today)
    days = (closes.date() - today).days
    return {
        "opens": day if day_enough else moment_words(opens, zone=zone, today=today),
        "closes": moment_words(closes, zone=zone, today=today),
        "opens_in": countdown_words(workshop.opens_at, zone=zone, now=now),
        "left": f"{days} days" if days > 1 else "1 day" if days == 1 else "It closes today",
        "zone": zone_words(zone),
    }


def workshop_list(now: datetime) -> list[dict]:
    """Return every workshop with its state and dates: open ones first, then by opening."""
    rows = [
        {"workshop": row, "state": row.state_at(now), "dates": dates_in_words(row, now)}
        for row in Workshop.objects.all()
    ]
    return sorted(rows, key=lambda row: STATE_ORDER.index(row["state"]))


def landing_page(*, user, slug: str, now: datetime) -> dict:
    """Return what the landing page of a workshop shows to a person; raises Http404."""
    workshop = Workshop.objects.with_question_count().filter(slug=slug).first()
    if workshop is None:
        raise Http404("There is no workshop of that name.")
    participant = participant_of(user=user, slug=slug)
    groups = list(workshop.groups.all())
    return {
        "workshop": workshop,
        "state": workshop.state_at(now),
        "participant": participant,
        "dates": dates_in_words(workshop, now),
        "questions": [group for group in groups if group.kind == GroupKind.CHALLENGE],
        "open_groups": [group for group in groups if group.kind == GroupKind.OPEN],
        "logos": list(workshop.logos.all()),
        "minutes": gateway_minutes(workshop.question_count),
        "button": _landing_button(workshop, participant, user, now),
    }


def gateway_minutes(questions: int) -> int:
    """Return about how many minutes so many questions take."""
    return math.ceil(questions * SECONDS_A_QUESTION / 60)


def _landing_button(workshop: Workshop, participant, user, now: datetime) -> dict | None:
    """Return the words and the path of the one thing to do, or None for who may only look."""
    kwargs = {"slug": workshop.slug}
    if workshop.allows(Action.PREREGISTER, now):
        if participant:
            return None
        return {"words": "Pre-register", "url": reverse("workshop:preregister", kwargs=kwargs)}
    closed = not workshop.allows(Action.JOIN, now)
    if participant and participant.has_joined:
        words = "Read what people said" if closed else "Go to the groups"
        return {"words": words, "url": reverse("ideas:hall", kwargs=kwargs)}
    if closed:
        if user.is_authenticated:
            return None
        return {"words": "Read what people said", "url": reverse("ideas:hall", kwargs=kwargs)}
    if participant:
        return {"words": "Continue to join", "url": reverse("gateway:start", kwargs=kwargs)}
    return {"words": "Join the workshop", "url": reverse("workshop:join", kwargs=kwargs)}


def look_colours(workshop: Workshop) -> dict[str, dict[str, str]]:
    """Return the accent's shades for light and for dark pages, nothing without an accent."""
    if not workshop.accent:
        return {}
    dark = workshop.accent_dark or dark_partner(workshop.accent)
    return {
        "light": accent_family(workshop.accent, dark=False),
        "dark": accent_family(dark, dark=True),
    }
