"""Erasing an account: everything that is somebody's goes, what they gave stays and is nobody's."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gateway.models import Draft
from gateway.services.changes import answers_erase
from ideas.services import contributions_erase, contributions_unlink, posts_hold
from workshop.accounts.models import User
from workshop.common.errors import DomainError
from workshop.mailings.services import deliveries_forget
from workshop.models import Participant, Preregistration
from workshop.services import participant_leave, preregistrations_erase

LEAVE, HIDE, ERASE = "leave", "hide", "erase"


@transaction.atomic
def own_erase(
    *,
    participant: Participant,
    answers: bool,
    contributions: str,
    account: bool = False,
    now: datetime | None = None,
) -> None:
    """Erase what a person gave to one workshop and, if so chosen, their account: all or nothing.

    `contributions` is LEAVE (as they are), HIDE (withdrawn, the text kept out of sight) or ERASE
    (withdrawn, and the text gone). Raises DomainError for answers after the seal, and for the
    account of staff.
    """
    if account:
        _account_require(participant.user)
    if answers:
        answers_erase(participant=participant)
    if contributions != LEAVE:
        with_text = contributions == ERASE
        contributions_erase(participant=participant, with_text=with_text, now=now)
    if account:
        account_erase(user=participant.user, now=now)


@transaction.atomic
def account_erase(*, user: User, now: datetime | None = None) -> None:
    """Erase an account with its address; contributions stay where they are, and are nobody's.

    Votes stay counted. Finished answers stay too, among those of others. Raises DomainError for
    staff, whose accounts the operator looks after.
    """
    _account_require(user)
    # Ideas before people and people before their account: who writes holds them in this order, the
    # last when it commits.
    posts_hold(people=user.participations.all())
    # Whoever writes or votes with this account at this moment waits, and is then refused.
    held = user.participations.select_for_update(of=("self",)).order_by("pk")
    list(held.values_list("pk"))
    user = User.objects.select_for_update().get(pk=user.pk)
    # Only now can the account join no further workshop.
    people = list(held.select_related("workshop", "user"))
    early = Preregistration.objects.filter(email_key=user.email_key)
    deliveries_forget(participants=people, preregistrations=early)
    for participant in people:
        Draft.objects.filter(participant=participant, finished=False).delete()
        contributions_unlink(participant=participant)
        participant_leave(participant=participant, now=now or timezone.now())
    preregistrations_erase(preregistrations=early)
    user.delete()


def _account_require(user: User) -> None:
    if user.is_staff:
        raise DomainError("This is an account of the staff. Ask the operator to close it.")
