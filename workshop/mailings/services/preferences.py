"""What a person wants to get of us, and that we may try an address again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from workshop.common.errors import DomainError
from workshop.mailings.enums import PLANNED_KINDS, SuppressionCause
from workshop.mailings.models import StoppedKind, Suppression
from workshop.mailings.services.stop import summaries_choose, target_count
from workshop.mailings.services.suppress import suppression_lift
from workshop.mailings.suppressions import suppression_hash
from workshop.mailings.tokens import StopTarget
from workshop.models import Participant

NOT_SURE = "Confirm that you want our messages again."


@transaction.atomic
def preferences_set(
    *,
    target: StopTarget,
    kinds: Iterable[str],
    email_choice: str | None = None,
    now: datetime | None = None,
) -> None:
    """Keep the kinds of mailing that a participant wants, and their summaries where one was chosen.

    Who stopped the kind of the message whose link was used counts as having left by it. Raises
    DomainError.
    """
    participant, wanted = target.person, set(kinds)
    if not wanted <= set(PLANNED_KINDS):
        raise DomainError("Choose from the list of messages.")
    people = Participant.objects.select_for_update(of=("self",))
    if people.filter(pk=participant.pk, user__isnull=False).first() is None:
        return  # erased in this moment: nothing is kept of them
    if email_choice is not None:
        summaries_choose(participant=participant, email_choice=email_choice, now=now)
    stopped = [kind for kind in PLANNED_KINDS if kind not in wanted]
    rows = StoppedKind.objects.filter(participant=participant)
    rows.filter(kind__in=wanted).delete()
    StoppedKind.objects.bulk_create(
        [StoppedKind(participant=participant, kind=kind) for kind in stopped],
        ignore_conflicts=True,
    )
    if target.delivery and target.delivery.mailing.kind in stopped:
        target_count(target=target, stopped=True)


@transaction.atomic
def address_try_again(*, participant: Participant, confirmed: bool) -> None:
    """Write to a person's address again, on that person's word.

    Raises DomainError where a message was reported as unwanted and the word is not plain enough.
    """
    key = participant.user.email_key
    rows = Suppression.objects.filter(address_hash=suppression_hash(key))
    if not confirmed and rows.filter(cause=SuppressionCause.COMPLAINT).exists():
        raise DomainError(NOT_SURE)
    suppression_lift(address_key=key, despite_complaint=True)
