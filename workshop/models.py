"""The event and who takes part in it."""

import secrets
import zoneinfo
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from workshop.accounts.addresses import address_key
from workshop.common.colours import accent_is_legible, dark_partner
from workshop.common.ids import new_public_id
from workshop.enums import ALLOWED, EmailChoice, GroupKind, ScoresShown, WorkshopState
from workshop.querysets import ChannelQuerySet, ParticipantQuerySet, WorkshopQuerySet

KEY_PATTERN = r"[a-z0-9][a-z0-9_-]{0,49}"
valid_key = RegexValidator(
    rf"\A{KEY_PATTERN}\Z",
    "Use lower-case letters, digits, - and _, at most 50, beginning with a letter or digit.",
)
valid_colour = RegexValidator(
    r"\A#[0-9a-f]{6}\Z", "Write a colour as # and six digits, as #0f5a62."
)

valid_disclosure = RegexValidator(
    r"\A(off|ons-10-5|nhs|threshold:[1-9][0-9]{0,3})\Z",
    "Write ons-10-5, nhs, threshold:N (for example threshold:5) or off.",
)


def valid_timezone(name: str) -> None:
    """Refuse a time zone that the machine does not know."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError("There is no time zone of that name; Europe/London is one.")


def private_files():
    """Return the place of files that no web server may serve by itself."""
    return storages["private"]


def new_secret_half() -> str:
    """Return a fresh half of the secret behind contribution tokens (256 bits, hexadecimal)."""
    return secrets.token_hex(32)


class Workshop(models.Model):
    """One consultation with its dates, groups, gateway, mailings and frames."""

    slug = models.CharField(max_length=50, unique=True, validators=[valid_key])
    title = models.CharField(max_length=200)
    strapline = models.CharField(max_length=300, blank=True)
    purpose = models.TextField(help_text="Why people are asked, in Markdown.")
    organiser = models.TextField("who runs it", blank=True, help_text="In Markdown.")
    next_steps = models.TextField(
        "what happens with what people say", blank=True, help_text="In Markdown."
    )
    thanks = models.TextField(
        "thanks at the close",
        blank=True,
        help_text="Stands above every page after the close, in Markdown. Empty: a plain thank you.",
    )
    contact = models.EmailField("address for questions", blank=True)
    accent = models.CharField(max_length=7, blank=True, validators=[valid_colour])
    accent_dark = models.CharField(max_length=7, blank=True, validators=[valid_colour])
    timezone = models.CharField(max_length=50, default="Europe/London", validators=[valid_timezone])
    opens_at = models.DateTimeField("opens")
    closes_at = models.DateTimeField("closes")
    disclosure = models.CharField(
        "disclosure rule", max_length=20, default="ons-10-5", validators=[valid_disclosure]
    )
    scores = models.CharField(
        "people see scores",
        max_length=12,
        choices=ScoresShown,
        default=ScoresShown.ALWAYS,
        help_text="Scores are the counts of up and down votes. After the close all can see them.",
    )
    secret_half = models.CharField(
        max_length=64, default=new_secret_half, editable=False, blank=True
    )
    sealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    retention_days = models.PositiveSmallIntegerField(
        "days until addresses are erased",
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="Counted from the seal. At the latest they go twelve months after the close.",
    )

    approves_mailings = models.BooleanField(
        "a second person approves each mailing",
        default=False,
        help_text="Nobody can then schedule a mailing alone.",
    )

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "slug"]
        permissions = [("seal_workshop", "Can ask for a seal, and confirm it")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="workshop_closes_after_it_opens",
                violation_error_message="A workshop closes after it opens.",
            ),
            models.CheckConstraint(
                condition=Q(sealed_at=None) | Q(sealed_at__gte=F("closes_at"), secret_half=""),
                name="workshop_sealed_only_after_close_without_secret",
            ),
            models.CheckConstraint(
                condition=Q(retention_days__gte=1, retention_days__lte=365),
                name="workshop_retention_within_a_year",
            ),
            models.CheckConstraint(
                condition=Q(scores__in=ScoresShown.values), name="workshop_scores_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the landing page's path."""
        return reverse("workshop:landing", kwargs={"slug": self.slug})

    def clean(self) -> None:
        """Refuse an accent that cannot be read on our pages, and offer one that can."""
        if self.accent and not accent_is_legible(self.accent, dark=False):
            raise ValidationError({"accent": "Too pale to be read: choose a darker shade."})
        if self.accent_dark and not accent_is_legible(self.accent_dark, dark=True):
            partner = f" {dark_partner(self.accent)} would do." if self.accent else ""
            words = f"Too dark to be read on a dark page: choose a lighter one.{partner}"
            raise ValidationError({"accent_dark": words})

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """Return the time zone in which the workshop's days are counted."""
        return zoneinfo.ZoneInfo(self.timezone)

    def state_at(self, now: datetime) -> WorkshopState:
        """Return the state at a moment; the opening belongs to open, the close to closed."""
        if now < self.opens_at:
            return WorkshopState.UPCOMING
        return WorkshopState.OPEN if now < self.closes_at else WorkshopState.CLOSED

    @property
    def state(self) -> WorkshopState:
        """Return the state now."""
        return self.state_at(timezone.now())

    def allows(self, action: str, now: datetime) -> bool:
        """Say whether the clock permits an action (see enums.ALLOWED)."""
        return action in ALLOWED[self.state_at(now)]

    @property
    def is_sealed(self) -> bool:
        """Say whether the ties to the gateway responses have been destroyed for good."""
        return self.sealed_at is not None

    def days_left_at(self, now: datetime) -> int:
        """Return the local days between a moment and the close, 0 on the last day and after."""
        today = now.astimezone(self.zone).date()
        return max(0, (self.closes_at.astimezone(self.zone).date() - today).days)

    @property
    def days_left(self) -> int:
        """Return the local days that are left now."""
        return self.days_left_at(timezone.now())


