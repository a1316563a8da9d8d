"""The invitation that whoever left an address before the opening was promised.

It plans itself, once for a workshop, as soon as somebody has pre-registered. A workshop with an
invitation in any state, be it a draft or cancelled, is left to its facilitators.

Two rules move a scheduled invitation, and no other does:
1. None leaves before the opening: one that is set for earlier goes at the opening.
2. One that planned itself goes at the opening, however the opening is moved, until somebody
   pauses it: from then on its time is that person's.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery

from workshop.mailings.enums import Audience, MailingKind, MailingState
from workshop.mailings.models import Mailing
from workshop.mailings.selectors import INVITATION_KEY, workshops_to_invite
from workshop.models import Workshop

# Says so in the admin, and marks whose time is ours: every decision of a person takes it away.
PLANNED = "It planned itself, and goes when the workshop opens."
SUBJECT = "{title} is open"
BODY = (
    "You left your address with us to hear when “{title}” opens. It is open now.\n\n"
    "Join here: {link}\n\n"
    "You can stop at any time and come back.\n\n"
    "Nobody sees who wrote or voted what: people read your words, never your name."
)


@transaction.atomic
def invitations_plan(*, now: datetime) -> None:
    """Plan the invitations that are missing and move those whose workshop's opening moved.

    Three statements at most, whatever the number of workshops. Two at once plan one: the key of a
    mailing is unique in its workshop.
    """
    missing = [_invitation(workshop) for workshop in workshops_to_invite(now)]
    if missing:
        Mailing.objects.bulk_create(missing, ignore_conflicts=True)
    _follow_openings()


def _invitation(workshop: Workshop) -> Mailing:
    return Mailing(
        workshop=workshop,
        key=INVITATION_KEY,
        kind=MailingKind.INVITATION,
        audience=[Audience.PREREGISTERED],
        send_at=workshop.opens_at,
        subject=SUBJECT,
        body=BODY,
        state=MailingState.SCHEDULED,
        reason=PLANNED,
    )


def _follow_openings() -> None:
    """Move scheduled invitations to the opening, by the two rules."""
    its_workshop = Workshop.objects.filter(pk=OuterRef("workshop_id"))
    earlier = its_workshop.filter(opens_at__gt=OuterRef("send_at"))
    elsewhen = its_workshop.exclude(opens_at=OuterRef("send_at"))
    scheduled = Mailing.objects.filter(kind=MailingKind.INVITATION, state=MailingState.SCHEDULED)
    scheduled.filter(Exists(earlier) | Q(Exists(elsewhen), reason=PLANNED)).update(
        send_at=Subquery(its_workshop.values("opens_at"))
    )
