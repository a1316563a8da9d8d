"""What the staff's screens have in common."""

from contextlib import nullcontext

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from workshop.common.errors import DomainError
from workshop.common.staff_lists import StaffScreen
from workshop.models import Workshop

NOTHING_DECIDED = "Nothing was decided, so nothing has changed."


def workshop_of(obj) -> Workshop | None:
    """Return the workshop a row belongs to, or None for a row that is not there yet."""
    return obj if obj is None or isinstance(obj, Workshop) else obj.workshop


class LocalDateTimeInput(forms.DateTimeInput):
    """The browser's own date and time control: one labelled field, no script."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class WorkshopZoneAdmin(StaffScreen):
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


class DecisionForm(forms.ModelForm):
    """A form on which staff also decide: a list of decisions that fit the row's state.

    A subclass gives `decisions`, {state: {decision: its words}}.
    """

    decisions: dict[str, dict[str, str]] = {}
    decision = forms.ChoiceField(label="What to do", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [("", "Nothing, only save"), *self.possible().items()]

    def possible(self) -> dict[str, str]:
        """Return the decisions that fit the row as it is, each with its words."""
        return self.decisions.get(self.instance.state, {})


class DecisionAdmin(WorkshopZoneAdmin):
    """Carries out a decision through the room's services; a refusal is shown, nothing is lost.

    A subclass gives `decide(request, obj, decision, form)`, which may raise DomainError. It returns
    in words what has happened, or nothing where the admin's own words will do.
    """

    def save_model(self, request: HttpRequest, obj, form, change: bool) -> None:
        """Store what may be edited, then do what was decided."""
        if form.changed_data and self.may_edit(obj, change):
            super().save_model(request, obj, form, change)
        decision = form.cleaned_data.get("decision")
        edits = self.may_edit(obj, change)
        if not decision:
            request.happened = None if edits else NOTHING_DECIDED
            return
        try:
            request.happened = self.decide(request, obj, decision, form)
        except DomainError as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            request.happened = None if edits else ""

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs) -> None:
        """Say what has happened in place of the admin's "was changed successfully"."""
        happened = getattr(request, "happened", None)
        if level == messages.SUCCESS and happened is not None:
            message = happened
        if message:
            super().message_user(request, message, level, *args, **kwargs)

    def may_edit(self, obj, change: bool) -> bool:
        """Say whether the row's own fields may be written here."""
        return True
