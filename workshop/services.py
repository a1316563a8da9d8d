"""Every write of the event: registering, joining, and the stamps that siblings read."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.crypto import salted_hmac

from workshop.accounts.addresses import address_key
from workshop.accounts.models import User
from workshop.common.errors import DomainError
from workshop.enums import Action, EmailChoice, WorkshopState
from workshop.hours import hour_count_add
from workshop.models import Channel, LeftAddress, Participant, Preregistration, Workshop

# A new visit begins after this long without a page.
ROWS_AT_ONCE = 500
# What is a person's own on their row, and goes with them.
PERSONAL = (
    "user", "channel", "mailings_stopped_at", "last_seen_at", "seen_before_at", "visits",
    "email_choice", "uses_keys",
)  # fmt: skip
STAMPS = ("joined_at", "first_posted_at", "first_contributed_at")
VISIT_GAP = timedelta(minutes=30)
# How often a visit that goes on is stamped.
STAMP_GAP = timedelta(minutes=5)
LEFT_BEFORE = (
    "You erased your account in this workshop. Your votes in it still count, "
    "so you cannot join it a second time."
)
HAS_CLOSED = "The workshop has closed, so nothing can be added or changed. You can read everything."
REFUSALS = {
    Action.PREREGISTER: "Pre-registration has ended: the workshop has opened.",
    Action.JOIN: "The workshop is not open, so nobody can join now.",
    Action.CONTRIBUTE: "The workshop is not open, so nothing can be added or changed.",
    Action.READ: "The workshop has not opened yet.",
}


def workshop_require(*, workshop: Workshop, action: str, now: datetime | None = None) -> None:
    """Refuse (DomainError) what the clock does not permit; the server's clock is the only one."""
    now = now or timezone.now()
    if workshop.allows(action, now):
        return
    if action == Action.CONTRIBUTE and workshop.state_at(now) == WorkshopState.CLOSED:
        raise DomainError(HAS_CLOSED)
    raise DomainError(REFUSALS[Action(action)])


@transaction.atomic
def preregistration_create(
    *, workshop: Workshop, email: str, channel: Channel | None = None, now: datetime | None = None
) -> Preregistration:
    """Keep an address for the invitation; a second time changes nothing. Raises DomainError."""
    workshop_require(workshop=workshop, action=Action.PREREGISTER, now=now)
    row, _ = Preregistration.objects.get_or_create(
        workshop=workshop,
        email_key=address_key(email),
        defaults={"email": email, "channel": channel},
    )
    return row


def channel_texts_save(*, channel: Channel, short_text: str, long_text: str) -> None:
    """Keep a channel's own words of invitation; empty is the ready-made one. Raises DomainError."""
    rows = Channel.objects.filter(pk=channel.pk)
    if not rows.update(short_text=short_text, long_text=long_text):
        raise DomainError("This channel has been deleted, so its texts cannot be kept.")


@transaction.atomic
def participant_register(
    *, workshop: Workshop, user: User, channel: Channel | None = None, now: datetime | None = None
) -> Participant:
    """Return the person's one row in the workshop, made if it was missing. Raises DomainError.

    Who was invited keeps the channel of the pre-registration, and stays without mailings if they
    were stopped then. A workshop that asks nothing lets the person in at once.
    """
    existing = Participant.objects.filter(workshop=workshop, user=user).first()
    if existing:
        return existing
    workshop_require(workshop=workshop, action=Action.JOIN, now=now)
    if LeftAddress.objects.filter(
        workshop=workshop, address_hash=_left_hash(workshop, user)
    ).exists():
        raise DomainError(LEFT_BEFORE)
    earlier = Preregistration.objects.filter(workshop=workshop, email_key=user.email_key).first()
    values = {"channel_id": channel.pk if channel else None}
    if earlier:
        values["channel_id"] = earlier.channel_id or values["channel_id"]
        values["mailings_stopped_at"] = earlier.mailings_stopped_at
    row, _ = Participant.objects.get_or_create(workshop=workshop, user=user, defaults=values)
    if not Workshop.objects.asking().filter(pk=workshop.pk).exists():
        participant_join(participant=row, now=now)
    return row


@transaction.atomic
def participant_join(*, participant: Participant, now: datetime | None = None) -> None:
    """Record that the gateway is finished, by the day alone. Raises DomainError."""
    now = now or timezone.now()
    workshop = participant.workshop
    workshop_require(workshop=workshop, action=Action.JOIN, now=now)
    # The day alone: a time could be lined up with a gateway response.
    day = _midnight(now, workshop)
    rows = Participant.objects.filter(pk=participant.pk, joined_at=None)
    if rows.update(joined_at=day):
        hour_count_add(workshop=workshop, now=now, joins=1)
    participant.refresh_from_db(fields=["joined_at"])


@transaction.atomic
def participant_leave(*, participant: Participant, now: datetime | None = None) -> None:
    """Take the person off their row, which stays and counts: who joined, on which day.

    Channel, visits and times of day go too; the number of the channel stays. Somebody who never
    finished the questions leaves no row. While the workshop is open a keyed hash of the address
    keeps them from joining once more, since their votes stay.
    """
    now = now or timezone.now()
    workshop = participant.workshop
    if participant.user and participant.has_joined and workshop.allows(Action.JOIN, now):
        digest = _left_hash(workshop, participant.user)
        LeftAddress.objects.get_or_create(workshop=workshop, address_hash=digest)
    if not participant.has_joined:
        participant.delete()
        return
    rows = Participant.objects.filter(pk=participant.pk).select_related("workshop")
    _channels_keep_count(rows)
    _people_take_off(rows)


