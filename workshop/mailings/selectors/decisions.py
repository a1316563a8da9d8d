"""What can be decided about a mailing as it is, and by whom, in the words of its buttons."""

from dataclasses import dataclass

from workshop.mailings.enums import MailingState
from workshop.mailings.models import Mailing


@dataclass(frozen=True)
class Decision:
    """One button: what it is called, what it does, and how it stands among the others."""

    value: str
    words: str
    hint: str = ""
    # The next thing to do; the others stand back.
    is_first: bool = False
    # Cannot be taken back, so it is asked about once more.
    is_final: bool = False
    on_the_plan: bool = False


SCHEDULE = Decision(
    "schedule", "Switch it on", "Then it goes out at its time by itself.",
    is_first=True, on_the_plan=True,
)  # fmt: skip
ASK = Decision(
    "ask", "Ask for approval", "A second person reads it and lets it go, or sends it back.",
    is_first=True, on_the_plan=True,
)  # fmt: skip
SWITCH_OFF = Decision(
    "switch-off", "Switch it off", "It becomes a draft again, which you can change.",
    on_the_plan=True,
)  # fmt: skip
TAKE_BACK = Decision("switch-off", "Take it back", "It becomes a draft again.", on_the_plan=True)
DRAFT_AGAIN = Decision("switch-off", "Make it a draft again", "For another day.")
APPROVE = Decision("approve", "Approve it", "Then it goes out at its time.", is_first=True)
SEND_BACK = Decision("send-back", "Send it back", "It becomes a draft again.")
PAUSE = Decision(
    "pause", "Pause it", "Within five seconds nothing more leaves.", is_first=True, on_the_plan=True
)
RESUME = Decision("resume", "Go on with it", "Nobody gets it twice.", is_first=True)
RESUME_NOT_BEGUN = Decision(
    "resume", "Switch it on again", "It goes out at its time, or at once if that has passed.",
    is_first=True,
)  # fmt: skip
RESEND = Decision(
    "resend", "Resend to unknown",
    "Of some we do not know whether the message arrived. They get it once more; a few may have it "
    "twice then.",
    is_final=True,
)  # fmt: skip
CANCEL = Decision(
    "cancel", "Cancel it for good", "Nothing of it goes out any more, and it cannot be brought "
    "back.",
    is_final=True,
)  # fmt: skip


def decisions_for(
    mailing: Mailing, *, user=None, unknown: int = 0, ready: bool = True
) -> list[Decision]:
    """Return what somebody may decide now.

    `unknown` messages may be sent again; one that is not `ready` cannot be switched on.
    """
    begun = mailing.started_at is not None
    start = [ASK if mailing.workshop.approves_mailings else SCHEDULE] if ready else []
    resend = [RESEND] if unknown else []
    by_state = {
        MailingState.DRAFT: [*start, CANCEL],
        MailingState.ASKED: [*_approval(mailing, user), TAKE_BACK, CANCEL],
        MailingState.SCHEDULED: [SWITCH_OFF, CANCEL],
        MailingState.BUILDING: [],
        MailingState.SENDING: [PAUSE, CANCEL],
        MailingState.PAUSED: [RESUME, *resend, CANCEL]
        if begun
        else [RESUME_NOT_BEGUN, DRAFT_AGAIN, CANCEL],
        MailingState.DONE: resend,
        MailingState.CANCELLED: [],
    }
    return by_state[mailing.state]


def _approval(mailing: Mailing, user) -> list[Decision]:
    """Return what a second person may say: never who asked."""
    is_second = user is not None and mailing.asked_by_id not in (None, user.pk)
    return [APPROVE, SEND_BACK] if is_second else []
