"""Finished answers become nobody's, in batches; who contributed is marked in the same manner."""

import random
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gateway.journey import Answers, Journey
from gateway.models import Answer as AnswerRow
from gateway.models import Draft, Erasure, Question, Response
from gateway.selectors import questions_of, steps_of
from gateway.tokens import contribution_token
from workshop.enums import WorkshopState
from workshop.models import Participant, Workshop

BATCH = 10
shuffler = random.SystemRandom()
Waiting = TypeVar("Waiting")


def responses_release(*, now: datetime | None = None) -> None:
    """Turn finished drafts into responses, and count who contributed, batch by batch.

    Safe to run at any time, and twice at once: the workshop's row is locked, a second run passes.
    """
    now = now or timezone.now()
    waiting = Q(participants__gateway_draft__finished=True) | Q(
        participants__first_contributed_at__isnull=False, participants__contribution_counted=False
    )
    waiting |= Q(pk__in=Erasure.objects.values("questionnaire__workshop"))
    open_ever = Workshop.objects.filter(waiting, opens_at__lte=now, sealed_at=None)
    for pk in open_ever.order_by("pk").values_list("pk", flat=True).distinct():
        _workshop_release(pk, now)


@transaction.atomic
def _workshop_release(pk: int, now: datetime) -> None:
    # Not against the key: people go on writing while we hold the row.
    locked = Workshop.objects.select_for_update(skip_locked=True, no_key=True)
    workshop = locked.filter(pk=pk, sealed_at=None).first()
    if workshop is None:
        return
    closed = workshop.state_at(now) == WorkshopState.CLOSED
    _drafts_release(workshop, closed=closed)
    _changes_release(workshop, closed=closed)
    _contributors_count(workshop, closed=closed)


def _drawn(waiting: list[Waiting], *, closed: bool, least: int = BATCH) -> list[Waiting]:
    """Return who goes now, at random and in random order.

    While the workshop is open ten go whenever twenty wait; at its close the rest, `least` or more.
    """
    total = len(waiting)
    while_open = max(0, total // BATCH - 1) * BATCH
    at_close = total if total >= least else 0
    return shuffler.sample(waiting, at_close if closed else while_open)


def _finished(workshop: Workshop, *, replaces: bool) -> list[Draft]:
    rows = Draft.objects.select_for_update(of=("self",), skip_locked=True)
    finished = rows.filter(participant__workshop=workshop, finished=True, replaces=replaces)
    return list(finished)


def _drafts_release(workshop: Workshop, *, closed: bool) -> None:
    """Write responses in place of new answers, in the caller's transaction."""
    drawn = _drawn(_finished(workshop, replaces=False), closed=closed)
    _responses_write(workshop, drawn, contributed={})


def _changes_release(workshop: Workshop, *, closed: bool) -> None:
    """Correct and erase responses, those of ten people together, in the caller's transaction.

    At the close whatever waits goes, be it fewer: what people ask for here is theirs to ask.
    """
    erasures = list(Erasure.objects.filter(questionnaire__workshop=workshop))
    drawn = _drawn([*_finished(workshop, replaces=True), *erasures], closed=closed, least=1)
    drafts = [change for change in drawn if isinstance(change, Draft)]
    erased = [change for change in drawn if isinstance(change, Erasure)]
    tokens = [_token(workshop, draft) for draft in drafts] + [each.token for each in erased]
    old = Response.objects.filter(questionnaire__workshop=workshop, token__in=tokens)
    contributed = dict(old.values_list("token", "contributed"))
    old.delete()
    _responses_write(workshop, drafts, contributed=contributed)
    Erasure.objects.filter(pk__in=[each.pk for each in erased]).delete()


def _token(workshop: Workshop, draft: Draft) -> str:
    return contribution_token(workshop=workshop, participant_id=draft.participant_id)


def _responses_write(
    workshop: Workshop, drawn: list[Draft], *, contributed: dict[str, bool]
) -> None:
    questions = questions_of(workshop) if drawn else []
    if not questions:
        return
    responses, answers = [], []
    for draft in drawn:
        token = _token(workshop, draft)
        response = Response(
            questionnaire_id=questions[0].questionnaire_id,
            token=token,
            contributed=contributed.get(token, False),
        )
        responses.append(response)
        answers += _answer_rows(response, questions, draft.answers)
    # The order in the table says nothing of who wrote which row, nor which rows belong together.
    shuffler.shuffle(answers)
    Response.objects.bulk_create(responses)
    AnswerRow.objects.bulk_create(answers)
    Draft.objects.filter(pk__in=[draft.pk for draft in drawn]).delete()


def _answer_rows(response: Response, questions: list[Question], raw: dict) -> list[AnswerRow]:
    """Return the rows of one response: what still answers the questions as they stand now."""
    counting: Answers = Journey(steps_of(questions), raw).answers
    rows = []
    for question in questions:
        answer = counting.get(question.key)
        if isinstance(answer, str):
            rows += [AnswerRow(response=response, question=question, text=answer)] if answer else []
            continue
        chosen = [option for option in question.options.all() if option.key in (answer or [])]
        rows += [AnswerRow(response=response, question=question, option=one) for one in chosen]
    return rows


def _contributors_count(workshop: Workshop, *, closed: bool) -> None:
    """Set the bit of released responses whose person has contributed, in the same batches."""
    people = Participant.objects.filter(
        workshop=workshop, first_contributed_at__isnull=False, contribution_counted=False
    )
    tokens = {
        contribution_token(workshop=workshop, participant_id=pk): pk
        for pk in people.values_list("pk", flat=True)
    }
    released = Response.objects.filter(
        questionnaire__workshop=workshop, token__in=tokens, contributed=False
    )
    drawn = _drawn(list(released.values_list("token", flat=True)), closed=closed)
    if drawn:
        Response.objects.filter(token__in=drawn).update(contributed=True)
        counted = Participant.objects.filter(pk__in=[tokens[token] for token in drawn])
        counted.update(contribution_counted=True)
