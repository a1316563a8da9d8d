"""Which admin site the project uses."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """The admin behind a second factor."""

    default_site = "workshop.accounts.admin_site.StaffAdminSite"
