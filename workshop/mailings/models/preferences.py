"""What a person does not want to get, one row for each kind of mailing."""

from django.db import models
from django.db.models import Q

from workshop.mailings.enums import MailingKind
from workshop.models import Participant


class StoppedKind(models.Model):
    """A kind of mailing that a participant stopped, where they did not stop them all."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="stopped_kinds"
    )
    kind = models.CharField(max_length=10, choices=MailingKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "kind"], name="stopped_kind_once"),
            models.CheckConstraint(
                condition=Q(kind__in=MailingKind.values), name="stopped_kind_known"
            ),
        ]
