"""The admin site: behind the site's own sign-in and a second factor."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from workshop.accounts.second_factor import is_staff_session, second_factor_needed


class StaffAdminSite(AdminSite):
    """Admin pages for staff; there is no sign-in form of its own that could go round the limits."""

    site_header = "Workshop staff pages"
    site_title = "Workshop"
    index_title = "What would you like to do?"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in staff whose session has a second factor."""
        return is_staff_session(request)

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Send strangers to the sign-in page, participants away, staff to their second factor."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or "/admin/")
        if not request.user.is_staff:
            raise PermissionDenied
        return second_factor_needed(request)
