"""Sealing a workshop: what is destroyed, what is kept, and when it is refused."""

from datetime import datetime, time

import pytest
from django.core.management import CommandError, call_command

from gateway.models import Answer, Draft, Response
from gateway.services import responses_release
from gateway.tokens import contribution_token
from tests.factories import make_participant, make_workshop
from tests.journeys.world import make_gateway
from workshop.models import Workshop

ANSWERS = {"role": ["nurse"], "sure": ["very"], "wish": "spreadsheets"}


@pytest.fixture
def closed(db):
    """A closed workshop whose answers have been released: twelve people."""
    workshop = make_workshop("autumn", opens_in_days=-30, days=20)
    make_gateway(workshop)
    day = datetime.combine(workshop.opens_at.astimezone(workshop.zone), time(), workshop.zone)
    for _ in range(12):
        person = make_participant(workshop, joined_at=day)
        Draft.objects.create(participant=person, answers=ANSWERS, finished=True)
    responses_release()
    return workshop


def contents(workshop) -> list[str]:
    return sorted(
        f"{response.contributed} {sorted(map(str, response.answers.values_list('option', 'text')))}"
        for response in Response.objects.filter(questionnaire__workshop=workshop)
    )


def test_seal_keeps_the_answers_and_destroys_what_ties_them(closed):
    before, ids = contents(closed), set(Response.objects.values_list("pk", flat=True))
    answer_ids = set(Answer.objects.values_list("pk", flat=True))

    call_command("seal_workshop", "autumn", "--yes")

    closed.refresh_from_db()
    assert closed.is_sealed
    assert closed.secret_half == ""
    assert contents(closed) == before
    assert not ids & set(Response.objects.values_list("pk", flat=True))
    assert not answer_ids & set(Answer.objects.values_list("pk", flat=True))
    assert set(Response.objects.values_list("token", flat=True)) == {""}
    assert not Draft.objects.exists()
    call_command("check_integrity", "autumn")


def test_old_secrets_link_nothing_after_the_seal(closed):
    old = Workshop.objects.get(pk=closed.pk)
    people = closed.participants.values_list("pk", flat=True)
    tokens = [contribution_token(workshop=old, participant_id=pk) for pk in people]
    assert Response.objects.filter(token__in=tokens).count() == 12

    call_command("seal_workshop", "autumn", "--yes")

    assert not Response.objects.filter(token__in=tokens).exists()


def test_dry_run_says_what_would_go_and_destroys_nothing(closed, capsys):
    call_command("seal_workshop", "autumn")

    assert "would destroy 12 tokens, 0 drafts" in capsys.readouterr().out
    assert Response.objects.exclude(token="").count() == 12


@pytest.mark.parametrize(
    ("slug", "words"),
    [("open", "only after its close"), ("nowhere", "There is no workshop called nowhere")],
)
def test_seal_is_refused_in_words(db, slug, words):
    make_workshop("open")

    with pytest.raises(CommandError, match=words):
        call_command("seal_workshop", slug, "--yes")


def test_a_second_seal_is_refused(closed):
    call_command("seal_workshop", "autumn", "--yes")

    with pytest.raises(CommandError, match="sealed already"):
        call_command("seal_workshop", "autumn", "--yes")
