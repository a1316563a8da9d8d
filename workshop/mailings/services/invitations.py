"""The invitation that whoever left an address before the opening was promised.

It plans itself, once for a workshop, as soon as somebody has pre-registered. A workshop with an
invitation in any state, be it a draft or cancelled, is left to its facilitators. Where a second
person approves each mailing it is planned as a draft: nothing leaves then on nobody's word.

It goes at the opening, however the opening is moved, until somebody chooses another time
(`dates.times_follow`). None leaves before the opening.
"""

from datetime import datetime

from django.db import transaction

from workshop.mailings.enums import MailingState
from workshop.mailings.models import Mailing
from workshop.mailings.ready import INVITATION_KEY, READY, Ready
from workshop.mailings.selectors import workshops_to_invite
from workshop.mailings.services.dates import times_follow
from workshop.mailings.times import wall_of
from workshop.models import Workshop


@transaction.atomic
def invitations_plan(*, now: datetime) -> None:
    """Plan the invitations that are missing, and let all times follow their workshops' dates.

    The same statements whatever the number of workshops, but for one for each time that moved.
    Two at once plan one: the key of a mailing is unique in its workshop.
    """
    invitation = READY[INVITATION_KEY]
    missing = [ready_mailing(invitation, workshop) for workshop in workshops_to_invite(now)]
    if missing:
        Mailing.objects.bulk_create(missing, ignore_conflicts=True)
    times_follow()


def ready_mailing(ready: Ready, workshop: Workshop) -> Mailing:
    """Return a mailing of the ready-made plan, not stored yet: a draft, unless it was promised."""
    moment = ready.when(workshop)
    promised = ready.key == INVITATION_KEY and not workshop.approves_mailings
    return Mailing(
        workshop=workshop,
        key=ready.key,
        kind=ready.kind,
        audience=list(ready.audience),
        send_at=moment,
        wall_time=wall_of(moment, workshop.zone),
        zone=workshop.timezone,
        follows_dates=True,
        subject=ready.subject,
        preheader=ready.preheader,
        body=ready.body,
        state=MailingState.SCHEDULED if promised else MailingState.DRAFT,
    )
