"""Sealing: after it nobody, with whatever copy of the secrets, can say whose a response is."""

import random
import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gateway.models import Answer, Draft, Response
from gateway.services import responses_release
from workshop.common.errors import DomainError
from workshop.enums import WorkshopState
from workshop.models import Workshop

shuffler = random.SystemRandom()


@transaction.atomic
def workshop_seal(*, workshop: Workshop, now: datetime | None = None) -> int:
    """Destroy the tokens, the workshop's half of the secret and the drafts, for good.

    The responses are written anew, under new ids and in random order, so that neither an id nor
    a place in the table leads back to an earlier copy. Returns how many responses there are.
    Raises DomainError before the close, and for a workshop that is sealed already.
    """
    now = now or timezone.now()
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if workshop.is_sealed:
        raise DomainError("This workshop is sealed already.")
    if workshop.state_at(now) != WorkshopState.CLOSED:
        raise DomainError("A workshop can be sealed only after its close.")
    responses_release(now=now)
    count = _responses_rewrite(workshop)
    Draft.objects.filter(participant__workshop=workshop).delete()
    workshop.secret_half, workshop.sealed_at = "", now
    workshop.save(update_fields=["secret_half", "sealed_at"])
    return count


def _responses_rewrite(workshop: Workshop) -> int:
    old = list(Response.objects.filter(questionnaire__workshop=workshop))
    answers = list(Answer.objects.filter(response__questionnaire__workshop=workshop))
    Answer.objects.filter(response__questionnaire__workshop=workshop).delete()
    Response.objects.filter(questionnaire__workshop=workshop).delete()
    fresh = {response.pk: uuid.uuid4() for response in old}
    for response in old:
        response.pk, response.token = fresh[response.pk], ""
    for answer in answers:
        answer.pk, answer.response_id = uuid.uuid4(), fresh[answer.response_id]
    shuffler.shuffle(old)
    shuffler.shuffle(answers)
    Response.objects.bulk_create(old, batch_size=1000)
    Answer.objects.bulk_create(answers, batch_size=1000)
    return len(old)
