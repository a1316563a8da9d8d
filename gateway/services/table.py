"""The table of responses of a workshop, read and written anew as a whole.

Whoever holds copies of the database from two moments must not find the same row in both: at each
writing every row has a new id and token, and they all stand in a new random order.
"""

import random
import secrets
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from gateway.models import Answer, Response
from gateway.tokens import contribution_token
from workshop.models import Participant, Workshop, new_secret_half

shuffler = random.SystemRandom()
AT_ONCE = 2000
# (question, option or none, text): what a response says to one question.
Given = tuple[int, int | None, str]


@dataclass
class Row:
    """One response: whose it is (none where nobody can say), and what it says.

    `live` is one that came through the gateway; imported and synthetic ones have no token.
    """

    person: int | None
    contributed: bool
    live: bool = True
    archive_id: str = ""
    given: list[Given] = field(default_factory=list)


def rows_read(workshop: Workshop) -> list[Row]:
    """Return a workshop's responses, each with its person as far as the token tells (3 queries)."""
    persons = {
        contribution_token(workshop=workshop, participant_id=pk): pk
        for pk in Participant.objects.filter(workshop=workshop).values_list("pk", flat=True)
    }
    found = Response.objects.filter(questionnaire__workshop=workshop)
    rows = {
        pk: Row(persons.get(token), contributed, bool(token), archive_id)
        for pk, token, contributed, archive_id in found.values_list(
            "pk", "token", "contributed", "archive_id"
        )
    }
    answers = Answer.objects.filter(response__questionnaire__workshop=workshop)
    columns = ("response_id", "question_id", "option_id", "text")
    for pk, *given in answers.values_list(*columns).iterator(chunk_size=AT_ONCE):
        rows[pk].given.append(tuple(given))
    return list(rows.values())


def rows_write(*, workshop: Workshop, rows: list[Row], sealed: bool = False) -> None:
    """Put these rows in the place of all there are, under a new half of the secret.

    `sealed` leaves no token and no half. The caller holds the workshop's row and a transaction.
    """
    workshop.secret_half = "" if sealed else new_secret_half()
    workshop.save(update_fields=["secret_half"])
    Answer.objects.filter(response__questionnaire__workshop=workshop).delete()
    Response.objects.filter(questionnaire__workshop=workshop).delete()
    shuffler.shuffle(rows)
    ids = [uuid.uuid4() for _ in rows]
    questionnaire_id = workshop.questionnaire.pk
    _create(
        Response,
        (
            Response(
                id=pk,
                questionnaire_id=questionnaire_id,
                archive_id=row.archive_id,
                contributed=row.contributed,
                token="" if sealed else _token(workshop, row),
            )
            for pk, row in zip(ids, rows, strict=True)
        ),
    )
    # Shuffled by themselves, so that neither the order nor the nearness of answers says anything.
    answers = [(pk, *given) for pk, row in zip(ids, rows, strict=True) for given in row.given]
    shuffler.shuffle(answers)
    _create(Answer, (_answer(*values) for values in answers))


def _token(workshop: Workshop, row: Row) -> str:
    if not row.live:
        return ""
    if row.person is None:
        return secrets.token_hex(32)  # nobody's, and not to be told from others
    return contribution_token(workshop=workshop, participant_id=row.person)


def _answer(response_id: uuid.UUID, question_id: int, option_id: int | None, text: str) -> Answer:
    return Answer(response_id=response_id, question_id=question_id, option_id=option_id, text=text)


def _create(model: type, objects: Iterable) -> None:
    objects: Iterator = iter(objects)
    while portion := list(islice(objects, AT_ONCE)):
        model.objects.bulk_create(portion)
