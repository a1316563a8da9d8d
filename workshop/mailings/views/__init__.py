"""Pages of the mailings: their plan, leaving the list, the packs by which partners invite."""

from workshop.mailings.views.inviting import channels, pack, qr, sheet
from workshop.mailings.views.planning import mailing, plan
from workshop.mailings.views.stopping import preferences, stop
from workshop.mailings.views.telling import events

__all__ = ["channels", "events", "mailing", "pack", "plan", "preferences", "qr", "sheet", "stop"]
