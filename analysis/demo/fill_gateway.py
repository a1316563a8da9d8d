"""Synthetic answers: one response per synthetic person, tied to nobody."""

import random
import uuid
from collections.abc import Callable

from analysis.demo.draws import dice
from analysis.demo.simulation import Size
from gateway.enums import QuestionKind
from gateway.models import Answer, Question, Response
from workshop.models import Workshop

AT_ONCE = 250
LEFT_OUT = 0.02  # how often a question that may be left out is
WORDS = "Somewhere between the ward and the office."


def responses_fill(
    *,
    workshop: Workshop,
    size: Size,
    contributors: int,
    progress: Callable[[str, int, int], None],
) -> None:
    """Write a response for each person, `contributors` of them marked so, spread at random."""
    questions = list(
        Question.objects.filter(questionnaire__workshop=workshop).prefetch_related(
            "options", "show_if_options"
        )
    )
    if not questions:
        return
    rng, left = dice("responses", size.seed), contributors
    for first in range(0, size.participants, AT_ONCE):
        responses, answers = [], []
        for n in range(first, min(first + AT_ONCE, size.participants)):
            active = rng.random() * (size.participants - n) < left
            left -= active
            response = Response(
                id=_uuid(rng), questionnaire_id=questions[0].questionnaire_id, contributed=active
            )
            responses.append(response)
            answers += _answers(rng, response, questions)
        Response.objects.bulk_create(responses)
        Answer.objects.bulk_create(answers, batch_size=1000)
        progress("responses", first + len(responses), size.participants)


def _answers(rng: random.Random, response: Response, questions: list[Question]) -> list[Answer]:
    """Answer what is shown, early options more often than late ones."""
    chosen, answers = set(), []
    for question in questions:
        reveals = {option.pk for option in question.show_if_options.all()}
        hidden = question.show_if_question_id and not reveals & chosen
        if hidden or (not question.required and rng.random() < LEFT_OUT):
            continue
        common = {"response": response, "question": question}
        if question.kind == QuestionKind.TEXT:
            answers.append(Answer(id=_uuid(rng), text=WORDS, **common))
            continue
        options = question.options.all()
        count = min(len(options), 1 + (question.kind == QuestionKind.MULTIPLE))
        for place in {int(rng.random() ** 1.6 * len(options)) for _ in range(count)}:
            chosen.add(options[place].pk)
            answers.append(Answer(id=_uuid(rng), option=options[place], **common))
    return answers


def _uuid(rng: random.Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)
