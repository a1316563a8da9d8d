"""A small workshop for people to walk through."""

import re

from django.core import mail

from gateway.models import Option, Question, Questionnaire, Section
from tests.factories import make_comment, make_group, make_idea, make_participant, make_workshop
from workshop.models import Workshop

QUESTIONS = [
    ("role", "What is your role?", "single", True, ["Nurse", "Doctor", "Analyst"]),
    ("tools", "Which of these do you use at work?", "multiple", False, ["A phone", "A tablet"]),
    ("sure", "How sure do you feel with them?", "scale", True, ["Very", "Fairly", "Not at all"]),
    ("wish", "What would you learn first?", "text", False, []),
]


def make_gateway(workshop: Workshop) -> Questionnaire:
    """Four questions, one of each kind."""
    questionnaire = Questionnaire.objects.create(workshop=workshop)
    section = Section.objects.create(questionnaire=questionnaire, title="About you")
    for place, (key, text, kind, required, labels) in enumerate(QUESTIONS):
        question = Question.objects.create(
            questionnaire=questionnaire, section=section, key=key, text=text, kind=kind,
            required=required, position=place,
        )  # fmt: skip
        for spot, label in enumerate(labels):
            key = label.lower().replace(" ", "-")
            Option.objects.create(question=question, key=key, label=label, position=spot)
    return questionnaire


def make_world() -> Workshop:
    """An open workshop with a gateway, two groups, a seed, an idea and a comment."""
    workshop = make_workshop("spring", title="Skills for everyone")
    make_gateway(workshop)
    group = make_group(workshop, "at-work", title="At work")
    make_group(
        workshop, "at-home", title="At home", prompt="What would help carers at home?", position=1
    )
    make_idea(group, None, seed=True, title="What makes training worth your time?")
    idea = make_idea(group, make_participant(workshop), title="Two hours a month for everybody")
    make_comment(idea, make_participant(workshop), handle=2, body="We tried this on our ward.")
    type(idea).objects.filter(pk=idea.pk).update(comment_count=1)
    return workshop


def code_in_mail(address: str) -> str:
    """The eight digits of the newest mail to an address, as they are shown: 1234 5678."""
    texts = [m.body for m in mail.outbox if m.to == [address]]
    return re.search(r"\b(\d{4} \d{4})\b", texts[-1]).group(1)
