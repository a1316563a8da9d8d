"""Answers of a person who is on the way in: kept at every step, closed at the end."""

from datetime import datetime

from django.db import transaction

from gateway.journey import Answers
from gateway.models import Draft, Questionnaire
from gateway.selectors import passage
from gateway.services.building import questionnaire_hold
from workshop.common.errors import DomainError
from workshop.enums import Action
from workshop.models import Participant
from workshop.services import participant_join, workshop_require


class AnswerMissingError(DomainError):
    """A question that is asked has no answer yet."""


@transaction.atomic
def answers_save(
    *, participant: Participant, answers: Answers, now: datetime | None = None
) -> None:
    """Keep a person's answers, by question, all at once; raises DomainError when it is too late."""
    workshop_require(workshop=participant.workshop, action=Action.JOIN, now=now)
    draft, _ = Draft.objects.select_for_update().get_or_create(participant=participant)
    if draft.finished:
        raise DomainError("You have finished the questions already.")
    draft.answers |= answers
    draft.save(update_fields=["answers"])


@transaction.atomic
def gateway_finish(*, participant: Participant, now: datetime | None = None) -> None:
    """Close a person's answers, which then await a batch, and let the person in.

    Raises AnswerMissingError, or DomainError when it is too late.
    """
    # Nobody changes the questions between this look at them and the end of the transaction.
    questionnaire = Questionnaire.objects.filter(workshop=participant.workshop).first()
    if questionnaire:
        questionnaire_hold(questionnaire_id=questionnaire.pk)
    draft = Draft.objects.select_for_update().filter(participant=participant).first()
    way = passage(participant=participant, answers=draft.answers if draft else {})
    if way.journey.missing:
        raise AnswerMissingError("There is a question without an answer.")
    if draft and way.questions:
        draft.answers, draft.finished = way.journey.answers, True
        draft.save(update_fields=["answers", "finished"])
    participant_join(participant=participant, now=now)
