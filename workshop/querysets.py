"""Reads of the event, named by what they answer."""

from datetime import datetime

from django.db import models
from django.db.models import Count, F, Q


class WorkshopQuerySet(models.QuerySet):
    """Workshops by the clock."""

    def open_at(self, now: datetime) -> "WorkshopQuerySet":
        """Return the workshops that are open at a moment."""
        return self.filter(opens_at__lte=now, closes_at__gt=now)

    def with_question_count(self) -> "WorkshopQuerySet":
        """Add `question_count`, the number of questions on the way in."""
        return self.annotate(question_count=Count("questionnaire__questions"))

    def answering(self) -> "WorkshopQuerySet":
        """Return the workshops that have an address for questions."""
        return self.exclude(contact="")

    def asking(self) -> "WorkshopQuerySet":
        """Return the workshops that have questions on the way in."""
        return self.filter(questionnaire__questions__isnull=False).distinct()


class ChannelQuerySet(models.QuerySet):
    """Links of partner organisations."""

    def with_joined(self) -> "ChannelQuerySet":
        """Add `joined`, how many people came through each, here and in an archive before."""
        here = Count("participants", filter=Q(participants__joined_at__isnull=False))
        return self.annotate(joined=F("joined_before") + here)


class ParticipantQuerySet(models.QuerySet):
    """People of a workshop, as audiences need them."""

    def of(self, user, slug: str) -> "ParticipantQuerySet":
        """Return the person's row in a workshop, with the workshop, in one query."""
        return self.select_related("workshop").filter(user_id=user.pk, workshop__slug=slug)

    def held(self, participant) -> "ParticipantQuerySet":
        """Return the row of a person who still has an account, which cannot be erased meanwhile."""
        rows = self.select_for_update(no_key=True).order_by()
        return rows.filter(pk=participant.pk, user__isnull=False)

    def away_since(self, moment: datetime) -> "ParticipantQuerySet":
        """Return those not seen since a moment, or never."""
        return self.filter(Q(last_seen_at=None) | Q(last_seen_at__lt=moment))

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
