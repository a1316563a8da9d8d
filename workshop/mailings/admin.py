"""The mailings of all workshops, as a list that leads to the page of each.

Nothing is written here: a second way of editing would be a second set of rules.
"""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from workshop.common.staff_lists import StaffScreen
from workshop.mailings.models import Mailing


@admin.register(Mailing)
class MailingAdmin(StaffScreen):
    """Find a mailing of any workshop."""

    list_display = ["subject", "workshop", "kind", "send_at", "state"]
    list_filter = ["workshop", "state", "kind"]
    list_select_related = ["workshop"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave making one to the plan of its workshop."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        """Keep what somebody may have received."""
        return obj is not None and obj.started_at is None

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context=None
    ) -> HttpResponse:
        """Lead to the page of the mailing."""
        mailing = get_object_or_404(Mailing.objects.select_related("workshop"), pk=object_id)
        return redirect("mailings:mailing", mailing.workshop.slug, mailing.key)
