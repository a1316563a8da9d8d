"""What the builder's pages show. Numbers of people alone: no draft, no response, no answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gateway.cautions import Asked, Caution, cautions
from gateway.models import Question, Questionnaire, Section
from gateway.selectors import questions_of
from gateway.services.building import questionnaire_is_locked
from workshop.models import Participant, Preregistration, Workshop


@dataclass(frozen=True)
class Row:
    """A question in the builder's list; `number` is its place in all of it, 1 for the first."""

    number: int
    question: Question
    condition: str
    first: bool = False
    last: bool = False

    @property
    def kind(self) -> str:
        """Return in words how it is answered, and from how many answers."""
        count = len(self.question.options.all())
        answers = f", {count} answer{'' if count == 1 else 's'} to choose from" if count else ""
        return self.question.get_kind_display() + answers

    @property
    def required(self) -> str:
        """Return whether it may be passed."""
        return "an answer is required" if self.question.required else "may be left out"


@dataclass(frozen=True)
class Part:
    """A section with its rows."""

    section: Section
    first: bool
    last: bool
    rows: list[Row] = field(default_factory=list)


def condition_words(question: Question, asked: Question | None) -> str:
    """Return "Asked only if “Your role?” is Nurse or Doctor", "" for what everybody is asked."""
    if asked is None:
        return ""
    labels = [option.label for option in question.show_if_options.all()]
    return f"Asked only if “{asked.text}” is {' or '.join(labels)}"


def rows_of(questions: Sequence[Question]) -> list[Row]:
    """Return the questions, in their order, as the builder lists them."""
    by_pk = {question.pk: question for question in questions}
    return [
        Row(
            number=number,
            question=question,
            condition=condition_words(question, by_pk.get(question.show_if_question_id)),
            first=number == 1,
            last=number == len(questions),
        )
        for number, question in enumerate(questions, start=1)
    ]


def parts_of(questionnaire: Questionnaire, rows: Sequence[Row]) -> list[Part]:
    """Return the sections in order, each with its rows (1 query)."""
    sections = list(questionnaire.sections.all())
    return [
        Part(
            section=section,
            first=place == 0,
            last=place == len(sections) - 1,
            rows=[row for row in rows if row.question.section_id == section.pk],
        )
        for place, section in enumerate(sections)
    ]


def people_expected(workshop: Workshop) -> int:
    """Return how many people are known: registered, or pre-registered and not yet registered."""
    here = Participant.objects.filter(workshop=workshop)
    waiting = Preregistration.objects.filter(workshop=workshop).exclude(
        email_key__in=here.filter(user__isnull=False).values("user__email_key")
    )
    return here.count() + waiting.count()


def cautions_of(questions: Sequence[Question], workshop: Workshop) -> list[Caution]:
    """Return what to look at again in the questions (2 queries)."""
    asked = [
        Asked(
            key=question.key,
            text=question.text,
            kind=question.kind,
            required=question.required,
            labels=tuple(option.label for option in question.options.all()),
        )
        for question in questions
    ]
    return cautions(asked, expected=people_expected(workshop))


def overview(questionnaire: Questionnaire) -> dict:
    """Return what the builder's first page shows (at most 10 queries, whatever the size)."""
    questions = questions_of(questionnaire.workshop)
    rows = rows_of(questions)
    by_key = {row.question.key: row for row in rows}
    locked = questionnaire_is_locked(questionnaire=questionnaire)
    found = [] if locked else cautions_of(questions, questionnaire.workshop)
    return {
        "questionnaire": questionnaire,
        "workshop": questionnaire.workshop,
        "parts": parts_of(questionnaire, rows),
        "count": len(rows),
        "locked": locked,
        "cautions": [{"row": by_key[one.question_key], "caution": one} for one in found],
        "corrections": list(questionnaire.corrections.select_related("corrected_by")),
    }
