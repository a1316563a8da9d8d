"""Every write of the privacy room: erasing, sealing, and keeping nothing too long."""

from workshop.privacy.services.correction import own_address_change
from workshop.privacy.services.erasure import (
    ERASE,
    HIDE,
    LEAVE,
    account_erase,
    own_erase,
)
from workshop.privacy.services.retention import retention_run
from workshop.privacy.services.seal import (
    seal_ask,
    seal_confirm,
    seal_withdraw,
    workshop_seal,
)

__all__ = [
    "ERASE",
    "HIDE",
    "LEAVE",
    "account_erase",
    "own_address_change",
    "own_erase",
    "retention_run",
    "seal_ask",
    "seal_confirm",
    "seal_withdraw",
    "workshop_seal",
]
