"""Who answers: whose answers they are, where they are kept, and where the pages are."""

from django.http import HttpRequest
from django.urls import reverse

from gateway.journey import Answers
from gateway.models import Questionnaire
from gateway.selectors import Passage, passage, passage_through
from gateway.services import AnswerMissingError, answers_save, gateway_finish
from workshop.doors import step_path, wanted_path, with_query
from workshop.models import Participant, Workshop

BY_QUESTION, BY_SECTION = "question", "section"


class Respondent:
    """Somebody who answers, by question or by section, as the address of the page says."""

    routes: dict[str, str]
    is_preview = False

    def __init__(self, request: HttpRequest, workshop: Workshop) -> None:
        self.request, self.workshop = request, workshop
        by = request.GET.get("by")
        self.by = by if by in (BY_QUESTION, BY_SECTION) else ""

    def path(self, page: str, *, by: str = "", **kwargs) -> str:
        """Return the path of a page; what the person chose, and the way back, are kept."""
        path = reverse(self.routes[page], kwargs={"slug": self.workshop.slug, **kwargs})
        return with_query(path, next=wanted_path(self.request), by=by or self.by)

    def path_to(self, way: Passage, key: str | None, *, by: str = "") -> str:
        """Return the page on which a question is asked, the last page where there is none."""
        if key is None:
            return self.path("check")
        if (by or self.by) != BY_SECTION:
            return self.path("question", by=by, key=key)
        number = way.section_of(key)
        path = self.path("section", by=by, number=number)
        first = key in way.journey.section(number)[:1]
        return path if first else f"{path}#ask-{key}"


class ParticipantRespondent(Respondent):
    """A participant: the answers are kept in their draft."""

    routes = {
        "start": "gateway:start",
        "question": "gateway:question",
        "section": "gateway:section",
        "check": "gateway:check",
    }

    def __init__(self, request: HttpRequest, participant: Participant) -> None:
        super().__init__(request, participant.workshop)
        self.participant = participant

    @property
    def outside(self) -> str:
        """Return the page before the first question."""
        return self.workshop.get_absolute_url()

    @property
    def resume_path(self) -> str:
        """Return where to go on from any point."""
        return self.path("start")

    def passage(self) -> Passage:
        """Return the way through the questions with the answers so far."""
        return passage(participant=self.participant)

    def save(self, answers: Answers) -> None:
        """Keep some answers; raises DomainError when it is too late."""
        answers_save(participant=self.participant, answers=answers)

    def finish(self) -> str:
        """Let the person in and return where they go; raises as gateway_finish does."""
        gateway_finish(participant=self.participant)
        return wanted_path(self.request) or step_path("ideas:hall", self.workshop.slug)


class PreviewRespondent(Respondent):
    """Staff who look at the questions: answers stay in their session, so that it branches."""

    is_preview = True
    routes = {
        "start": "gateway:preview",
        "question": "gateway:preview_question",
        "section": "gateway:preview_section",
        "check": "gateway:preview_check",
    }

    def __init__(self, request: HttpRequest, questionnaire: Questionnaire) -> None:
        super().__init__(request, questionnaire.workshop)
        self.outside = reverse("admin:gateway_questionnaire_change", args=[questionnaire.pk])
        self.place = f"gateway_preview_{questionnaire.pk}"

    @property
    def resume_path(self) -> str:
        """Return where to go on from any point; the first page would begin afresh."""
        way = self.passage()
        return self.path_to(way, way.journey.missing)

    def begin(self) -> None:
        """Forget the answers of an earlier look."""
        self.request.session.pop(self.place, None)

    def passage(self) -> Passage:
        """Return the way through the questions with the answers of this look."""
        return passage_through(
            workshop=self.workshop, answers=self.request.session.get(self.place, {})
        )

    def save(self, answers: Answers) -> None:
        """Remember some answers until the look ends."""
        earlier = self.request.session.get(self.place, {})
        self.request.session[self.place] = earlier | answers

    def finish(self) -> str:
        """End the look and return the builder's page; raises AnswerMissingError."""
        if self.passage().journey.missing:
            raise AnswerMissingError("There is a question without an answer.")
        self.begin()
        return self.outside