class BreakoutGroup(models.Model):
    """One challenge question with its ideas."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="groups")
    key = models.CharField(max_length=50, validators=[valid_key])
    title = models.CharField(max_length=200)
    prompt = models.TextField("question", max_length=1000)
    kind = models.CharField(max_length=10, choices=GroupKind, default=GroupKind.CHALLENGE)
    tips = models.TextField(
        "tips for writing",
        max_length=1000,
        blank=True,
        help_text="Stand beside the form for an idea, a line each.",
    )
    asks_evidence = models.BooleanField(
        "ask for evidence",
        default=False,
        help_text="An idea may then come with a link, or with a picture or PDF.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["workshop", "position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "key"], name="group_key_once"),
            models.CheckConstraint(condition=Q(kind__in=GroupKind.values), name="group_kind_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the path of the group's list of ideas."""
        return reverse("ideas:list", kwargs={"slug": self.workshop.slug, "key": self.key})


class Logo(models.Model):
    """The mark of an organiser, shown on the landing page; its file is made anew when it comes."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="logos")
    public_id = models.CharField(max_length=40, unique=True, default=new_public_id, editable=False)
    name = models.CharField("organisation", max_length=120, help_text="Read out for the picture.")
    file = models.FileField("picture", storage=private_files, upload_to="logos", max_length=200)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["workshop", "position", "id"]

    def __str__(self) -> str:
        return self.name


class Channel(models.Model):
    """A labelled link of a partner organisation through which people arrive."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="channels")
    key = models.CharField(max_length=50, validators=[valid_key])
    title = models.CharField(max_length=200)
    short_text = models.TextField(
        "short invitation", max_length=500, blank=True, help_text="Empty: the ready-made one."
    )
    long_text = models.TextField(
        "long invitation", max_length=4000, blank=True, help_text="Empty: the ready-made one."
    )
    joined_before = models.PositiveIntegerField(
        default=0, help_text="People who came this way according to an imported archive."
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ["workshop", "position", "key"]
        constraints = [models.UniqueConstraint(fields=["workshop", "key"], name="channel_key_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def link(self) -> str:
        """Return the address, host included, by which people come from the organisation."""
        kwargs = {"slug": self.workshop.slug, "channel": self.key}
        return settings.SITE_URL + reverse("workshop:arrive", kwargs=kwargs)

    @property
    def typed_link(self) -> str:
        """Return the link as people type it from paper."""
        return self.link.partition("://")[2].rstrip("/")


class Participant(models.Model):
    """One person in one workshop: registered, and joined once the gateway is finished."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="participations",
        help_text="Empty for the participants of an imported archive.",
    )
    archive_id = models.CharField(max_length=40, blank=True)
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.SET_NULL, related_name="participants"
    )
    joined_at = models.DateTimeField(
        null=True, blank=True, help_text="Midnight of the day for whoever joins live."
    )
    visits = models.PositiveIntegerField(default=0)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    # When the visit before this one ended; what is later is new to the person.
    seen_before_at = models.DateTimeField(null=True, blank=True)
    first_posted_at = models.DateTimeField(null=True, blank=True)
    first_contributed_at = models.DateTimeField(null=True, blank=True)
    contribution_counted = models.BooleanField(
        default=False, help_text="The response's bit has been set, in a batch."
    )
    mailings_stopped_at = models.DateTimeField(null=True, blank=True)
    email_choice = models.CharField(max_length=8, choices=EmailChoice, default=EmailChoice.NONE)
    uses_keys = models.BooleanField("reads lists with the keyboard", default=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "user"], name="participant_once"),
            models.UniqueConstraint(
                fields=["workshop", "archive_id"],
                condition=~Q(archive_id=""),
                name="participant_archive_id_once",
            ),
            models.CheckConstraint(
                condition=Q(first_posted_at=None) | Q(first_contributed_at__isnull=False),
                name="participant_who_posted_contributed",
            ),
            models.CheckConstraint(
                condition=Q(email_choice__in=EmailChoice.values),
                name="participant_email_choice_known",
            ),
        ]

    @property
    def has_joined(self) -> bool:
        """Say whether the gateway is finished."""
        return self.joined_at is not None


class Preregistration(models.Model):
    """An e-mail address left before the opening, invited when it opens."""

    workshop = models.ForeignKey(
        Workshop, on_delete=models.CASCADE, related_name="preregistrations"
    )
    email = models.EmailField("e-mail address", max_length=254)
    email_key = models.CharField(max_length=254, editable=False)
    channel = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.SET_NULL)
    created_on = models.DateField(auto_now_add=True)
    mailings_stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "email_key"], name="preregistration_once")
        ]

    def save(self, *args, **kwargs) -> None:
        """Store the address under the one form in which it is compared."""
        self.email_key = address_key(self.email)
        super().save(*args, **kwargs)


class LeftAddress(models.Model):
    """That somebody erased their account while the workshop ran, as a keyed hash of the address.

    Their votes stay, so they may not come back and vote again. Rows go when the workshop closes.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "address_hash"], name="left_address_once")
        ]


class HourCount(models.Model):
    """How many visits began and how many people joined in an hour of a workshop: numbers alone."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="hour_counts")
    hour = models.DateTimeField()
    visits = models.PositiveIntegerField(default=0)
    joins = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "hour"], name="hour_counted_once")
        ]
