"""Pages of the event."""

from workshop.views.joining import code, join
from workshop.views.preregistering import preregister, preregister_code, preregistered
from workshop.views.public import arrive, card, home, landing, logo, look

__all__ = [
    "arrive",
    "card",
    "code",
    "home",
    "join",
    "landing",
    "logo",
    "look",
    "preregister",
    "preregister_code",
    "preregistered",
]
