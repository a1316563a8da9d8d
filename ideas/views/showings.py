"""Being told what a person was shown: by a script, or by a picture where none runs."""

import base64

from django.http import HttpRequest, HttpResponse

from ideas import services
from workshop.common.http import allow_methods
from workshop.doors import participant_view
from workshop.models import Participant

# The smallest picture there is, which shows nothing.
DOT = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@allow_methods("GET", "POST")
@participant_view
def shown(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Count ideas as shown to the person: of a POST those in view, of a GET those of a page."""
    given = request.POST if request.method == "POST" else request.GET
    if request.method != "HEAD":
        services.showings_add(participant=participant, public_ids=given.getlist("idea"))
    if request.method == "POST":
        return HttpResponse(status=204)
    return HttpResponse(DOT, content_type="image/gif")
