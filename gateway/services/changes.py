"""One's own finished answers: reading, correcting and erasing them until the seal.

A correction or erasure of answers that are among the responses waits, like new answers do: ten
go together when twenty wait, and the rest at the close. A single response that changed or went
would be that person's.
"""

from dataclasses import dataclass

from django.db import transaction

from gateway.enums import QuestionKind
from gateway.journey import Answers, Journey
from gateway.models import Answer, Draft, Erasure, Response
from gateway.selectors import questions_of, steps_of
from gateway.tokens import contribution_token
from workshop.common.errors import DomainError
from workshop.models import Participant

SEALED = "The workshop is sealed. Nobody can find your answers any more, so nobody can change them."


@dataclass(frozen=True)
class OwnAnswers:
    """A person's answers and where they are.

    `place` is unfinished, waiting (finished, not yet among the responses), moved (among them),
    correcting (moved, and a correction waits), erasing (moved, and the erasure waits), none or
    sealed.
    """

    place: str
    answers: Answers

    @property
    def can_be_erased(self) -> bool:
        """Say whether there are answers that can be erased."""
        return self.place in ("unfinished", "waiting", "moved", "correcting")

    @property
    def can_be_changed(self) -> bool:
        """Say whether finished answers can be corrected or erased."""
        return self.place in ("waiting", "moved", "correcting")


def own_answers(*, participant: Participant) -> OwnAnswers:
    """Return a person's answers, wherever they are (at most 5 queries)."""
    draft = Draft.objects.filter(participant=participant).first()
    if draft and not draft.replaces:
        return OwnAnswers("waiting" if draft.finished else "unfinished", draft.answers)
    if participant.workshop.is_sealed:
        return OwnAnswers("sealed", {})
    response = _own_response(participant)
    if response is None:
        return OwnAnswers("none", {})
    if Erasure.objects.filter(token=response.token).exists():
        return OwnAnswers("erasing", {})
    if draft:
        return OwnAnswers("correcting", draft.answers)
    return OwnAnswers("moved", _answers_of(response))


@transaction.atomic
def answers_correct(*, participant: Participant, answers: Answers) -> None:
    """Put complete new answers in the place of a person's finished ones.

    Raises DomainError where there are none to correct, or one is missing.
    """
    own = _changeable(participant)
    journey = Journey(steps_of(questions_of(participant.workshop)), answers)
    if journey.missing:
        raise DomainError("There is a question without an answer.")
    values = {"answers": journey.answers, "finished": True}
    if own.place != "waiting":
        values["replaces"] = True
    Draft.objects.update_or_create(participant=participant, defaults=values)


@transaction.atomic
def answers_erase(*, participant: Participant) -> None:
    """Erase a person's answers: at once while they wait, with others' once they have moved.

    Nothing happens where there are none. Raises DomainError after the seal.
    """
    if participant.workshop.is_sealed:
        raise DomainError(SEALED)
    Draft.objects.filter(participant=participant).delete()
    response = _own_response(participant)
    if response:
        Erasure.objects.get_or_create(
            token=response.token, defaults={"questionnaire_id": response.questionnaire_id}
        )


def _changeable(participant: Participant) -> OwnAnswers:
    # The release moves drafts under this lock: answers must not move while they change.
    Draft.objects.select_for_update().filter(participant=participant).first()
    own = own_answers(participant=participant)
    if own.place == "sealed":
        raise DomainError(SEALED)
    if not own.can_be_changed:
        raise DomainError("There are no finished answers of yours to correct.")
    return own


def _own_response(participant: Participant) -> Response | None:
    if participant.workshop.is_sealed:
        return None
    token = contribution_token(workshop=participant.workshop, participant_id=participant.pk)
    return Response.objects.filter(token=token).first()


def _answers_of(response: Response) -> Answers:
    """Return a response in the form in which a draft keeps answers (2 queries)."""
    # What was left out was answered with nothing.
    left_out = response.questionnaire.questions.filter(required=False)
    found: Answers = {
        key: "" if kind == QuestionKind.TEXT else []
        for key, kind in left_out.values_list("key", "kind")
    }
    rows = Answer.objects.filter(response=response).order_by("option__position", "option_id")
    for key, option, text in rows.values_list("question__key", "option__key", "text"):
        if option is None:
            found[key] = text
        else:
            found.setdefault(key, []).append(option)
    return found
