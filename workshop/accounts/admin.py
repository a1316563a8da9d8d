"""Accounts of staff. Participants' accounts are in no screen."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group

from workshop.accounts.models import User
from workshop.common.staff_lists import OwnFiltersOnly

# Roles are code (roles.py), and these two screens would list participants.
admin.site.unregister([Group, EmailAddress, Authenticator])


class StaffCreationForm(AdminUserCreationForm):
    """A new member of staff: an address and a first password."""

    class Meta:
        model = User
        fields = ("email",)


@admin.register(User)
class StaffAdmin(OwnFiltersOnly, UserAdmin):
    """Who works here, in which roles. Nobody becomes a superuser through this page."""

    add_form = StaffCreationForm
    list_display = ["email", "is_active", "roles"]
    list_filter = ["groups"]
    search_fields = ["email"]
    ordering = ["email"]
    filter_horizontal = ["groups"]
    fieldsets = [(None, {"fields": ["email", "password", "is_active", "groups"]})]
    add_fieldsets = [
        (None, {"fields": ["email", "usable_password", "password1", "password2", "groups"]})
    ]

    def get_queryset(self, request):
        """Return staff alone."""
        return super().get_queryset(request).filter(is_staff=True).prefetch_related("groups")

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        """Return the names of the person's roles."""
        return ", ".join(group.name for group in user.groups.all())

    def save_model(self, request, obj, form, change) -> None:
        """Store the account as one of staff."""
        obj.is_staff = True
        super().save_model(request, obj, form, change)
