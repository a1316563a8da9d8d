"""Pages of the mailings: leaving the list, and the packs by which partners invite."""

from workshop.mailings.views.inviting import channels, pack, qr, sheet
from workshop.mailings.views.stopping import stop

__all__ = ["channels", "pack", "qr", "sheet", "stop"]
