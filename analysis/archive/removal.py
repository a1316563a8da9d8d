"""Deleting a workshop with everything of it; the accounts of its people stay."""

from analysis.models import Code, Coding, Placement
from gateway.models import Answer, Question, Response
from ideas.models import Comment, Idea, Revision, Vote
from workshop.logos import logos_forget
from workshop.models import Workshop


def workshop_delete(*, workshop: Workshop) -> None:
    """Delete a workshop, within the caller's transaction.

    What others refer to under protection goes after what refers to it, and the many small rows go
    by single statements, so that nothing has to be read to be deleted.
    """
    Answer.objects.filter(question__questionnaire__workshop=workshop).delete()
    Response.objects.filter(questionnaire__workshop=workshop).delete()
    Question.objects.filter(questionnaire__workshop=workshop).update(show_if_question=None)
    Coding.objects.filter(code__frame__workshop=workshop).delete()
    Code.objects.filter(frame__workshop=workshop).update(parent=None)
    for parent in ("idea", "comment"):
        for model in (Vote, Revision):
            model.objects.filter(**{f"{parent}__workshop": workshop}).delete()
    Placement.objects.filter(idea__workshop=workshop).delete()
    Comment.objects.filter(workshop=workshop, parent__isnull=False).delete()
    Comment.objects.filter(workshop=workshop).delete()
    Idea.objects.filter(workshop=workshop).delete()
    logos_forget(workshop=workshop)
    workshop.delete()
