"""Plain functions that make what the report reads: gateways with responses, frames with codings."""

from analysis.models import Code, Coding, CodingFrame, CrossTab, CrossTabGroup, Placement
from gateway.models import Answer, Option, Question, Questionnaire, Response, Section
from ideas.models import Idea
from workshop.models import BreakoutGroup, Workshop


def make_question(workshop: Workshop, key: str = "role", options: str = "nurse doctor", **extra):
    """A question with one option for each word; the label is the word with a capital."""
    questionnaire, _ = Questionnaire.objects.get_or_create(workshop=workshop)
    section, _ = Section.objects.get_or_create(questionnaire=questionnaire, title="Your work")
    values = {"text": f"Your {key}?", "kind": "single", "position": Question.objects.count()}
    question = Question.objects.create(
        questionnaire=questionnaire, section=section, key=key, **(values | extra)
    )
    for position, word in enumerate(options.split()):
        Option.objects.create(
            question=question, key=word, label=word.capitalize(), position=position
        )
    return question


def make_responses(question: Question, chosen: str, count: int = 1, *, contributed: bool = False):
    """Responses that all choose the options named by these words (none: no answer)."""
    for _ in range(count):
        response = Response.objects.create(
            questionnaire=question.questionnaire, contributed=contributed
        )
        for key in chosen.split():
            option = question.options.get(key=key)
            Answer.objects.create(response=response, question=question, option=option)


def make_frame(workshop: Workshop, key: str, codes: str, **extra) -> CodingFrame:
    """A frame with a code for each word; "able>skills" puts skills below able."""
    values = {"title": key.capitalize(), "position": CodingFrame.objects.count()}
    frame = CodingFrame.objects.create(workshop=workshop, key=key, **(values | extra))
    for position, word in enumerate(codes.split()):
        above, _, code = word.rpartition(">")
        Code.objects.create(
            frame=frame,
            key=code,
            label=code.capitalize(),
            position=position,
            parent=frame.codes.filter(key=above).first(),
        )
    return frame


def code(idea: Idea, frame: CodingFrame, keys: str, coder: str = "") -> None:
    """Give an idea the codes named by these words."""
    for key in keys.split():
        Coding.objects.create(idea=idea, code=frame.codes.get(key=key), coder=coder)


def make_crosstab(rows: CodingFrame, columns: CodingFrame, *groups: BreakoutGroup) -> CrossTab:
    """A cross-tab of two frames for some groups."""
    crosstab = CrossTab.objects.create(workshop=rows.workshop, rows=rows, columns=columns)
    for position, group in enumerate(groups):
        CrossTabGroup.objects.create(crosstab=crosstab, group=group, position=position)
    return crosstab


def move(idea: Idea, group: BreakoutGroup) -> None:
    """Let an idea count in another group."""
    Placement.objects.create(idea=idea, group=group)


def leave_out(idea: Idea, reason: str = "Not about work") -> None:
    """Let an idea count in no coded table."""
    Placement.objects.create(idea=idea, excluded=reason)
