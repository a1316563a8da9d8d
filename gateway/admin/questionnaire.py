"""The builder's own page: all questions in the order people see them, and what to do with them."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from gateway.admin.base import builder_list_path, builder_path, is_locked
from gateway.models import Question, Questionnaire, Section
from gateway.overview import overview
from gateway.services.arranging import question_move, questionnaire_start, section_move
from gateway.services.building import questionnaire_copy
from workshop.common.errors import DomainError
from workshop.common.staff_lists import StaffScreen
from workshop.models import Workshop

MOVES = {"question": (Question, question_move), "section": (Section, section_move)}


class StartForm(forms.ModelForm):
    """A new questionnaire: for which workshop, and its first heading."""

    workshop = forms.ModelChoiceField(
        Workshop.objects.filter(questionnaire=None),
        help_text="Workshops that have no questions yet.",
    )
    first_section = forms.CharField(
        max_length=200,
        initial="About you",
        help_text="Stands over the first questions. You can add more sections later.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = Questionnaire
        fields = ["workshop"]


class SourceField(forms.ModelChoiceField):
    """A questionnaire to choose, named by its workshop."""

    def label_from_instance(self, questionnaire: Questionnaire) -> str:
        """Return "Skills for everyone (15 questions)"."""
        count = questionnaire.count
        return f"{questionnaire.workshop} ({count} question{'' if count == 1 else 's'})"


class CopyForm(forms.Form):
    """Where to copy from; whoever has questions already agrees to lose them."""

    source = SourceField(
        Questionnaire.objects.none(), label="Copy from", empty_label="Choose a workshop"
    )
    replace = forms.BooleanField(
        error_messages={"required": "Tick this if the questions that are here may go."}
    )

    def __init__(self, target: Questionnaire, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = Questionnaire.objects.select_related("workshop").exclude(pk=target.pk)
        rows = rows.annotate(count=Count("questions")).filter(count__gt=0)
        self.fields["source"].queryset = rows.order_by("-workshop__opens_at")
        count = target.questions.count()
        if count:
            noun = "1 question that is" if count == 1 else f"{count} questions that are"
            self.fields["replace"].label = f"Replace the {noun} here"
        else:
            del self.fields["replace"]


@admin.register(Questionnaire)
class QuestionnaireAdmin(StaffScreen):
    """The questions of one workshop, to build, to look at, and to copy."""

    form = StartForm
    fields = ["workshop", "first_section"]
    actions = None
    list_display = ["workshop", "how_many"]
    list_select_related = ["workshop"]

    def get_queryset(self, request):
        """Return the questionnaires with the number of their questions."""
        rows = super().get_queryset(request).select_related("workshop")
        return rows.annotate(count=Count("questions"))

    @admin.display(description="questions")
    def how_many(self, questionnaire: Questionnaire) -> int:
        """Return the number of questions."""
        return questionnaire.count

    def has_delete_permission(self, request, obj=None) -> bool:
        """Keep a questionnaire that somebody has answered."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and obj is not None and not is_locked(request, obj)

    def get_urls(self) -> list:
        """Return the admin's pages with our own before them."""
        site = self.admin_site
        return [
            path(
                "<int:pk>/move/", site.admin_view(self.move_view), name="gateway_questionnaire_move"
            ),
            path(
                "<int:pk>/copy/", site.admin_view(self.copy_view), name="gateway_questionnaire_copy"
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """List all; for one workshop (?workshop=) go to its questions, or to making them."""
        named = request.GET.get("workshop", "")
        if not named.isdecimal() or not self.has_change_permission(request):
            return super().changelist_view(request, {"title": "Questions on the way in"})
        row = Questionnaire.objects.filter(workshop=int(named)).first()
        add = f"{builder_list_path()}add/?workshop={named}"
        return HttpResponseRedirect(builder_path(row.pk) if row else add)

    def add_view(self, request, form_url="", extra_context=None) -> HttpResponse:
        """Ask for which workshop; everything else is done on the builder's page."""
        context = {
            "title": "Questions on the way in for a workshop",
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        return super().add_view(request, form_url, context)

    def save_model(self, request, obj, form, change) -> None:
        """Store a new questionnaire with its first section."""
        questionnaire_start(questionnaire=obj, title=form.cleaned_data["first_section"])

    def response_add(self, request, obj, post_url_continue=None) -> HttpResponse:
        """Go on to the new questionnaire's page."""
        return HttpResponseRedirect(builder_path(obj.pk))

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        """Show the builder's page; every change has a page or a button of its own."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        questionnaire = self.get_object(request, unquote(object_id))
        if questionnaire is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        return self._page(request, "builder", questionnaire, overview(questionnaire))

    def _page(
        self, request: HttpRequest, name: str, questionnaire: Questionnaire, context: dict
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "title": f"Questions on the way in: {questionnaire.workshop}",
            "opts": self.opts,
            "questionnaire": questionnaire,
            "has_delete_permission": self.has_delete_permission(request, questionnaire),
        }
        request.current_app = self.admin_site.name
        template = f"admin/gateway/questionnaire/{name}.html"
        return TemplateResponse(request, template, shared | context)

    def _of_request(self, request: HttpRequest, pk: int) -> Questionnaire | None:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self.get_queryset(request).filter(pk=pk).first()

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move a question or a section one place: up=question-12, down=section-3."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        questionnaire = self._of_request(request, pk)
        up = "up" in request.POST
        name, _, number = request.POST.get("up" if up else "down", "").partition("-")
        model, move = MOVES.get(name, (None, None))
        row = None
        if questionnaire and model and number.isdecimal():
            row = model.objects.filter(questionnaire=questionnaire, pk=int(number)).first()
        if row is None:
            self.message_user(request, "That is not here any more.", messages.ERROR)
            return HttpResponseRedirect(builder_path(pk))
        try:
            move(**{name: row}, up=up)
        except DomainError as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
        return HttpResponseRedirect(builder_path(pk, f"{name}-{row.pk}"))

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Copy the questions of another workshop in place of those that are here."""
        questionnaire = self._of_request(request, pk)
        if questionnaire is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        form = CopyForm(questionnaire, request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                questionnaire_copy(source=form.cleaned_data["source"], target=questionnaire)
            except DomainError as refusal:
                form.add_error(None, refusal.message)
            else:
                self.message_user(request, "The questions are copied.", messages.SUCCESS)
                return HttpResponseRedirect(builder_path(pk))
        context = {"form": form, "locked": is_locked(request, questionnaire)}
        return self._page(request, "copy", questionnaire, context)
