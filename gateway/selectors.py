"""What the question pages show: one person's way through one questionnaire."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import prefetch_related_objects

from gateway.enums import QuestionKind
from gateway.journey import Answer, Journey, Step
from gateway.models import Draft, Question
from workshop.models import Participant, Workshop

NO_ANSWER = "No answer"


def questions_of(workshop: Workshop) -> list[Question]:
    """Return a workshop's questions in order, with options and conditions (2 or 3 queries)."""
    questions = list(
        Question.objects.filter(questionnaire__workshop=workshop)
        .prefetch_related("options")
        .order_by("section__position", "section_id", "position", "id")
    )
    conditional = [question for question in questions if question.show_if_question_id]
    prefetch_related_objects(conditional, "show_if_options")
    return questions


def steps_of(questions: list[Question]) -> list[Step]:
    """Return the questions as the journey needs them."""
    keys = {question.pk: question.key for question in questions}
    return [_step(question, keys) for question in questions]


def _step(question: Question, keys: dict[int, str]) -> Step:
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

    def after(self, key: str, answer: Answer) -> str | None:
        """Return the question that is missing once this one is answered, None at the end."""
        return Journey(self.steps, self.raw | {key: answer}).missing

    def answer_words(self, key: str) -> str:
        """Return the answer to a question in words."""
        answer = self.journey.answers.get(key) or NO_ANSWER
        if isinstance(answer, str):
            return answer
        labels = {option.key: option.label for option in self.questions[key].options.all()}
        return "; ".join(labels[option] for option in answer)

    def initial(self, key: str) -> Answer | None:
        """Return what the form of a question shows already chosen, None if nothing is."""
        answer = self.journey.answers.get(key)
        if answer is None or self.questions[key].kind in (QuestionKind.MULTIPLE, QuestionKind.TEXT):
            return answer
        return answer[0] if answer else ""


def passage(*, participant: Participant, answers: dict | None = None) -> Passage:
    """Return a person's way, over their draft or over the `answers` given (3 or 4 queries)."""
    if answers is None:
        draft = Draft.objects.filter(participant=participant).first()
        answers = draft.answers if draft else {}
    questions = questions_of(participant.workshop)
    by_key = {question.key: question for question in questions}
    return Passage(questions=by_key, steps=steps_of(questions), raw=answers)
