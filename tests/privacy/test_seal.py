"""Sealing a workshop: what is destroyed, what is kept, and when it is refused."""

from datetime import datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from gateway.models import Answer, Draft, Response
from gateway.services import responses_release
from gateway.services.changes import answers_correct, answers_erase
from gateway.tokens import contribution_token
from tests.factories import make_participant, make_user, make_workshop
from tests.journeys.world import make_gateway
from tests.queries import query_budget
from workshop.models import Workshop
from workshop.privacy.models import SealRequest
from workshop.privacy.services import seal_ask

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


@pytest.fixture
def asked(closed):
    """Somebody has asked for the seal."""
    asker = make_user("asker@example.org", is_staff=True)
    seal_ask(workshop=closed, by=asker)
    return asker


def page(client) -> str:
    return client.get("/w/autumn/seal/").content.decode()


def send(client, action: str, slug: str = "autumn"):
    return client.post("/w/autumn/seal/", {"action": action, "slug": slug})


def test_seal_keeps_the_answers_and_destroys_what_ties_them(closed, asked):
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


def test_old_secrets_link_nothing_after_the_seal(closed, asked):
    old = Workshop.objects.get(pk=closed.pk)
    people = closed.participants.values_list("pk", flat=True)
    tokens = [contribution_token(workshop=old, participant_id=pk) for pk in people]
    assert Response.objects.filter(token__in=tokens).count() == 12

    call_command("seal_workshop", "autumn", "--yes")

    assert not Response.objects.filter(token__in=tokens).exists()


def test_dry_run_says_what_would_go_and_destroys_nothing(closed, capsys):
    call_command("seal_workshop", "autumn")

    words = capsys.readouterr().out
    assert "would destroy 12 tokens, 0 finished and 0 unfinished answers" in words
    assert "12 responses would be written anew, with 0 changes" in words
    assert Response.objects.exclude(token="").count() == 12


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("open", "only after its close"),
        ("nowhere", "There is no workshop called nowhere"),
        ("autumn", "Nobody has asked for this seal"),
    ],
)
def test_seal_is_refused_in_words(closed, slug, words):
    make_workshop("open")

    with pytest.raises(CommandError, match=words):
        call_command("seal_workshop", slug, "--yes")

    assert not Workshop.objects.filter(sealed_at__isnull=False).exists()


def test_a_second_seal_is_refused(closed, asked):
    call_command("seal_workshop", "autumn", "--yes")

    with pytest.raises(CommandError, match="sealed already"):
        call_command("seal_workshop", "autumn", "--yes")


def test_the_page_says_what_would_be_destroyed(closed, staff_client):
    Draft.objects.create(participant=make_participant(closed), answers={}, finished=False)

    words = page(staff_client("facilitator"))

    assert "12 tokens, each the last tie" in words
    assert "1 unfinished set of answers" in words
    assert "12 responses, written anew" in words
    assert "30 days after which addresses and accounts are erased" in words


def test_one_facilitator_asks_and_another_seals(closed, staff_client):
    first, second = staff_client("facilitator"), staff_client("facilitator")

    send(first, "ask")
    assert not Workshop.objects.get(slug="autumn").is_sealed
    assert "You have asked for this seal" in page(first)
    send(second, "confirm")

    assert Workshop.objects.get(slug="autumn").is_sealed
    assert "This workshop is sealed" in page(first)
    wish = SealRequest.objects.get()
    assert wish.asked_by != wish.confirmed_by
    assert wish.confirmed_by.email in page(first)


def test_nobody_confirms_their_own_wish(closed, staff_client):
    client = staff_client("facilitator")
    send(client, "ask")

    answer = send(client, "confirm").content.decode()

    assert "another person has to confirm it" in answer
    assert not Workshop.objects.get(slug="autumn").is_sealed


def test_the_database_refuses_one_person_twice(closed, asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        SealRequest.objects.update(confirmed_by=asked)


def test_the_name_of_the_workshop_has_to_be_typed(closed, asked, staff_client):
    client = staff_client("facilitator")

    answer = send(client, "confirm", "spring").content.decode()

    assert "That is not it. Type autumn" in answer
    assert 'value="spring"' in answer
    assert not Workshop.objects.get(slug="autumn").is_sealed


def test_a_wish_can_be_taken_back_and_runs_out(closed, asked, staff_client):
    client = staff_client("facilitator")
    send(client, "withdraw")
    assert "Nobody has asked" in send(client, "confirm").content.decode()
    long_ago = timezone.now() - timedelta(days=8)
    SealRequest.objects.create(workshop=closed, asked_by=asked, asked_at=long_ago)

    assert "ran out after 7 days" in send(client, "confirm").content.decode()
    send(client, "ask")

    assert SealRequest.objects.get().asked_at > long_ago


def test_before_the_close_the_page_only_informs(staff_client):
    make_workshop("autumn")
    client = staff_client("facilitator")

    assert "It can be sealed after its close" in page(client)
    assert "only after its close" in send(client, "ask").content.decode()
    assert not SealRequest.objects.exists()


@pytest.mark.parametrize("role", ["analyst", "steering group", "operator"])
def test_only_facilitators_may_ask(closed, staff_client, role):
    assert staff_client(role).get("/w/autumn/seal/").status_code == 403
    assert send(staff_client(role), "ask").status_code == 403


def test_waiting_changes_are_carried_out_before_the_seal(closed, asked):
    first, second = closed.participants.order_by("pk")[:2]
    answers_correct(participant=first, answers=ANSWERS | {"role": ["doctor"], "tools": []})
    answers_erase(participant=second)

    call_command("seal_workshop", "autumn", "--yes")

    assert Response.objects.count() == 11
    assert Answer.objects.filter(option__key="doctor").count() == 1
    assert not Draft.objects.exists()
    call_command("check_integrity", "autumn")


def test_the_page_asks_the_database_a_few_times(closed, asked, staff_client):
    client = staff_client("facilitator")

    with query_budget(12):
        page(client)
