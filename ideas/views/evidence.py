"""Files of evidence: to keep, never to open on our pages."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ideas.evidence import EXTENSIONS, TYPES
from ideas.models import Evidence
from workshop.common.http import allow_methods
from workshop.doors import participant_view, staff_view
from workshop.models import Participant

# Opened in a browser all the same, such a file may do nothing.
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


@allow_methods("GET")
@participant_view
def evidence(request: HttpRequest, participant: Participant, public_id: str) -> FileResponse:
    """Send the file of an idea that is shown."""
    rows = Evidence.objects.select_related("idea")
    found = get_object_or_404(
        rows, idea__workshop=participant.workshop_id, idea__public_id=public_id
    )
    if not found.idea.is_visible:
        raise Http404("What belongs to an idea is shown as long as the idea is.")
    return _sent(found)


@allow_methods("GET")
@staff_view("ideas.view_idea")
def evidence_for_staff(request: HttpRequest, slug: str, public_id: str) -> FileResponse:
    """Send the file of an idea in any state to those who moderate."""
    where = {"idea__workshop__slug": slug, "idea__public_id": public_id}
    return _sent(get_object_or_404(Evidence, **where))


def _sent(found: Evidence) -> FileResponse:
    """Return a file as a download, under a name that says what it is and nothing else."""
    try:
        content = found.file.open("rb")
    except FileNotFoundError as lost:
        raise Http404("The file is not on this machine.") from lost
    name = f"evidence.{EXTENSIONS[found.kind]}"
    response = FileResponse(
        content, as_attachment=True, filename=name, content_type=TYPES[found.kind]
    )
    response["Content-Security-Policy"] = POLICY
    return response
