"""Finished answers become nobody's, in batches; who contributed is marked in the same manner."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gateway.journey import Answers, Journey
from gateway.models import Draft, Question, Response
from gateway.selectors import questions_of, steps_of
from gateway.services.table import Given, Row, rows_read, rows_write
from gateway.tokens import contribution_token
from workshop.enums import WorkshopState
from workshop.models import Participant, Workshop

BATCH = 10
# The whole table is written anew each time. So that a large one costs no more for each response,
# it is left until this share of it moves.
WORTH_WHILE = 100
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
    moves = _moves(workshop, closed=closed)
    there = Response.objects.filter(questionnaire__workshop=workshop).count()
    if moves.size and (closed or moves.size * WORTH_WHILE >= there):
        _carry_out(workshop, moves)


@transaction.atomic
def changes_release(*, workshop: Workshop) -> None:
    """Carry out every correction and erasure that waits, and what else may go at the close.

    For the end of a workshop's answers: they are sealed next, or the people behind them forgotten.
    The caller holds the workshop's row.
    """
    moves = _moves(workshop, closed=True, least_changes=1)
    if moves.size:
        _carry_out(workshop, moves)


@dataclass(frozen=True)
class Moves:
    """What one writing of the table changes: each list is empty or of ten people and more."""

    new: list[Draft]
    corrections: list[Draft]
    erasures: list[Draft]
    contributors: list[int]

    @property
    def size(self) -> int:
        """Return how many people it concerns."""
        return sum(map(len, (self.new, self.corrections, self.erasures, self.contributors)))

    @property
    def drafts(self) -> list[Draft]:
        """Return the drafts that are spent by it."""
        return [*self.new, *self.corrections, *self.erasures]


def _moves(workshop: Workshop, *, closed: bool, least_changes: int = BATCH) -> Moves:
    """Draw who goes now. Corrections and erasures are drawn apart: one alone would be named."""
    finished = list(
        Draft.objects.select_for_update(of=("self",)).filter(
            participant__workshop=workshop, finished=True
        )
    )
    new = _drawn([draft for draft in finished if not draft.replaces], closed=closed)
    changes = [draft for draft in finished if draft.replaces]
    corrections = [draft for draft in changes if not draft.erases]
    erasures = [draft for draft in changes if draft.erases]
    coming = [draft.participant_id for draft in new]
    return Moves(
        new=new,
        corrections=_drawn(corrections, closed=closed, least=least_changes),
        erasures=_drawn(erasures, closed=closed, least=least_changes),
        contributors=_drawn(_uncounted(workshop, coming), closed=closed),
    )


def _uncounted(workshop: Workshop, coming: list[int]) -> list[int]:
    """Return who contributed, has a response (or comes with one now) and is not marked yet."""
    rows = Participant.objects.filter(
        workshop=workshop, first_contributed_at__isnull=False, contribution_counted=False
    )
    tokens = {
        contribution_token(workshop=workshop, participant_id=pk): pk
        for pk in rows.values_list("pk", flat=True)
    }
    there = Response.objects.filter(token__in=tokens).values_list("token", flat=True)
    arrived = set(coming) & set(tokens.values())
    return sorted(arrived | {tokens[token] for token in there})


def _drawn(waiting: list[Waiting], *, closed: bool, least: int = BATCH) -> list[Waiting]:
    """Return who goes now, at random and in random order.

    While the workshop is open ten go whenever twenty wait; at its close the rest, `least` or more.
    """
    total = len(waiting)
    while_open = max(0, total // BATCH - 1) * BATCH
    at_close = total if total >= least else 0
    return shuffler.sample(waiting, at_close if closed else while_open)


def _carry_out(workshop: Workshop, moves: Moves) -> None:
    """Write the table anew with what has changed, and spend the drafts."""
    questions = questions_of(workshop)
    if not questions:
        return
    replaced = {draft.participant_id for draft in [*moves.corrections, *moves.erasures]}
    old = rows_read(workshop)
    rows = [row for row in old if row.person is None or row.person not in replaced]
    marked = {row.person for row in old if row.contributed} | set(moves.contributors)
    rows += [
        Row(draft.participant_id, contributed=False, given=_given(questions, draft.answers))
        for draft in [*moves.new, *moves.corrections]
    ]
    for row in rows:
        row.contributed = row.contributed or (row.person is not None and row.person in marked)
    rows_write(workshop=workshop, rows=rows)
    Draft.objects.filter(pk__in=[draft.pk for draft in moves.drafts]).delete()
    counted = Participant.objects.filter(pk__in=moves.contributors)
    counted.update(contribution_counted=True)


def _given(questions: list[Question], raw: dict) -> list[Given]:
    """Return what a draft says: what still answers the questions as they stand now."""
    counting: Answers = Journey(steps_of(questions), raw).answers
    given: list[Given] = []
    for question in questions:
        answer = counting.get(question.key)
        if isinstance(answer, str):
            given += [(question.pk, None, answer)] if answer else []
            continue
        chosen = [option for option in question.options.all() if option.key in (answer or [])]
        given += [(question.pk, option.pk, "") for option in chosen]
    return given
