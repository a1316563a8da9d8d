"""Pages of the event."""

from workshop.views.joining import code, join
from workshop.views.preregistering import preregister, preregister_code, preregistered
from workshop.views.public import arrive, home, landing, look

__all__ = [
    "arrive",
    "code",
    "home",
    "join",
    "landing",
    "look",
    "preregister",
    "preregister_code",
    "preregistered",
]
