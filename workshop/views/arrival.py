"""What is carried through the steps of the way in."""

from django.http import HttpRequest

from workshop.doors import wanted_path
from workshop.models import Workshop
from workshop.selectors import channel_of


def arrival_query(request: HttpRequest, workshop: Workshop) -> dict[str, str]:
    """Return what is carried through the steps: the channel's key and where to go afterwards."""
    key = request.GET.get("channel", "")
    known = bool(key) and channel_of(workshop=workshop, key=key)
    return {"channel": key if known else "", "next": wanted_path(request)}
