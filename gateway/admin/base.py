"""What the pages of a section and of a question share."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gateway.models import Questionnaire
from gateway.services.arranging import part_delete
from gateway.services.building import LockedError, questionnaire_is_locked
from workshop.common.errors import DomainError
from workshop.common.staff_lists import StaffScreen

CHOOSE_FIRST = "Open the questions of a workshop first."
NOT_SAVED = "Answers have come in, so only typing errors can be mended now. Nothing was saved."
# What a page offers only while nobody has answered.
UNLOCKED_NAMES = {"kind", "required", "section", "key", "asked_if", "more_options", "position"}
UNLOCKED_ENDINGS = ("-position", "-key", "-DELETE")


def builder_path(questionnaire_id: int, anchor: str = "") -> str:
    """Return the path of the page with all questions, at one of them if told."""
    path = reverse("admin:gateway_questionnaire_change", args=[questionnaire_id])
    return f"{path}#{anchor}" if anchor else path


def builder_list_path() -> str:
    """Return the path of the page with the questionnaires of all workshops."""
    return reverse("admin:gateway_questionnaire_changelist")


def is_locked(request: HttpRequest, questionnaire: Questionnaire | None) -> bool:
    """Say whether answers are in, asking once a request."""
    if questionnaire is None:
        return False
    known = request.__dict__.setdefault("locked_questionnaires", {})
    if questionnaire.pk not in known:
        known[questionnaire.pk] = questionnaire_is_locked(questionnaire=questionnaire)
    return known[questionnaire.pk]


def asks_for_more(request: HttpRequest) -> bool:
    """Say whether a form holds more than the labels that can be mended."""
    return any(name in UNLOCKED_NAMES or name.endswith(UNLOCKED_ENDINGS) for name in request.POST)


class PartAdmin(StaffScreen):
    """What a section and a question share: reached from the builder's page, and back to it.

    A subclass gives `locked_form`, for the label alone, and `parent_lookup`, by which a new row's
    form names its questionnaire.
    """

    actions = None
    locked_form: type
    parent_lookup: tuple[str, str]
    list_filter = ["questionnaire__workshop"]

    def get_queryset(self, request):
        """Return the rows with the workshop at hand."""
        return super().get_queryset(request).select_related("questionnaire__workshop")

    def has_module_permission(self, request) -> bool:
        """Stay out of the first page: the builder leads here."""
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        """Keep what people have answered."""
        locked = obj is not None and is_locked(request, obj.questionnaire)
        return not locked and super().has_delete_permission(request, obj)

    def parent(self, request: HttpRequest) -> Questionnaire | None:
        """Return the questionnaire that a new row is for, None if the request names none."""
        name, lookup = self.parent_lookup
        value = request.POST.get(name) or request.GET.get(name) or ""
        rows = Questionnaire.objects.select_related("workshop")
        return rows.filter(**{lookup: int(value)}).first() if value.isdecimal() else None

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return a form with the label alone once answers are in."""
        if obj and is_locked(request, obj.questionnaire):
            kwargs["form"] = self.locked_form
        return super().get_form(request, obj, change, **kwargs)

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url="", extra_context=None
    ) -> HttpResponse:
        """Show or store the form; what the lock or the order refuses is said, nothing is stored."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        if object_id and obj is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        questionnaire = obj.questionnaire if obj else self.parent(request)
        if questionnaire is None:
            return self._refuse(request, CHOOSE_FIRST, None)
        try:
            if is_locked(request, questionnaire):
                self._require_label_alone(request, obj)
            extra = self.page_context(request, obj, questionnaire)
            return super().changeform_view(request, object_id, form_url, extra)
        except DomainError as refusal:
            return self._refuse(request, refusal.message, questionnaire)

    def _require_label_alone(self, request: HttpRequest, obj) -> None:
        if obj is None:
            raise LockedError("Answers are in, so nothing can be added.")
        if request.method == "POST" and asks_for_more(request):
            raise LockedError(NOT_SAVED)

    def page_context(self, request, obj, questionnaire: Questionnaire) -> dict:
        """Return what our templates show beside the form."""
        locked = is_locked(request, questionnaire)
        return {
            "locked": locked,
            "questionnaire": questionnaire,
            "show_save_and_add_another": not locked,
            "show_save_and_continue": False,
        }

    def _refuse(self, request, words: str, questionnaire: Questionnaire | None) -> HttpResponse:
        self.message_user(request, words, messages.ERROR)
        path = builder_path(questionnaire.pk) if questionnaire else builder_list_path()
        return HttpResponseRedirect(path)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        """Ask, then delete, and go back to the builder's page."""
        obj = self.get_object(request, unquote(object_id))
        try:
            response = super().delete_view(request, object_id, extra_context)
        except DomainError as refusal:
            return self._refuse(request, refusal.message, obj.questionnaire)
        done = obj is not None and response.status_code == 302
        return HttpResponseRedirect(builder_path(obj.questionnaire_id)) if done else response

    def delete_model(self, request, obj) -> None:
        """Delete through the service, which looks at the lock again."""
        part_delete(part=obj)

    def response_post_save_add(self, request, obj) -> HttpResponse:
        """Go to the builder's page, where the row stands."""
        anchor = f"{self.opts.model_name}-{obj.pk}"
        return HttpResponseRedirect(builder_path(obj.questionnaire_id, anchor))

    response_post_save_change = response_post_save_add
