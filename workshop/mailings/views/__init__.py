"""Pages of the mailings: their plan, leaving the list, the packs by which partners invite."""

from workshop.mailings.views.deciding import decide
from workshop.mailings.views.inviting import channels, pack, qr, sheet
from workshop.mailings.views.planning import mailing, new, plan, when
from workshop.mailings.views.reaching import before, who, who_size
from workshop.mailings.views.stopping import preferences, stop
from workshop.mailings.views.telling import events
from workshop.mailings.views.writing import preview, text

__all__ = [
    "before",
    "channels",
    "decide",
    "events",
    "mailing",
    "new",
    "pack",
    "plan",
    "preferences",
    "preview",
    "qr",
    "sheet",
    "stop",
    "text",
    "when",
    "who",
    "who_size",
]
