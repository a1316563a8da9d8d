"""Every write of the mailings, one module for each matter."""

from workshop.mailings.services.building import mailing_build
from workshop.mailings.services.forget import (
    address_erase,
    deliveries_forget,
    deliveries_readdress,
    deliveries_sweep_erased,
)
from workshop.mailings.services.invitations import invitations_plan
from workshop.mailings.services.ledger import (
    deliveries_sweep,
    delivery_hand_over,
    delivery_record,
    delivery_resend_unknown,
    mailing_claim,
)
from workshop.mailings.services.plan import (
    mailing_cancel,
    mailing_edit_require,
    mailing_pause,
    mailing_resume,
    mailing_schedule,
)
from workshop.mailings.services.preferences import address_try_again, preferences_set
from workshop.mailings.services.stop import (
    mailings_start,
    mailings_stop,
    summaries_choose,
    target_count,
    target_stop,
)
from workshop.mailings.services.summaries import summaries_plan
from workshop.mailings.services.tick import Tally, mailings_tick

__all__ = [
    "Tally",
    "address_erase",
    "address_try_again",
    "deliveries_forget",
    "deliveries_readdress",
    "deliveries_sweep",
    "deliveries_sweep_erased",
    "delivery_hand_over",
    "delivery_record",
    "delivery_resend_unknown",
    "invitations_plan",
    "mailing_build",
    "mailing_cancel",
    "mailing_claim",
    "mailing_edit_require",
    "mailing_pause",
    "mailing_resume",
    "mailing_schedule",
    "mailings_start",
    "mailings_stop",
    "mailings_tick",
    "preferences_set",
    "summaries_choose",
    "summaries_plan",
    "target_count",
    "target_stop",
]
