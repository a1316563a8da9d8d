"""What is due, whom it reaches, and what staff see of it: numbers, never addresses."""

from workshop.mailings.selectors.channels import (
    channel_or_404,
    channels_page,
    sheet_page,
)
from workshop.mailings.selectors.due import (
    INVITATION_KEY,
    LATE,
    is_too_late,
    mailing_plan,
    mailings_due,
    workshops_to_invite,
)
from workshop.mailings.selectors.preferences import (
    preferences_of,
    stop_page,
    suppression_cause,
    suppression_words,
)
from workshop.mailings.selectors.reach import (
    mailing_recipient_count,
    number_words,
)
from workshop.mailings.selectors.returns import suppression_counts

__all__ = [
    "INVITATION_KEY",
    "LATE",
    "channel_or_404",
    "channels_page",
    "is_too_late",
    "mailing_plan",
    "mailing_recipient_count",
    "mailings_due",
    "number_words",
    "preferences_of",
    "sheet_page",
    "stop_page",
    "suppression_cause",
    "suppression_counts",
    "suppression_words",
    "workshops_to_invite",
]
