"""Makes questionnaires for tests."""

from gateway.models import Option, Question, Questionnaire, Section
from workshop.models import Workshop


def ask(workshop: Workshop, *questions: dict) -> Questionnaire:
    """Questions by key; kind single, required and options a, b, c unless told otherwise.

    `show_if` is (question key, [option keys]).
    """
    questionnaire, _ = Questionnaire.objects.get_or_create(workshop=workshop)
    section = Section.objects.create(questionnaire=questionnaire, title="About you")
    made = {question.key: question for question in questionnaire.questions.all()}
    for position, values in enumerate(questions):
        made[values["key"]] = make_question(section, made, position, **values)
    return questionnaire


def make_question(
    section, made, position, *, key, options="abc", show_if=None, **extra
) -> Question:
    values = {"text": f"What about {key}?", "kind": "single"} | extra
    question = Question.objects.create(
        questionnaire=section.questionnaire, section=section, key=key, position=position, **values
    )
    if question.kind != "text":
        for place, option in enumerate(options):
            label = f"Option {option}"
            Option.objects.create(question=question, key=option, label=label, position=place)
    if show_if:
        question.show_if_question = made[show_if[0]]
        question.save()
        question.show_if_options.set(made[show_if[0]].options.filter(key__in=show_if[1]))
    return question
