"""The cheapest read and the cheapest write that know who asks."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from bench.floor.models import Line, Mark


@require_GET
def line_show(request, key):
    """Session, user and one row by an index: three queries, one line of template."""
    line = get_object_or_404(Line, key=key)
    return render(request, "floor/line.html", {"line": line, "name": request.user.get_username()})


@require_POST
def line_mark(request, pk):
    """Session, user and one upsert in a transaction."""
    with transaction.atomic():
        Mark.objects.bulk_create(
            [Mark(line_id=pk, user_id=request.user.pk, value=int(request.POST["value"]))],
            update_conflicts=True,
            unique_fields=["line", "user"],
            update_fields=["value"],
        )
    return HttpResponse("marked")
