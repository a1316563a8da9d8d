"""What every list of the staff's screens stands on."""

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.http import HttpRequest


class OwnFiltersOnly:
    """A screen whose list can be filtered by what it offers at its side, and by nothing else.

    Django filters a list by any field that the address names, an author or the second of posting
    too, so that the answer tells what the screen does not show.
    """

    def lookup_allowed(self, lookup: str, value, request: HttpRequest | None = None) -> bool:
        """Allow what the screen's own filters ask."""
        offered = self.list_filter if request is None else self.get_list_filter(request)
        asked = {name for each in offered for name in self._asked_by(each)}
        return lookup in asked and super().lookup_allowed(lookup, value, request)

    def _asked_by(self, offered: str | type[admin.SimpleListFilter]) -> list[str]:
        """Return the lookups that the links of one filter have."""
        if not isinstance(offered, str):
            return [offered.parameter_name]
        field = get_fields_from_path(self.model, offered)[-1]
        target = f"__{field.target_field.name}" if field.is_relation else ""
        return [offered, f"{offered}__exact", f"{offered}{target}__exact", f"{offered}__isnull"]


class StaffScreen(OwnFiltersOnly, admin.ModelAdmin):
    """A screen of the staff's that has no other base."""
