"""Who asked that a workshop be sealed, and who confirmed it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from workshop.models import Workshop


class SealRequest(models.Model):
    """One facilitator's wish to seal a workshop; another person carries it out."""

    workshop = models.OneToOneField(Workshop, on_delete=models.CASCADE, related_name="seal_request")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    # Empty for whoever confirmed it by command.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("asked_by")), name="seal_takes_two_people"
            )
        ]

    def __str__(self) -> str:
        return f"Seal of {self.workshop}"
