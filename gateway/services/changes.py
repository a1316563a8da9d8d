"""One's own finished answers: reading, correcting and erasing them until the seal.

A correction or erasure of answers that are among the responses waits, like new answers do: ten
corrections, or ten erasures, go together when twenty wait; at the close the rest, ten or more;
before the seal whatever is left. A single response that changed or went would be that person's.
"""

from dataclasses import dataclass

from django.db import transaction

from gateway.enums import QuestionKind
from gateway.journey import Answers, Journey
from gateway.models import Answer, Draft, Response
from gateway.selectors import questions_of, steps_of
from gateway.tokens import contribution_token
from workshop.common.errors import DomainError
from workshop.models import Participant, Workshop

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
    if draft and draft.erases:
        return OwnAnswers("erasing", {})
    if draft and draft.replaces:
        return OwnAnswers("correcting", draft.answers)
    if draft:
        return OwnAnswers("waiting" if draft.finished else "unfinished", draft.answers)
    if participant.workshop.is_sealed:
        return OwnAnswers("sealed", {})
    response = _own_response(participant)
    return OwnAnswers("moved", _answers_of(response)) if response else OwnAnswers("none", {})


@transaction.atomic
def answers_correct(*, participant: Participant, answers: Answers) -> None:
    """Put complete new answers in the place of a person's finished ones.

    Raises DomainError where there are none to correct, or one is missing.
    """
    participant = _held(participant)
    own = own_answers(participant=participant)
    if not own.can_be_changed:
        raise DomainError("There are no finished answers of yours to correct.")
    journey = Journey(steps_of(questions_of(participant.workshop)), answers)
    if journey.missing:
        raise DomainError("There is a question without an answer.")
    _draft_put(participant, answers=journey.answers, replaces=own.place != "waiting")


@transaction.atomic
def answers_erase(*, participant: Participant) -> None:
    """Erase a person's answers: at once while they wait, with others' once they have moved.

    Nothing happens where there are none. Raises DomainError after the seal.
    """
    participant = _held(participant)
    place = own_answers(participant=participant).place
    if place in ("moved", "correcting", "erasing"):
        _draft_put(participant, answers={}, replaces=True, erases=True)
    else:
        Draft.objects.filter(participant=participant).delete()


def _held(participant: Participant) -> Participant:
    """Return the participant with the workshop's row held: nothing is released or sealed meanwhile.

    Raises DomainError after the seal.
    """
    held = Workshop.objects.select_for_update(no_key=True).get(pk=participant.workshop_id)
    if held.is_sealed:
        raise DomainError(SEALED)
    participant = Participant.objects.get(pk=participant.pk)
    participant.workshop = held
    return participant


def _draft_put(participant: Participant, **values) -> None:
    values = {"finished": True, "erases": False} | values
    Draft.objects.update_or_create(participant=participant, defaults=values)


def _own_response(participant: Participant) -> Response | None:
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
