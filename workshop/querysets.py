"""Reads of the event, named by what they answer."""

from datetime import datetime

from django.db import models


class WorkshopQuerySet(models.QuerySet):
    """Workshops by the clock."""

    def open_at(self, now: datetime) -> "WorkshopQuerySet":
        """Return the workshops that are open at a moment."""
        return self.filter(opens_at__lte=now, closes_at__gt=now)


class ParticipantQuerySet(models.QuerySet):
    """People of a workshop, as audiences need them."""

    def joined(self) -> "ParticipantQuerySet":
        """Return those who finished the gateway."""
        return self.filter(joined_at__isnull=False)

    def unfinished(self) -> "ParticipantQuerySet":
        """Return those who registered and have not finished the gateway."""
        return self.filter(joined_at=None)

    def contributors(self) -> "ParticipantQuerySet":
        """Return participants with at least one contribution."""
        return self.joined().filter(first_contributed_at__isnull=False)

    def spectators(self) -> "ParticipantQuerySet":
        """Return participants without any contribution."""
        return self.joined().filter(first_contributed_at=None)

    def voters(self) -> "ParticipantQuerySet":
        """Return participants who voted and posted nothing."""
        return self.contributors().filter(first_posted_at=None)