@transaction.atomic
def participants_forget(*, participants: QuerySet[Participant]) -> None:
    """Take the people off their rows, which stay as numbers; who never joined leaves no row."""
    participants.unfinished().delete()
    _channels_keep_count(participants)
    _people_take_off(participants.filter(user__isnull=False).select_related("workshop"))


def _people_take_off(rows: QuerySet[Participant]) -> None:
    """Leave of each row what counts: that somebody joined, and contributed, on which day."""
    people = list(rows)
    for person in people:
        person.user = person.channel = person.mailings_stopped_at = None
        person.last_seen_at = person.seen_before_at = None
        person.visits, person.email_choice, person.uses_keys = 0, EmailChoice.NONE, False
        for name in STAMPS:
            if moment := getattr(person, name):
                setattr(person, name, _midnight(moment, person.workshop))
    Participant.objects.bulk_update(people, [*PERSONAL, *STAMPS], batch_size=ROWS_AT_ONCE)


def _channels_keep_count(leaving: QuerySet[Participant]) -> None:
    """Keep those who joined in the number of their channel, before they lose it (2 queries)."""
    counted = leaving.joined().exclude(channel=None)
    # Whoever is taken off twice at once is counted by the first alone.
    list(counted.select_for_update().order_by("pk").values_list("pk", flat=True))
    theirs = counted.filter(channel=OuterRef("pk")).order_by().values("channel")
    lost = Subquery(theirs.annotate(n=Count("pk")).values("n"))
    Channel.objects.filter(pk__in=counted.values("channel")).update(
        joined_before=F("joined_before") + lost
    )


def preregistration_erase(*, workshop: Workshop, email: str) -> None:
    """Erase an address that was left before the opening, however it is spelled, if it is there."""
    rows = Preregistration.objects.filter(workshop=workshop, email_key=address_key(email))
    preregistrations_erase(preregistrations=rows)


@transaction.atomic
def preregistrations_erase(*, preregistrations: QuerySet[Preregistration]) -> None:
    """Erase addresses that were left before the opening."""
    preregistrations.delete()


def _left_hash(workshop: Workshop, user: User) -> str:
    value = f"{workshop.pk}.{user.email_key}"
    return salted_hmac("workshop.left", value, algorithm="sha256").hexdigest()


def _midnight(moment: datetime, workshop: Workshop) -> datetime:
    return moment.astimezone(workshop.zone).replace(hour=0, minute=0, second=0, microsecond=0)


def participant_email_choose(
    *, participant: Participant, email_choice: str, now: datetime | None = None
) -> None:
    """Keep what a person wants to hear of the conversation by e-mail. Raises DomainError.

    Who has not joined has no conversation to hear of; after the close it can still be changed,
    and to hear nothing can be chosen at any time.
    """
    if email_choice not in EmailChoice.values:
        raise DomainError("Choose one of the four.")
    if email_choice != EmailChoice.NONE:
        if not participant.has_joined:
            raise DomainError("Only people who joined this workshop can choose what they hear.")
        workshop_require(workshop=participant.workshop, action=Action.READ, now=now)
    rows = Participant.objects.filter(pk=participant.pk, user__isnull=False)
    rows.update(email_choice=email_choice)
    participant.email_choice = email_choice


def participant_keys_set(*, participant: Participant, uses_keys: bool) -> None:
    """Keep whether a person reads lists with the keyboard."""
    rows = Participant.objects.filter(pk=participant.pk, user__isnull=False)
    rows.update(uses_keys=uses_keys)
    participant.uses_keys = uses_keys


def participant_mark_contributed(*, participant: Participant, posted: bool, now: datetime) -> None:
    """Stamp the first contribution and the first post; later ones change nothing."""
    rows = Participant.objects.filter(pk=participant.pk)
    if participant.first_contributed_at is None:
        rows.filter(first_contributed_at=None).update(first_contributed_at=now)
        participant.first_contributed_at = now
    if posted and participant.first_posted_at is None:
        rows.filter(first_posted_at=None).update(first_posted_at=now)
        participant.first_posted_at = now


def participant_mark_seen(*, participant: Participant, now: datetime | None = None) -> None:
    """Stamp the presence of a participant; a new visit begins after half an hour's gap.

    The end of the visit before is kept, since what is later is new to the person.
    """
    now = now or timezone.now()
    seen = participant.last_seen_at
    if seen and now - seen < STAMP_GAP:
        return
    # Two pages at once begin one visit.
    rows = Participant.objects.filter(pk=participant.pk)
    if seen and now - seen < VISIT_GAP:
        rows.update(last_seen_at=now)
        return
    began = rows.away_since(now - VISIT_GAP).update(
        visits=F("visits") + 1, seen_before_at=F("last_seen_at"), last_seen_at=now
    )
    if began:
        hour_count_add(workshop=participant.workshop, now=now, visits=1)
    participant.seen_before_at = seen
