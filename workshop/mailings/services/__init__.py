"""Every write of the mailings, one module for each matter."""

from workshop.mailings.services.approval import approval_ask, approval_give, approval_refuse
from workshop.mailings.services.audience import mailing_audience_save
from workshop.mailings.services.building import mailing_build
from workshop.mailings.services.campaign import mailing_make, ready_plan_make
from workshop.mailings.services.claiming import mailing_claim
from workshop.mailings.services.dates import mailing_follow_dates, mailing_move, times_follow
from workshop.mailings.services.forget import (
    address_erase,
    deliveries_forget,
    deliveries_forget_words,
    deliveries_readdress,
    deliveries_sweep_erased,
)
from workshop.mailings.services.invitations import invitations_plan
from workshop.mailings.services.ledger import (
    deliveries_sweep,
    delivery_hand_over,
    delivery_record,
    delivery_resend_unknown,
)
from workshop.mailings.services.plan import (
    mailing_cancel,
    mailing_edit_require,
    mailing_for_edit,
    mailing_pause,
    mailing_ready_require,
    mailing_resume,
    mailing_schedule,
    mailing_switch_off,
    time_require,
)
from workshop.mailings.services.preferences import address_try_again, preferences_set
from workshop.mailings.services.returns import (
    EVENTS_KEPT,
    bounce_file_read,
    mail_events_sweep,
    mailbox_read,
    return_record,
)
from workshop.mailings.services.stop import (
    mailings_start,
    mailings_stop,
    summaries_choose,
    target_count,
    target_stop,
)
from workshop.mailings.services.summaries import summaries_plan
from workshop.mailings.services.suppress import suppression_add, suppression_lift
from workshop.mailings.services.tick import Tally, mailings_tick

__all__ = [
    "EVENTS_KEPT",
    "Tally",
    "address_erase",
    "approval_ask",
    "approval_give",
    "approval_refuse",
    "mailing_audience_save",
    "bounce_file_read",
    "address_try_again",
    "deliveries_forget",
    "deliveries_forget_words",
    "deliveries_readdress",
    "deliveries_sweep",
    "deliveries_sweep_erased",
    "delivery_hand_over",
    "delivery_record",
    "delivery_resend_unknown",
    "invitations_plan",
    "mail_events_sweep",
    "mailbox_read",
    "mailing_build",
    "mailing_cancel",
    "mailing_claim",
    "mailing_edit_require",
    "mailing_follow_dates",
    "mailing_for_edit",
    "mailing_make",
    "mailing_move",
    "mailing_pause",
    "mailing_ready_require",
    "mailing_resume",
    "mailing_schedule",
    "mailing_switch_off",
    "mailings_start",
    "mailings_stop",
    "mailings_tick",
    "preferences_set",
    "summaries_choose",
    "summaries_plan",
    "target_count",
    "target_stop",
    "ready_plan_make",
    "time_require",
    "times_follow",
    "return_record",
    "suppression_add",
    "suppression_lift",
]
