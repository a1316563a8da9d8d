"""Pages of the event."""

from workshop.views.joining import code, join, preregister, preregistered
from workshop.views.public import arrive, home, landing, look

__all__ = ["arrive", "code", "home", "join", "landing", "look", "preregister", "preregistered"]
