"""What the question pages show: one person's way through one questionnaire."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import prefetch_related_objects

from gateway.enums import QuestionKind
from gateway.journey import Answer, Answers, Journey, Step
from gateway.models import Draft, Question
from workshop.models import Participant, Workshop

NO_ANSWER = "No answer"
PREFER_NOT_TO_SAY = ""  # the value of that choice


def questions_of(workshop: Workshop) -> list[Question]:
    """Return a workshop's questions in order, with options and conditions (2 or 3 queries)."""
    questions = list(
        Question.objects.filter(questionnaire__workshop=workshop)
        .select_related("section")
        .prefetch_related("options")
        .order_by("section__position", "section_id", "position", "id")
    )
    conditional = [question for question in questions if question.show_if_question_id]
    prefetch_related_objects(conditional, "show_if_options")
    return questions


def steps_of(questions: list[Question]) -> list[Step]:
    """Return the questions as the journey needs them."""
    keys = {question.pk: question.key for question in questions}
    # A section without a question is none to whoever answers.
    sections = list(dict.fromkeys(question.section_id for question in questions))
    return [
        _step(question, keys, sections.index(question.section_id) + 1) for question in questions
    ]


def _step(question: Question, keys: dict[int, str], section: int) -> Step:
    condition = None
    if question.show_if_question_id:
        wanted = frozenset(option.key for option in question.show_if_options.all())
        condition = (keys.get(question.show_if_question_id, ""), wanted)
    return Step(
        key=question.key,
        kind=question.kind,
        required=question.required,
        options=tuple(option.key for option in question.options.all()),
        show_if=condition,
        section=section,
    )


@dataclass(frozen=True)
class Passage:
    """One person's way: the questions by key, and the journey over their answers."""

    questions: dict[str, Question]
    steps: list[Step]
    raw: dict

    @cached_property
    def journey(self) -> Journey:
        """Return the way through the questions with the answers as they are."""
        return Journey(self.steps, self.raw)

    def answered(self, answers: Answers) -> "Passage":
        """Return the way as it is with further answers."""
        return Passage(self.questions, self.steps, self.raw | answers)

    def section_of(self, key: str) -> int:
        """Return the number of the section of a question."""
        return next(step.section for step in self.steps if step.key == key)

    def has_section(self, number: int) -> bool:
        """Say whether there is a section of that number, asked of this person or not."""
        return any(step.section == number for step in self.steps)

    def answer_words(self, key: str) -> str:
        """Return the answer to a question in words."""
        answer = self.journey.answers.get(key) or NO_ANSWER
        if isinstance(answer, str):
            return answer
        labels = {option.key: option.label for option in self.questions[key].options.all()}
        return "; ".join(labels[option] for option in answer)

    def initial(self, key: str) -> Answer | None:
        """Return what the form of a question shows already chosen, None if nothing is."""
        answer, kind = self.journey.answers.get(key), self.questions[key].kind
        if answer is None or kind == QuestionKind.TEXT:
            return answer
        if kind == QuestionKind.MULTIPLE:
            return answer or [PREFER_NOT_TO_SAY]
        return answer[0] if answer else PREFER_NOT_TO_SAY


def passage(*, participant: Participant, answers: dict | None = None) -> Passage:
    """Return a person's way, over their draft or over the `answers` given (3 or 4 queries)."""
    if answers is None:
        draft = Draft.objects.filter(participant=participant).first()
        answers = draft.answers if draft else {}
    return passage_through(workshop=participant.workshop, answers=answers)


def passage_through(*, workshop: Workshop, answers: dict) -> Passage:
    """Return the way through a workshop's questions over the `answers` given (2 or 3 queries)."""
    questions = questions_of(workshop)
    by_key = {question.key: question for question in questions}
    return Passage(questions=by_key, steps=steps_of(questions), raw=answers)
