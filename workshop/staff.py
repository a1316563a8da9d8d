"""What the staff's screens have in common."""

from contextlib import nullcontext

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from workshop.models import Workshop


def workshop_of(obj) -> Workshop | None:
    """Return the workshop a row belongs to, or None for a row that is not there yet."""
    return obj if obj is None or isinstance(obj, Workshop) else obj.workshop


class LocalDateTimeInput(forms.DateTimeInput):
    """The browser's own date and time control: one labelled field, no script."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class WorkshopZoneAdmin(admin.ModelAdmin):
    """Shows and reads every time of a row in its workshop's own zone."""

    formfield_overrides = {
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": LocalDateTimeInput},
    }

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url="", extra_context=None
    ) -> HttpResponse:
        """Answer with the workshop's zone in force, the template's rendering included."""
        workshop = workshop_of(self.get_object(request, object_id) if object_id else None)
        with timezone.override(workshop.zone) if workshop else nullcontext():
            extra = {"subtitle": f"Times are {workshop.timezone} time"} if workshop else {}
            response = super().changeform_view(
                request, object_id, form_url, extra | (extra_context or {})
            )
            if hasattr(response, "render"):
                response.render()
            return response
