"""The questions of the demo workshop, 15 in five sections, for the workshop of a test."""

from analysis.demo.workshop import demo_workshop
from gateway.models import Option, Question, Questionnaire, Section
from workshop.models import Workshop

SECTIONS = demo_workshop()["questionnaire"]["sections"]
QUESTIONS = [question for section in SECTIONS for question in section["questions"]]


def make_demo_gateway(workshop: Workshop) -> Questionnaire:
    """Lists of 33, 19 and 53 options among them; the last may be left without an answer."""
    questionnaire = Questionnaire.objects.create(workshop=workshop)
    position = 0
    for place, values in enumerate(SECTIONS):
        section = Section.objects.create(
            questionnaire=questionnaire, title=values["title"], position=place
        )
        for question in values["questions"]:
            make_asked(section, position, question)
            position += 1
    return questionnaire


def make_asked(section: Section, position: int, values: dict) -> Question:
    question = Question.objects.create(
        questionnaire=section.questionnaire,
        section=section,
        position=position,
        **{name: values[name] for name in ("key", "text", "kind", "required")},
    )
    Option.objects.bulk_create(
        Option(question=question, key=option["key"], label=option["label"], position=place)
        for place, option in enumerate(values["options"])
    )
    return question
